import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { EDIT_LIMITS } from '../../issues/edit-limits.ts';
import { isFlag, isText } from './columns.ts';
import { comparisons } from './comparisons.ts';
import { issues } from './issues.ts';

/** An editor's own texts for a draft; NULL leaves a text to the program. */
export const textOverrides = sqliteTable(
  'text_overrides',
  {
    issueId: integer('issue_id')
      .primaryKey()
      .references(() => issues.id, { onDelete: 'cascade' }),
    subject: text('subject'),
    preheader: text('preheader'),
    intro: text('intro'),
    sponsorTitle: text('sponsor_title'),
    sponsorText: text('sponsor_text'),
    sponsorUrl: text('sponsor_url'),
    closing: text('closing_note'),
  },
  (table) => [
    check('text_overrides_subject', isText(table.subject, EDIT_LIMITS.subject)),
    check('text_overrides_preheader', isText(table.preheader, EDIT_LIMITS.preheader)),
    check('text_overrides_intro', isText(table.intro, EDIT_LIMITS.intro)),
    check('text_overrides_sponsor_title', isText(table.sponsorTitle, EDIT_LIMITS.sponsorTitle)),
    check('text_overrides_sponsor_text', isText(table.sponsorText, EDIT_LIMITS.sponsorText)),
    check('text_overrides_sponsor_url', isText(table.sponsorUrl, EDIT_LIMITS.sponsorUrl)),
    check('text_overrides_closing_note', isText(table.closing, EDIT_LIMITS.closing)),
  ],
);

/** An editor's choices for a comparison in a draft. */
export const itemOverrides = sqliteTable(
  'item_overrides',
  {
    issueId: integer('issue_id')
      .notNull()
      .references(() => issues.id, { onDelete: 'cascade' }),
    comparisonId: integer('comparison_id')
      .notNull()
      .references(() => comparisons.id, { onDelete: 'cascade' }),
    pinned: integer('pinned', { mode: 'boolean' }).notNull().default(false),
    featured: integer('featured', { mode: 'boolean' }).notNull().default(false),
    /** The position the editor wants, from 1; NULL leaves it to the program. */
    position: integer('position'),
    /** Not in this issue, whatever else is chosen; later ones may have it. */
    leftOut: integer('left_out', { mode: 'boolean' }).notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.issueId, table.comparisonId] }),
    index('item_overrides_by_comparison').on(table.comparisonId),
    check('item_overrides_pinned', isFlag(table.pinned)),
    check('item_overrides_featured', isFlag(table.featured)),
    check('item_overrides_left_out', isFlag(table.leftOut)),
    check('item_overrides_position', sql`${table.position} is null or ${table.position} >= 1`),
  ],
);
