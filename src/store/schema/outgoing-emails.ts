import { type SQL, sql } from 'drizzle-orm';
import {
  type AnySQLiteColumn,
  blob,
  check,
  index,
  integer,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { NOTICE_EVENTS } from '../../issues/editor-notice.ts';
import { TRANSPORTS } from '../../issues/newsletter.ts';
import { EMAIL_STATUSES } from '../../subscribers/transactional-email.ts';
import { OUTGOING_EMAIL_KINDS } from '../../transactional/outgoing-email-store.ts';
import { instant, isBlob, isCount, isInstant, isOneOf, isText } from './columns.ts';
import { subscribers } from './subscribers.ts';

/**
 * Emails to one person each, queued or sent: to subscribers, for as long as the limits count them, and notices to the
 * editor, written in the transaction of the change they report and kept so that each is written once.
 */
export const outgoingEmails = sqliteTable(
  'outgoing_emails',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    kind: text('kind', { enum: OUTGOING_EMAIL_KINDS }).notNull(),
    status: text('status', { enum: EMAIL_STATUSES }).notNull(),
    createdAt: instant('created_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    firstAttemptAt: instant('first_attempt_at'),
    nextAttemptAt: instant('next_attempt_at'),
    leaseExpiresAt: instant('lease_expires_at'),
    lastProblem: text('last_problem'),

    /** Of emails to subscribers only. NULL if they never confirmed and were removed: the row still counts. */
    subscriberId: integer('subscriber_id').references(() => subscribers.id, { onDelete: 'set null' }),
    /** Keyed hash of the email address, with sub-addresses merged. */
    throttleKey: text('throttle_key'),
    /** The token in its link, until it is sent. */
    token: text('token'),
    /**
     * Keyed hash of the network that requested it, kept for an hour or two. NULL if it came from the studio or a
     * command.
     */
    networkKey: text('network_key'),
    /** The round in which it is sent: see `turns.ts`. Notices have none, and NULL sorts first. */
    turn: integer('turn'),

    /** Of notices only. */
    slot: text('slot'),
    event: text('event', { enum: NOTICE_EVENTS }),
    /** The reason for the change: each is reported once. Empty if there is none. */
    occasion: text('occasion'),
    /** JSON: see `issues/editor-notice.ts`. */
    facts: text('facts'),
    /** The id that a notice had in a table of its own: its idempotency key has that. NULL in later rows. */
    earlierId: integer('earlier_id'),
  },
  (table) => [
    index('outgoing_emails_waiting').on(table.turn, table.id).where(sql`status in ('open', 'taken')`),
    index('outgoing_emails_by_throttle_key').on(table.throttleKey, table.createdAt),
    index('outgoing_emails_by_age').on(table.createdAt).where(sql`kind <> 'notice'`),
    index('outgoing_emails_by_subscriber').on(table.subscriberId),
    index('outgoing_emails_by_network').on(table.networkKey, table.turn).where(sql`network_key is not null`),
    uniqueIndex('outgoing_emails_notice_once')
      .on(table.slot, table.event, table.occasion)
      .where(sql`kind = 'notice'`),
    check('outgoing_emails_kind', isOneOf(table.kind, OUTGOING_EMAIL_KINDS)),
    check('outgoing_emails_status', isOneOf(table.status, EMAIL_STATUSES)),
    check('outgoing_emails_created_at', isInstant(table.createdAt)),
    check('outgoing_emails_attempts', isCount(table.attempts)),
    check('outgoing_emails_first_attempt_at', isInstant(table.firstAttemptAt)),
    check('outgoing_emails_next_attempt_at', isInstant(table.nextAttemptAt)),
    check('outgoing_emails_lease', sql`(${table.status} = 'taken') = (${table.leaseExpiresAt} is not null)`),
    check('outgoing_emails_throttle_key', isText(table.throttleKey, 100)),
    check('outgoing_emails_slot', isText(table.slot, 8)),
    check('outgoing_emails_event', isOneOf(table.event, NOTICE_EVENTS)),
    check(
      'outgoing_emails_token',
      sql`(${table.kind} <> 'notice' and ${table.status} in ('open', 'taken')) = (${table.token} is not null)`,
    ),
    check(
      'outgoing_emails_columns',
      Object.assign(hasColumnsOfItsKind(table, 'coalesce(', ') is null'), {
        plain: hasColumnsOfItsKind(table, 'num_nonnulls(', ') = 0'),
      }),
    ),
  ],
);

/** Notices and emails to subscribers have columns of their own. `none` and its end say that all columns between are NULL. */
function hasColumnsOfItsKind(
  table: Record<
    | 'kind'
    | 'slot'
    | 'event'
    | 'occasion'
    | 'facts'
    | 'subscriberId'
    | 'throttleKey'
    | 'networkKey'
    | 'turn'
    | 'earlierId',
    AnySQLiteColumn
  >,
  ...[none, end]: [none: string, end: string]
): SQL {
  const [areNull, ends] = [sql.raw(none), sql.raw(end)];
  return sql`case ${table.kind} when 'notice' then
        ${table.slot} is not null and ${table.event} is not null and ${table.occasion} is not null and ${table.facts} is not null
        and ${areNull}${table.subscriberId}, ${table.throttleKey}, ${table.networkKey}, ${table.turn}${ends}
      else
        ${table.throttleKey} is not null and ${table.turn} is not null
        and ${areNull}${table.slot}, ${table.event}, ${table.occasion}, ${table.facts}, ${table.earlierId}${ends}
      end`;
}

/**
 * What is handed over for an email, from its first attempt until its outcome is known. It goes with the email, so that
 * nothing is left of a person who is erased. A table of its own, so that no query of the queue reads it along.
 */
export const emailRequests = sqliteTable(
  'email_requests',
  {
    emailId: integer('email_id')
      .primaryKey()
      .references(() => outgoingEmails.id, { onDelete: 'cascade' }),
    /** Whose bytes they are. */
    transport: text('transport', { enum: TRANSPORTS }).notNull(),
    idempotencyKey: text('idempotency_key').notNull(),
    body: blob('body', { mode: 'buffer' }).notNull(),
  },
  (table) => [
    check('email_requests_transport', isOneOf(table.transport, TRANSPORTS)),
    check('email_requests_idempotency_key', isText(table.idempotencyKey, 256)),
    check('email_requests_body', isBlob(table.body)),
  ],
);
