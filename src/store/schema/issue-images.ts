import { blob, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { frozenCopies } from './issues.ts';

/** The picture of an issue as frozen; it goes with the frozen copy. A table of its own, so that no query reads it along. */
export const issueImages = sqliteTable('issue_images', {
  freezeId: text('freeze_id')
    .primaryKey()
    .references(() => frozenCopies.id, { onDelete: 'cascade' }),
  png: blob('png', { mode: 'buffer' }).notNull(),
});
