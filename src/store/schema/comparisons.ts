import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  unique,
} from 'drizzle-orm/sqlite-core';
import { LIMITS, REVIEW_VERDICTS, VERDICTS } from '../../comparisons/comparison.ts';
import { instant, isCount, isInstant, isJson, isOneOf, isPercent, isText } from './columns.ts';

/** Identified by its lower-case name. Descriptions are stored with each comparison, because they change. */
export const tools = sqliteTable(
  'tools',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    key: text('key').notNull().unique(),
    name: text('name').notNull(),
  },
  (table) => [
    check('tools_key', isText(table.key, LIMITS.name)),
    check('tools_name', isText(table.name, LIMITS.name)),
  ],
);

export const comparisons = sqliteTable(
  'comparisons',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    slug: text('slug').notNull().unique(),
    url: text('url'),
    publishedAt: instant('published_at').notNull(),
    importedAt: instant('imported_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    check('comparisons_slug', isText(table.slug, LIMITS.slug)),
    check(
      'comparisons_url',
      sql`${table.url} is null or ((${table.url} like 'https://%' or ${table.url} like 'http://%') and length(${table.url}) <= ${sql.raw(String(LIMITS.url))})`,
    ),
    check('comparisons_published_at', isInstant(table.publishedAt)),
    check('comparisons_imported_at', isInstant(table.importedAt)),
    check('comparisons_updated_at', isInstant(table.updatedAt)),
    index('comparisons_by_published_at').on(table.publishedAt),
  ],
);

/** The two tools of a comparison. With fewer than two sides it is incomplete, and goes into no issue. */
export const comparisonSides = sqliteTable(
  'comparison_sides',
  {
    comparisonId: integer('comparison_id')
      .notNull()
      .references(() => comparisons.id, { onDelete: 'cascade' }),
    /** The first or the second of the two. */
    side: integer('side').notNull(),
    toolId: integer('tool_id')
      .notNull()
      .references(() => tools.id),
    /** As this comparison spells it. */
    name: text('name').notNull(),
    category: text('category'),
    tagline: text('tagline'),
    description: text('description'),
    verdict: text('verdict', { enum: VERDICTS }),
    panelShare: integer('panel_share'),
    shipCount: integer('ship_count'),
    skipCount: integer('skip_count'),
    communityShare: integer('community_share'),
    communityVotes: integer('community_votes'),
    entry: text('entry'),
    pricing: text('pricing'),
    bestFor: text('best_for'),
  },
  (table) => [
    primaryKey({ columns: [table.comparisonId, table.side] }),
    unique('comparison_sides_two_tools').on(table.comparisonId, table.toolId),
    index('comparison_sides_by_tool').on(table.toolId),
    check('comparison_sides_side', sql`${table.side} in (1, 2)`),
    check('comparison_sides_name', isText(table.name, LIMITS.name)),
    check('comparison_sides_category', isText(table.category, LIMITS.line)),
    check('comparison_sides_tagline', isText(table.tagline, LIMITS.line)),
    check('comparison_sides_description', isText(table.description, LIMITS.text)),
    check('comparison_sides_verdict', isOneOf(table.verdict, VERDICTS)),
    check('comparison_sides_panel_share', isPercent(table.panelShare)),
    check('comparison_sides_ship_count', isCount(table.shipCount)),
    check('comparison_sides_skip_count', isCount(table.skipCount)),
    check('comparison_sides_community_share', isPercent(table.communityShare)),
    check('comparison_sides_community_votes', isCount(table.communityVotes)),
    check('comparison_sides_entry', isText(table.entry, LIMITS.line)),
    check('comparison_sides_pricing', isText(table.pricing, LIMITS.line)),
    check('comparison_sides_best_for', isText(table.bestFor, LIMITS.line)),
  ],
);

/** One reviewer's view of one side, in the source's order. */
export const reviews = sqliteTable(
  'reviews',
  {
    comparisonId: integer('comparison_id').notNull(),
    side: integer('side').notNull(),
    ordinal: integer('ordinal').notNull(),
    reviewer: text('reviewer'),
    score: integer('score'),
    verdict: text('verdict', { enum: REVIEW_VERDICTS }),
    text: text('text').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.comparisonId, table.side, table.ordinal] }),
    foreignKey({
      columns: [table.comparisonId, table.side],
      foreignColumns: [comparisonSides.comparisonId, comparisonSides.side],
    }).onDelete('cascade'),
    check('reviews_ordinal', sql`${table.ordinal} between 1 and ${sql.raw(String(LIMITS.reviews))}`),
    check('reviews_reviewer', isText(table.reviewer, LIMITS.reviewer)),
    check('reviews_score', isPercent(table.score)),
    check('reviews_verdict', isOneOf(table.verdict, REVIEW_VERDICTS)),
    check('reviews_text', isText(table.text, LIMITS.text)),
  ],
);

/** Keeps a comparison out of every issue until it is released. */
export const comparisonHolds = sqliteTable(
  'comparison_holds',
  {
    comparisonId: integer('comparison_id')
      .primaryKey()
      .references(() => comparisons.id, { onDelete: 'cascade' }),
    reason: text('reason'),
    heldAt: instant('held_at').notNull(),
  },
  (table) => [
    check('comparison_holds_reason', isText(table.reason, LIMITS.line)),
    check('comparison_holds_held_at', isInstant(table.heldAt)),
  ],
);

const MAX_PATH_LENGTH = 100;

/** Fields that an editor corrected: the comparison has the corrected value, and this keeps the source's. */
export const comparisonCorrections = sqliteTable(
  'comparison_corrections',
  {
    comparisonId: integer('comparison_id')
      .notNull()
      .references(() => comparisons.id, { onDelete: 'cascade' }),
    /** As the import's `path` names a field, such as `tools[0].pricing`. */
    path: text('path').notNull(),
    /** What the source says, as JSON. */
    source: text('source').notNull(),
    correctedAt: instant('corrected_at').notNull(),
    /** When the source said something else after the correction. */
    sourceChangedAt: instant('source_changed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.comparisonId, table.path] }),
    check('comparison_corrections_path', isText(table.path, MAX_PATH_LENGTH)),
    check('comparison_corrections_source', isJson(table.source)),
    check('comparison_corrections_corrected_at', isInstant(table.correctedAt)),
    check('comparison_corrections_source_changed_at', isInstant(table.sourceChangedAt)),
  ],
);
