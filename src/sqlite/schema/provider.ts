import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { instant, isInstant, isText } from './columns.ts';

/** What the provider told, once an event, by the event's own id; kept for a month. */
export const providerEvents = sqliteTable(
  'provider_events',
  {
    id: text('id').primaryKey(),
    /** As the provider names it; a type that we do not know is kept too. */
    type: text('type').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    /** The provider's id of the message, where the event is about one. */
    providerId: text('provider_id'),
    /** The delivery that it is about; NULL where none is known by that id, or not yet. */
    deliveryId: integer('delivery_id'),
    /** What it says of the delivery, as JSON, so that it can be applied when the delivery becomes known. */
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

/** The instants at which requests were or are to be made, the last few of them: what all senders share of a second. */
export const requestTurns = sqliteTable(
  'request_turns',
  { id: integer('id').primaryKey({ autoIncrement: true }), at: instant('at').notNull() },
  (table) => [check('request_turns_at', isInstant(table.at))],
);

/** What is known of the provider's limit; one row. */
export const requestPace = sqliteTable(
  'request_pace',
  {
    id: integer('id').primaryKey(),
    /** Requests a second, as its latest answer says. */
    perSecond: integer('per_second'),
    learnedAt: instant('learned_at'),
    /** It asked for no request before. */
    blockedUntil: instant('blocked_until'),
  },
  (table) => [
    check('request_pace_one_row', sql`${table.id} = 1`),
    check('request_pace_per_second', sql`${table.perSecond} is null or ${table.perSecond} >= 1`),
    check('request_pace_learned_at', isInstant(table.learnedAt)),
    check('request_pace_blocked_until', isInstant(table.blockedUntil)),
  ],
);
