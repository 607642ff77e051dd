import { sql } from 'drizzle-orm';
import { blob, check, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { instant, isBlob, isInstant, isJson } from './columns.ts';

/** The owner's look: the highest revision is in force. Earlier ones stay a month, to go back to. */
export const looks = sqliteTable(
  'looks',
  {
    revision: integer('revision').primaryKey(),
    updatedAt: instant('updated_at').notNull(),
    /** JSON: see `look/look.ts`. */
    content: text('content').notNull(),
  },
  (table) => [
    check('looks_revision', sql`${table.revision} >= 1`),
    check('looks_updated_at', isInstant(table.updatedAt)),
    check('looks_content', isJson(table.content)),
  ],
);

/** Pictures, by the SHA-256 of their bytes. Delivered emails show them, so they are never removed. */
export const logos = sqliteTable(
  'logos',
  {
    hash: text('hash').primaryKey(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    createdAt: instant('created_at').notNull(),
    png: blob('png', { mode: 'buffer' }).notNull(),
  },
  (table) => [
    check('logos_hash', sql`length(${table.hash}) = 64`),
    check('logos_size', sql`${table.width} >= 1 and ${table.height} >= 1`),
    check('logos_created_at', isInstant(table.createdAt)),
    check('logos_png', isBlob(table.png)),
  ],
);
