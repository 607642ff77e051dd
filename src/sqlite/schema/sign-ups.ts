import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { LETTER_KINDS, LETTER_STATUSES } from '../../subscribers/letter.ts';
import { SIGN_UP_WISHES } from '../../subscribers/sign-ups/sign-up-store.ts';
import { instant, isCount, isInstant, isOneOf, isText } from './columns.ts';
import { subscribers } from './subscribers.ts';

/**
 * Sign-ups that were answered and are still to be looked at. Every one is kept the same way, whatever the address's
 * state is, so that neither the answer nor its time tells it.
 */
export const signUps = sqliteTable(
  'sign_ups',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    email: text('email').notNull(),
    emailKey: text('email_key').notNull(),
    name: text('name'),
    source: text('source').notNull(),
    textVersion: text('text_version').notNull(),
    networkAddress: text('network_address'),
    userAgent: text('user_agent'),
    at: instant('at').notNull(),
    /** Whether to subscribe, or to be sent the links of a subscription. */
    wish: text('wish', { enum: SIGN_UP_WISHES }).notNull().default('subscription'),
    /** The keyed hash of the network it came from. NULL in rows of earlier versions. */
    networkKey: text('network_key'),
    /** The round in which it is looked at: see `turns.ts`. */
    turn: integer('turn').notNull().default(0),
  },
  (table) => [
    /** Has all that is looked for, because those that wait are passed over one by one. */
    index('sign_ups_by_turn').on(table.turn, table.networkKey, table.at),
    index('sign_ups_by_network').on(table.networkKey, table.turn),
    check('sign_ups_email', isText(table.email, 320)),
    check('sign_ups_email_key', isText(table.emailKey, 254)),
    check('sign_ups_name', isText(table.name, 200)),
    check('sign_ups_source', isText(table.source, 500)),
    check('sign_ups_text_version', isText(table.textVersion, 50)),
    check('sign_ups_network_address', isText(table.networkAddress, 45)),
    check('sign_ups_user_agent', isText(table.userAgent, 500)),
    check('sign_ups_at', isInstant(table.at)),
  ],
);

/** Links that were mailed to an address to prove that its owner asks: only the SHA-256 of their tokens is kept. */
export const linkTokens = sqliteTable(
  'link_tokens',
  {
    hash: text('hash').primaryKey(),
    subscriberId: integer('subscriber_id')
      .notNull()
      .references(() => subscribers.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: LETTER_KINDS }).notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [
    index('link_tokens_by_subscriber').on(table.subscriberId),
    index('link_tokens_by_end').on(table.expiresAt),
    check('link_tokens_hash', sql`length(${table.hash}) = 64`),
    check('link_tokens_kind', isOneOf(table.kind, LETTER_KINDS)),
    check('link_tokens_created_at', isInstant(table.createdAt)),
    check('link_tokens_expires_at', isInstant(table.expiresAt)),
    check('link_tokens_used_at', isInstant(table.usedAt)),
  ],
);

/** Mails to one address that are to be handed over, or were in the last days: what the limits count. */
export const letters = sqliteTable(
  'letters',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** NULL where the subscriber never confirmed and was removed: the row still counts for the limits. */
    subscriberId: integer('subscriber_id').references(() => subscribers.id, { onDelete: 'set null' }),
    /** The keyed hash of the address, sub-addresses folded together. */
    throttleKey: text('throttle_key').notNull(),
    kind: text('kind', { enum: LETTER_KINDS }).notNull(),
    status: text('status', { enum: LETTER_STATUSES }).notNull(),
    /** Its link's token, until it is handed over. */
    token: text('token'),
    createdAt: instant('created_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    firstAttemptAt: instant('first_attempt_at'),
    nextAttemptAt: instant('next_attempt_at'),
    leaseExpiresAt: instant('lease_expires_at'),
    lastProblem: text('last_problem'),
    /** The keyed hash of the network that asked for it, for an hour or two. NULL where no network did: the studio, a command. */
    networkKey: text('network_key'),
    /** The round in which it is handed over: see `turns.ts`. */
    turn: integer('turn').notNull().default(0),
  },
  (table) => [
    index('letters_by_throttle_key').on(table.throttleKey, table.createdAt),
    index('letters_by_age').on(table.createdAt),
    index('letters_by_subscriber').on(table.subscriberId),
    index('letters_open').on(table.turn, table.id).where(sql`status in ('open', 'taken')`),
    index('letters_by_network').on(table.networkKey, table.turn).where(sql`network_key is not null`),
    check('letters_throttle_key', isText(table.throttleKey, 100)),
    check('letters_kind', isOneOf(table.kind, LETTER_KINDS)),
    check('letters_status', isOneOf(table.status, LETTER_STATUSES)),
    check('letters_attempts', isCount(table.attempts)),
    check('letters_created_at', isInstant(table.createdAt)),
    check('letters_first_attempt_at', isInstant(table.firstAttemptAt)),
    check('letters_next_attempt_at', isInstant(table.nextAttemptAt)),
    check('letters_lease', sql`(${table.status} = 'taken') = (${table.leaseExpiresAt} is not null)`),
    check('letters_token', sql`(${table.status} in ('open', 'taken')) = (${table.token} is not null)`),
  ],
);
