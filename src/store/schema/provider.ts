import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { instant, isInstant, isText } from './columns.ts';

/** One row per provider event, by the event's own id; kept for a month. */
export const providerEvents = sqliteTable(
  'provider_events',
  {
    id: text('id').primaryKey(),
    /** As the provider names it; unknown types are stored too. */
    type: text('type').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    /** The provider's id of the email, if the event is about one. */
    providerId: text('provider_id'),
    /** NULL if no delivery has that id, or none yet. */
    deliveryId: integer('delivery_id'),
    /** JSON, so that it can be applied once the delivery is known. */
    report: text('report'),
  },
  (table) => [
    index('provider_events_by_age').on(table.receivedAt),
    index('provider_events_unmatched')
      .on(table.providerId)
      .where(sql`delivery_id is null and provider_id is not null`),
    check('provider_events_id', isText(table.id, 256)),
    check('provider_events_type', isText(table.type, 100)),
    check('provider_events_occurred_at', isInstant(table.occurredAt)),
    check('provider_events_received_at', isInstant(table.receivedAt)),
  ],
);

/** When the latest requests were, or will be, made: senders share each second. */
export const requestTurns = sqliteTable(
  'request_turns',
  { id: integer('id').primaryKey({ autoIncrement: true }), at: instant('at').notNull() },
  (table) => [check('request_turns_at', isInstant(table.at))],
);

/** The provider's limit, as last reported; one row. */
export const requestPace = sqliteTable(
  'request_pace',
  {
    id: integer('id').primaryKey(),
    /** Requests a second. */
    perSecond: integer('per_second'),
    learnedAt: instant('learned_at'),
    /** The provider asked for no requests before this. */
    blockedUntil: instant('blocked_until'),
  },
  (table) => [
    check('request_pace_one_row', sql`${table.id} = 1`),
    check('request_pace_per_second', sql`${table.perSecond} is null or ${table.perSecond} >= 1`),
    check('request_pace_learned_at', isInstant(table.learnedAt)),
    check('request_pace_blocked_until', isInstant(table.blockedUntil)),
  ],
);
