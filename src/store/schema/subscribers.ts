import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { CONSENT_EVENTS, SUBSCRIBER_STATUSES, SUPPRESSION_REASONS } from '../../subscribers/subscriber.ts';
import { instant, isInstant, isOneOf, isText } from './columns.ts';

/** Ids are never reused, so that an old unsubscribe link cannot come to mean another person. */
export const subscribers = sqliteTable(
  'subscribers',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    email: text('email').notNull(),
    /** The normalized form used to compare email addresses: see `shared/address.ts`. */
    emailKey: text('email_key').notNull().unique(),
    name: text('name'),
    status: text('status', { enum: SUBSCRIBER_STATUSES }).notNull(),
    pausedUntil: instant('paused_until'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('subscribers_confirmed').on(table.pausedUntil).where(sql`status = 'confirmed'`),
    index('subscribers_pending').on(table.id).where(sql`status = 'pending'`),
    check('subscribers_email', isText(table.email, 320)),
    check('subscribers_email_key', isText(table.emailKey, 254)),
    check('subscribers_name', isText(table.name, 200)),
    check('subscribers_status', isOneOf(table.status, SUBSCRIBER_STATUSES)),
    check('subscribers_paused_until', isInstant(table.pausedUntil)),
    check('subscribers_created_at', isInstant(table.createdAt)),
  ],
);

/** Append-only: triggers refuse every change, and every deletion except by the subscriber's own erasure. */
export const consentEvents = sqliteTable(
  'consent_events',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    subscriberId: integer('subscriber_id')
      .notNull()
      .references(() => subscribers.id, { onDelete: 'cascade' }),
    event: text('event', { enum: CONSENT_EVENTS }).notNull(),
    at: instant('at').notNull(),
    source: text('source').notNull(),
    slot: text('slot'),
    /** The wording the subscriber agreed to: `subscribers/sign-ups/consent-text.ts`. */
    textVersion: text('text_version'),
    networkAddress: text('network_address'),
    userAgent: text('user_agent'),
  },
  (table) => [
    index('consent_events_by_subscriber').on(table.subscriberId),
    check('consent_events_event', isOneOf(table.event, CONSENT_EVENTS)),
    check('consent_events_at', isInstant(table.at)),
    check('consent_events_source', isText(table.source, 500)),
    check('consent_events_text_version', isText(table.textVersion, 50)),
    check('consent_events_network_address', isText(table.networkAddress, 45)),
    check('consent_events_user_agent', isText(table.userAgent, 500)),
  ],
);

/**
 * Email addresses that must not be emailed: the key is the `emailKey`, or `hmac:` and its keyed hash if the address
 * was erased.
 */
export const suppressions = sqliteTable(
  'suppressions',
  {
    key: text('key').primaryKey(),
    reason: text('reason', { enum: SUPPRESSION_REASONS }).notNull(),
    at: instant('at').notNull(),
  },
  (table) => [
    check('suppressions_key', isText(table.key, 254)),
    check('suppressions_reason', isOneOf(table.reason, SUPPRESSION_REASONS)),
    check('suppressions_at', isInstant(table.at)),
  ],
);
