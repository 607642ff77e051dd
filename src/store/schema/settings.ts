import { sql } from 'drizzle-orm';
import { check, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { SETTINGS_EDITORS } from '../../settings/settings-store.ts';
import { instant, isInstant, isJson, isOneOf } from './columns.ts';

/** What the owner set in the studio or by a command: the highest revision is in force. A change removes earlier ones. */
export const ownerSettings = sqliteTable(
  'owner_settings',
  {
    revision: integer('revision').primaryKey(),
    updatedAt: instant('updated_at').notNull(),
    updatedBy: text('updated_by', { enum: SETTINGS_EDITORS }).notNull(),
    /** JSON: texts by the names of variables. */
    content: text('content').notNull(),
  },
  (table) => [
    check('owner_settings_revision', sql`${table.revision} >= 1`),
    check('owner_settings_updated_at', isInstant(table.updatedAt)),
    check('owner_settings_updated_by', isOneOf(table.updatedBy, SETTINGS_EDITORS)),
    check('owner_settings_content', isJson(table.content)),
  ],
);
