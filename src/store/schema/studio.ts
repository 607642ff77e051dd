import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { STUDIO_EVENTS } from '../../http/studio/access/studio-store.ts';
import { instant, isInstant, isOneOf, isText } from './columns.ts';

/** Studio sessions. Only a hash of the browser's secret is stored. */
export const studioSessions = sqliteTable(
  'studio_sessions',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    hash: text('hash').notNull().unique(),
    /** Hash of the password and signing secret at sign-in: changing either ends the session. */
    credential: text('credential').notNull(),
    createdAt: instant('created_at').notNull(),
    seenAt: instant('seen_at').notNull(),
    /** When the password was last entered. */
    provedAt: instant('proved_at').notNull(),
    /** Where it was started, and in which browser. */
    network: text('network'),
    browser: text('browser'),
  },
  (table) => [
    check('studio_sessions_hash', isText(table.hash, 64)),
    check('studio_sessions_credential', isText(table.credential, 64)),
    check('studio_sessions_created_at', isInstant(table.createdAt)),
    check('studio_sessions_seen_at', isInstant(table.seenAt)),
    check('studio_sessions_proved_at', isInstant(table.provedAt)),
    check('studio_sessions_network', isText(table.network, 50)),
    check('studio_sessions_browser', isText(table.browser, 100)),
  ],
);

/** Studio activity, without email addresses. */
export const studioEvents = sqliteTable(
  'studio_events',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    event: text('event', { enum: STUDIO_EVENTS }).notNull(),
    at: instant('at').notNull(),
    /** A slot or a subscriber id. */
    about: text('about'),
  },
  (table) => [
    index('studio_events_by_time').on(table.at),
    check('studio_events_event', isOneOf(table.event, STUDIO_EVENTS)),
    check('studio_events_at', isInstant(table.at)),
    check('studio_events_about', isText(table.about, 100)),
  ],
);
