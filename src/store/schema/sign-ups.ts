import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { SIGN_UP_REQUESTS } from '../../subscribers/sign-ups/sign-up-store.ts';
import { EMAIL_KINDS } from '../../subscribers/transactional-email.ts';
import { instant, isInstant, isOneOf, isText } from './columns.ts';
import { subscribers } from './subscribers.ts';

/**
 * Sign-ups that were answered but not yet settled. All are stored alike, whatever the email address's state, so that
 * neither the response nor its timing reveals it.
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
    /** To subscribe, or to receive the links of a subscription. */
    requestKind: text('wish', { enum: SIGN_UP_REQUESTS }).notNull().default('subscription'),
    /** Keyed hash of the network it came from. NULL in rows of earlier versions. */
    networkKey: text('network_key'),
    /** The round in which it is settled: see `turns.ts`. */
    turn: integer('turn').notNull().default(0),
  },
  (table) => [
    /** A covering index, because waiting rows are skipped one by one. */
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

/** Emailed links that prove who asks: only the SHA-256 of each token is stored. */
export const linkTokens = sqliteTable(
  'link_tokens',
  {
    hash: text('hash').primaryKey(),
    subscriberId: integer('subscriber_id')
      .notNull()
      .references(() => subscribers.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: EMAIL_KINDS }).notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [
    index('link_tokens_by_subscriber').on(table.subscriberId),
    index('link_tokens_by_end').on(table.expiresAt),
    check('link_tokens_hash', sql`length(${table.hash}) = 64`),
    check('link_tokens_kind', isOneOf(table.kind, EMAIL_KINDS)),
    check('link_tokens_created_at', isInstant(table.createdAt)),
    check('link_tokens_expires_at', isInstant(table.expiresAt)),
    check('link_tokens_used_at', isInstant(table.usedAt)),
  ],
);
