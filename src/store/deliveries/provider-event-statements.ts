import { and, count, eq, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { ProviderState } from '../../issues/delivery-states.ts';
import type { KnownDelivery } from '../../provider-events/event-facts.ts';
import type { Database } from '../engine.ts';
import {
  audiences,
  batches,
  deliveries,
  issues,
  providerCounts,
  providerEvents,
  subscribers,
  suppressions,
} from '../schema/index.ts';
import { prepared } from '../steps.ts';

// They take whole groups: thousands of events a second.

/** Those that find something for each of the JSON array `rows`. */
export const eventQueries = {
  appliedIds: prepared((db) =>
    db.select({ id: providerEvents.id }).from(providerEvents).where(among(db, providerEvents.id)),
  ),
  deliveriesById: deliveriesWhose(deliveries.id),
  deliveriesByProviderId: deliveriesWhose(deliveries.providerId),
  parkedEvents: prepared((db) => {
    const { id, occurredAt, report, providerId } = providerEvents;
    return db
      .select({ id, occurredAt, report, providerId: sql<string>`${providerId}` })
      .from(providerEvents)
      .where(and(among(db, providerId), isNull(providerEvents.deliveryId), isNotNull(providerId)));
  }),
  batches: prepared((db) => {
    const { issueId, number, status, idempotencyKey, ...counts } = batches;
    const { size, submitted, rejected, excluded, uncertain } = counts;
    const isFixed = sql`${idempotencyKey} is not null`.mapWith(Boolean);
    const wanted = db.words.rows('wanted', { issue_id: issueId, number });
    return db
      .select({ issueId, number, status, isFixed, size, submitted, rejected, excluded, uncertain })
      .from(batches)
      .where(sql`(${issueId}, ${number}) in (select wanted.issue_id, wanted.number from ${wanted})`);
  }),
  issues: prepared((db) => {
    const { id, slot, status } = issues;
    const isAudienceFixed = sql`${audiences.fixedAt} is not null`.mapWith(Boolean);
    return db
      .select({ id, slot, status, isAudienceFixed })
      .from(issues)
      .leftJoin(audiences, eq(audiences.issueId, id))
      .where(among(db, id));
  }),
  unfinishedBatches: prepared((db) => {
    const { issueId, status } = batches;
    return db
      .select({ issueId, count: count() })
      .from(batches)
      .where(and(among(db, issueId), ne(status, 'done')))
      .groupBy(issueId);
  }),
  suppressions: prepared((db) => db.select().from(suppressions).where(among(db, suppressions.key))),
  subscriberIds: prepared(
    (db) => sql<{ id: number; emailKey: string }>`
      select id, email_key as "emailKey" from ${subscribers} where ${among(db, subscribers.emailKey)}`,
  ),
  reports: prepared((db) => {
    const { id, subscriberId, providerState, providerStateAt, bounceKind } = deliveries;
    return db
      .select({
        deliveryId: id,
        subscriberId: sql<number>`${subscriberId}`,
        state: sql<ProviderState>`${providerState}`,
        stateAt: sql<number>`${providerStateAt}`,
        bounceKind,
      })
      .from(deliveries)
      .where(and(among(db, subscriberId), isNotNull(providerState)));
  }),
};

function among(db: Database, column: AnySQLiteColumn) {
  return db.words.inSet(column, sql.placeholder('rows'));
}

/**
 * Raw, because the builder takes longer with so many rows. What belongs to a row is looked up for it: joined, either database
 * may read all issues or all subscribers first.
 */
function deliveriesWhose(column: AnySQLiteColumn) {
  return prepared(
    (db) => sql<KnownDelivery>`
      select id, issue_id as "issueId", (select freeze_id from issues where issues.id = issue_id) as "freezeId",
        batch_number as "batchNumber", status, updated_at as "updatedAt", provider_id as "providerId",
        subscriber_id as "subscriberId",
        (select email_key from subscribers where subscribers.id = subscriber_id) as "emailKey",
        provider_state as state, provider_state_at as "stateAt", bounce_kind as "bounceKind", bounce_code as "bounceCode"
      from deliveries where ${among(db, column)} order by id`,
  );
}

/** Those that write a group of rows. */
export const eventChanges = {
  addEvents: prepared((db) => {
    const { id, type, occurredAt, receivedAt, providerId, deliveryId, report } = providerEvents;
    const rows = db.words.rows('new', { id, type, occurredAt, receivedAt, providerId, deliveryId, report });
    return sql`
      insert into provider_events (id, type, occurred_at, received_at, provider_id, delivery_id, report)
      select * from ${rows}`;
  }),
  linkEvents: prepared((db) => {
    const { id, deliveryId } = providerEvents;
    const rows = db.words.rows('new', { id, delivery_id: deliveryId });
    return sql`update provider_events set delivery_id = new.delivery_id, report = null
      from ${rows} where provider_events.id = new.id`;
  }),
  changeDeliveries: prepared((db) => {
    const { id, status, updatedAt, providerId, ...report } = deliveries;
    const { providerState, providerStateAt, bounceKind, bounceCode } = report;
    const rows = db.words.rows('new', {
      ...{ id, status, updated_at: updatedAt, provider_id: providerId, provider_state: providerState },
      ...{ provider_state_at: providerStateAt, bounce_kind: bounceKind, bounce_code: bounceCode },
    });
    return sql`
      update deliveries set status = new.status, updated_at = new.updated_at, provider_id = new.provider_id,
        provider_state = new.provider_state, provider_state_at = new.provider_state_at,
        bounce_kind = new.bounce_kind, bounce_code = new.bounce_code
      from ${rows} where deliveries.id = new.id`;
  }),
  changeBatches: prepared((db) => {
    const { issueId, number, submitted, uncertain } = batches;
    const rows = db.words.rows('new', { issue_id: issueId, number, submitted, uncertain });
    return sql`
      update batches set submitted = new.submitted, uncertain = new.uncertain
      from ${rows} where batches.issue_id = new.issue_id and batches.number = new.number`;
  }),
  finishBatches: prepared((db) => {
    const { issueId, number, finishedAt } = batches;
    const rows = db.words.rows('new', { issue_id: issueId, number, finished_at: finishedAt });
    return sql`
      update batches set status = 'done', recipients = null, last_problem = null, finished_at = new.finished_at
      from ${rows} where batches.issue_id = new.issue_id and batches.number = new.number`;
  }),
  finishIssues: prepared((db) => {
    const { id, status, finishedAt } = issues;
    const rows = db.words.rows('new', { id, status, finished_at: finishedAt });
    return sql`
      update issues set status = new.status, reason = null, paused_until = null, finished_at = new.finished_at
      from ${rows} where issues.id = new.id`;
  }),
  countReports: prepared((db) => {
    const { issueId, delayed, delivered, bounced, complained } = providerCounts;
    const rows = db.words.rows('new', { issue_id: issueId, delayed, delivered, bounced, complained });
    return sql`
      update provider_counts as known set delayed = known.delayed + new.delayed,
        delivered = known.delivered + new.delivered, bounced = known.bounced + new.bounced,
        complained = known.complained + new.complained
      from ${rows} where known.issue_id = new.issue_id`;
  }),
  ensureCounts: prepared((db) => {
    const rows = db.words.rows('new', { issue_id: providerCounts.issueId });
    return sql`
      insert into provider_counts (issue_id) select new.issue_id from ${rows} where true on conflict do nothing`;
  }),
  suppress: prepared((db) => {
    const { key, reason, at } = suppressions;
    return sql`
      insert into suppressions (key, reason, at) select * from ${db.words.rows('new', { key, reason, at })} where true
      on conflict (key) do update set reason = excluded.reason, at = excluded.at`;
  }),
  unsuppress: prepared((db) => {
    const { key } = suppressions;
    const rows = db.words.rows('lifted', { key });
    return db.delete(suppressions).where(sql`${key} in (select lifted.key from ${rows})`);
  }),
};

/** Removes the oldest events from before `before`, `most` at most. */
export const pruneEvents = prepared((db) => {
  const { id, receivedAt } = providerEvents;
  const old = sql`
    select ${id} from ${providerEvents} where ${receivedAt} < ${sql.placeholder('before')}
    order by ${receivedAt} limit ${sql.placeholder('most')}`;
  return db.delete(providerEvents).where(sql`${id} in (${old})`);
});
