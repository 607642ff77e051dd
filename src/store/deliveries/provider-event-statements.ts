import type {
  KnownBatch,
  KnownDelivery,
  KnownIssue,
  KnownReport,
} from '../../provider-events/event-facts.ts';
import type { Suppression } from '../../provider-events/suppression-rules.ts';
import { jsonStatements } from '../../sqlite/json-statements.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { perDatabase } from '../../sqlite/per-database.ts';

export type EventStatements = ReturnType<typeof prepareStatements>;

/** Raw, because they take whole groups: thousands of events a second. */
export const eventStatements = perDatabase(prepareStatements);

type Row<T, Booleans extends keyof T> = Omit<T, Booleans> & Record<Booleans, 0 | 1>;

function prepareStatements(db: SqliteDatabase) {
  const { $client } = db;
  const { find, write } = jsonStatements(db);
  const deliveries = (condition: string) => `
    select d.id, d.issue_id as issueId, i.freeze_id as freezeId, d.batch_number as batchNumber, d.status,
      d.updated_at as updatedAt, d.provider_id as providerId, d.subscriber_id as subscriberId,
      s.email_key as emailKey, d.provider_state as state, d.provider_state_at as stateAt,
      d.bounce_kind as bounceKind, d.bounce_code as bounceCode
    from json_each(?) as wanted cross join deliveries as d on ${condition}
      join issues as i on i.id = d.issue_id left join subscribers as s on s.id = d.subscriber_id
    order by d.id`;
  return {
    appliedIds: find<{ id: string }>(`
      select e.id from json_each(?) as wanted cross join provider_events as e on e.id = wanted.value`),
    deliveriesById: find<KnownDelivery>(deliveries('d.id = wanted.value')),
    deliveriesByProviderId: find<KnownDelivery>(deliveries('d.provider_id = wanted.value')),
    parkedEvents: find<{ id: string; providerId: string; occurredAt: number; report: string | null }>(`
      select e.id, e.provider_id as providerId, e.occurred_at as occurredAt, e.report
      from json_each(?) as wanted cross join provider_events as e on e.provider_id = wanted.value
      where e.delivery_id is null and e.provider_id is not null`),
    batches: find<Row<KnownBatch, 'isFixed'>>(`
      select b.issue_id as issueId, b.number, b.status, b.idempotency_key is not null as isFixed, b.size, b.submitted,
        b.rejected, b.excluded, b.uncertain
      from json_each(?) as wanted cross join batches as b
        on b.issue_id = wanted.value->>0 and b.number = wanted.value->>1`),
    issues: find<Row<Omit<KnownIssue, 'unfinishedBatches'>, 'isAudienceFixed'>>(`
      select i.id, i.slot, i.status, a.fixed_at is not null as isAudienceFixed
      from json_each(?) as wanted cross join issues as i on i.id = wanted.value
        left join audiences as a on a.issue_id = i.id`),
    unfinishedBatches: find<{ issueId: number; count: number }>(`
      select wanted.value as issueId, (
        select count(*) from batches where issue_id = wanted.value and status <> 'done') as count
      from json_each(?) as wanted`),
    suppressions: find<Suppression & { key: string }>(`
      select x.key, x.reason, x.at from json_each(?) as wanted cross join suppressions as x on x.key = wanted.value`),
    subscriberIds: find<{ emailKey: string; id: number }>(`
      select s.email_key as emailKey, s.id
      from json_each(?) as wanted cross join subscribers as s on s.email_key = wanted.value`),
    reports: find<KnownReport>(`
      select d.id as deliveryId, d.subscriber_id as subscriberId, d.provider_state as state,
        d.provider_state_at as stateAt, d.bounce_kind as bounceKind
      from json_each(?) as wanted cross join deliveries as d on d.subscriber_id = wanted.value
      where d.provider_state is not null`),

    addEvents: write(`
      insert into provider_events (id, type, occurred_at, received_at, provider_id, delivery_id, report)
      select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6 from json_each(?)`),
    linkEvents: write(`
      update provider_events set delivery_id = link.value->>1, report = null
      from json_each(?) as link where provider_events.id = link.value->>0`),
    changeDeliveries: write(`
      update deliveries set status = new.value->>1, updated_at = new.value->>2, provider_id = new.value->>3,
        provider_state = new.value->>4, provider_state_at = new.value->>5, bounce_kind = new.value->>6,
        bounce_code = new.value->>7
      from json_each(?) as new where deliveries.id = new.value->>0`),
    changeBatches: write(`
      update batches set submitted = new.value->>2, uncertain = new.value->>3
      from json_each(?) as new where issue_id = new.value->>0 and number = new.value->>1`),
    finishBatches: write(`
      update batches set status = 'done', recipients = null, last_problem = null, finished_at = new.value->>2
      from json_each(?) as new where issue_id = new.value->>0 and number = new.value->>1`),
    finishIssues: write(`
      update issues set status = new.value->>1, reason = null, paused_until = null, finished_at = new.value->>2
      from json_each(?) as new where issues.id = new.value->>0`),
    ensureCounts: write(`
      insert into provider_counts (issue_id) select value->>'issueId' from json_each(?) where true
      on conflict do nothing`),
    countReports: write(`
      update provider_counts set delayed = delayed + new.value->>'delayed', delivered = delivered + new.value->>'delivered',
        bounced = bounced + new.value->>'bounced', complained = complained + new.value->>'complained'
      from json_each(?) as new where issue_id = new.value->>'issueId'`),
    suppress: write(`
      insert into suppressions (key, reason, at)
      select value->>0, value->>1, value->>2 from json_each(?) where true
      on conflict (key) do update set reason = excluded.reason, at = excluded.at`),
    unsuppress: write('delete from suppressions where key in (select value from json_each(?))'),
    pruneEvents: $client.prepare<[before: number, most: number]>(`
      delete from provider_events where rowid in (
        select rowid from provider_events where received_at < ? order by received_at limit ?)`),
  };
}
