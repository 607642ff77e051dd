import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  unique,
} from 'drizzle-orm/sqlite-core';
import {
  BATCH_SIZE,
  BATCH_STATUSES,
  BOUNCE_KINDS,
  DELIVERY_STATUSES,
  EXCLUSION_REASONS,
  PROVIDER_STATES,
} from '../../issues/delivery-states.ts';
import { instant, isCount, isInstant, isOneOf } from './columns.ts';
import { issues } from './issues.ts';
import { subscribers } from './subscribers.ts';

/**
 * At most 100 deliveries, submitted in one request. Counts are stored with each outcome, so that an issue's progress
 * is a sum over batches and not over a million deliveries.
 */
export const batches = sqliteTable(
  'batches',
  {
    issueId: integer('issue_id')
      .notNull()
      .references(() => issues.id),
    number: integer('number').notNull(),
    status: text('status', { enum: BATCH_STATUSES }).notNull(),
    size: integer('size').notNull(),
    submitted: integer('submitted').notNull().default(0),
    rejected: integer('rejected').notNull().default(0),
    uncertain: integer('uncertain').notNull().default(0),
    excluded: integer('excluded').notNull().default(0),
    /** Set together with the members, at the first attempt. */
    idempotencyKey: text('idempotency_key').unique(),
    /** JSON, kept from the first attempt until the outcome is known. */
    recipients: text('recipients'),
    /** SHA-256 of the request body, in hexadecimal. */
    bodyHash: text('body_hash'),
    attempts: integer('attempts').notNull().default(0),
    firstAttemptAt: instant('first_attempt_at'),
    nextAttemptAt: instant('next_attempt_at'),
    leaseOwner: text('lease_owner'),
    leaseExpiresAt: instant('lease_expires_at'),
    lastProblem: text('last_problem'),
    /** The UTC day whose limit its emails count towards, in days since 1970-01-01. */
    countedOn: integer('counted_on'),
    finishedAt: instant('finished_at'),
    /** How often a person restarted it. Part of the idempotency key, since a provider may remember what it rejected. */
    round: integer('round').notNull().default(0),
    /** An earlier round ended without a known outcome, so some of it may have been accepted. */
    possiblyAccepted: integer('possibly_accepted', { mode: 'boolean' }).notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.issueId, table.number] }),
    // In the order in which they are claimed.
    index('batches_unfinished')
      .on(table.issueId, sql`(idempotency_key is null)`, table.number)
      .where(sql`status in ('open', 'taken')`),
    // Covers what an issue's sums read, so that its ten thousand batches are close together.
    index('batches_counts').on(
      table.issueId,
      table.size,
      table.submitted,
      table.rejected,
      table.uncertain,
      table.excluded,
    ),
    index('batches_by_day').on(table.countedOn).where(sql`counted_on is not null`),
    check('batches_counted_on', isCount(table.countedOn)),
    check('batches_round', isCount(table.round)),
    check('batches_finished_at', isInstant(table.finishedAt)),
    check('batches_status', isOneOf(table.status, BATCH_STATUSES)),
    check('batches_size', sql`${table.size} between 0 and ${sql.raw(String(BATCH_SIZE))}`),
    check('batches_attempts', isCount(table.attempts)),
    check(
      'batches_counts',
      sql`${table.submitted} >= 0 and ${table.rejected} >= 0 and ${table.uncertain} >= 0 and ${table.excluded} >= 0 and ${table.submitted} + ${table.rejected} + ${table.uncertain} + ${table.excluded} <= ${table.size}`,
    ),
    check(
      'batches_lease',
      sql`(${table.status} = 'taken') = (${table.leaseOwner} is not null and ${table.leaseExpiresAt} is not null)`,
    ),
    check('batches_body_hash', sql`${table.bodyHash} is null or length(${table.bodyHash}) = 64`),
  ],
);

/** One issue for one subscriber. The row outlives the subscriber's erasure, so that the sums still add up. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    issueId: integer('issue_id')
      .notNull()
      .references(() => issues.id),
    subscriberId: integer('subscriber_id').references(() => subscribers.id, { onDelete: 'set null' }),
    batchNumber: integer('batch_number').notNull(),
    status: text('status', { enum: DELIVERY_STATUSES }).notNull().default('pending'),
    providerId: text('provider_id'),
    /** The provider's code for a rejection. */
    rejectCode: text('reject_code'),
    exclusionReason: text('exclusion_reason', { enum: EXCLUSION_REASONS }),
    updatedAt: instant('updated_at').notNull(),
    /** The provider's strongest report, and when it happened. */
    providerState: text('provider_state', { enum: PROVIDER_STATES }),
    providerStateAt: instant('provider_state_at'),
    bounceKind: text('bounce_kind', { enum: BOUNCE_KINDS }),
    bounceCode: text('bounce_code'),
  },
  (table) => [
    unique('deliveries_once').on(table.subscriberId, table.issueId),
    index('deliveries_by_batch').on(table.issueId, table.batchNumber),
    foreignKey({
      columns: [table.issueId, table.batchNumber],
      foreignColumns: [batches.issueId, batches.number],
    }),
    index('deliveries_by_provider_id').on(table.providerId).where(sql`provider_id is not null`),
    index('deliveries_not_submitted')
      .on(table.issueId, table.status, table.rejectCode, table.exclusionReason)
      .where(sql`status not in ('pending', 'submitted')`),
    index('deliveries_bounced_or_complained')
      .on(table.issueId, table.providerState, table.bounceKind, table.bounceCode)
      .where(sql`provider_state in ('bounced', 'complained')`),
    check(
      'deliveries_provider_state',
      sql`${table.providerState} is null or ${isOneOf(table.providerState, PROVIDER_STATES)}`,
    ),
    check('deliveries_provider_state_at', isInstant(table.providerStateAt)),
    check(
      'deliveries_bounce_kind',
      sql`${table.bounceKind} is null or ${isOneOf(table.bounceKind, BOUNCE_KINDS)}`,
    ),
    check('deliveries_status', isOneOf(table.status, DELIVERY_STATUSES)),
    check('deliveries_updated_at', isInstant(table.updatedAt)),
  ],
);
