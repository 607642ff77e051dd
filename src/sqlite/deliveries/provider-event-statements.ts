import type { BounceKind, DeliveryStatus, ProviderState } from '../../issues/delivery-states.ts';
import type { DeliveryEnd, Suppression } from '../../provider-events/suppression-rules.ts';
import type { SuppressionReason } from '../../subscribers/subscriber.ts';
import { writeChangeNotice } from '../issues/notice-store.ts';
import type { SqliteDatabase } from '../open-database.ts';

export interface KnownDelivery {
  id: number;
  issueId: number;
  batchNumber: number;
  status: DeliveryStatus;
  providerId: string | null;
  /** Null if the subscriber was erased. */
  subscriberId: number | null;
  emailKey: string | null;
  event: ProviderState | null;
  eventAt: number | null;
  bounce: BounceKind | null;
  code: string | null;
}

interface ParkedEvent {
  id: string;
  providerId: string;
  occurredAt: number;
  report: string | null;
}

export type EventStatements = ReturnType<typeof prepareStatements>;

const prepared = new WeakMap<SqliteDatabase, EventStatements>();

/** Prepared once per database: thousands of events a second use them. */
export function eventStatements(db: SqliteDatabase): EventStatements {
  const statements = prepared.get(db) ?? prepareStatements(db);
  prepared.set(db, statements);
  return statements;
}

function selectDelivery(condition: string): string {
  return `
    select d.id, d.issue_id as issueId, d.batch_number as batchNumber, d.status, d.provider_id as providerId,
      d.subscriber_id as subscriberId, s.email_key as emailKey, d.event, d.event_at as eventAt, d.bounce, d.code
    from deliveries as d left join subscribers as s on s.id = d.subscriber_id
    where ${condition}`;
}

function prepareStatements(db: SqliteDatabase) {
  const { $client } = db;
  return {
    writeFinishedNotice: (slot: string, at: number) => writeChangeNotice(db, { slot, event: 'sent', at }),
    /** Checks the issue too: another database's tags may contain the id of one of our deliveries. */
    byTags: $client.prepare<[deliveryId: number, freezeId: string], KnownDelivery>(
      selectDelivery('d.id = ? and d.issue_id = (select id from issues where freeze_id = ?)'),
    ),
    byProviderId: $client.prepare<[string], KnownDelivery>(selectDelivery('d.provider_id = ?')),
    insertEvent: $client.prepare<
      [string, string, number, number, string | null, number | null, string | null]
    >(`
      insert into provider_events (id, type, occurred_at, received_at, provider_id, delivery_id, report)
      values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`),
    parkedEvents: $client.prepare<[providerIds: string], ParkedEvent>(`
      select e.id, e.provider_id as providerId, e.occurred_at as occurredAt, e.report
      from json_each(?) as known cross join provider_events as e on e.provider_id = known.value
      where e.delivery_id is null and e.provider_id is not null`),
    linkEvent: $client.prepare<[deliveryId: number, id: string]>(
      'update provider_events set delivery_id = ?, report = null where id = ?',
    ),
    setProviderId: $client.prepare<[providerId: string, id: number]>(
      'update deliveries set provider_id = ? where id = ?',
    ),
    /** A rejected or excluded delivery keeps the code that says why. */
    storeReport: $client.prepare<[ProviderState, number, BounceKind | null, string | null, number]>(`
      update deliveries set event = ?, event_at = ?, bounce = ?, code = iif(status in ('rejected', 'excluded'), code, ?)
      where id = ?`),
    /** Whether a response is still expected: the batch is held, its request fixed, and its issue not finished. */
    isInFlight: $client
      .prepare<[issueId: number, batchNumber: number], number>(`
        select b.status = 'taken' and b.idempotency_key is not null and i.status in ('sending', 'paused')
        from batches as b join issues as i on i.id = b.issue_id where b.issue_id = ? and b.number = ?`)
      .pluck(),
    markSubmitted: $client.prepare<[now: number, id: number]>(
      `update deliveries set status = 'submitted', updated_at = ? where id = ?`,
    ),
    countSubmitted: $client.prepare<[wasUncertain: number, issueId: number, batchNumber: number]>(`
      update batches set submitted = submitted + 1, uncertain = uncertain - ? where issue_id = ? and number = ?`),
    finishBatch: $client.prepare<[now: number, issueId: number, batchNumber: number]>(`
      update batches set status = 'done', recipients = null, last_problem = null, finished_at = ?
      where issue_id = ? and number = ? and (status = 'uncertain' and uncertain = 0
        or status = 'open' and idempotency_key is not null and submitted + rejected + excluded = size)`),
    /** A paused issue with nothing left to send or decide becomes `sent`. */
    finishIssue: $client
      .prepare<[now: number, issueId: number], string>(`
      update issues set status = 'sent', reason = null, paused_until = null, finished_at = ?
      where id = ? and status = 'paused' and exists (
        select 1 from audiences where issue_id = issues.id and fixed_at is not null) and not exists (
        select 1 from batches where issue_id = issues.id and status in ('open', 'taken', 'uncertain'))
      returning slot`)
      .pluck(),
    insertIssueCounts: $client.prepare<[number, number, number, number, issueId: number]>(
      'insert into provider_counts (delayed, delivered, bounced, complained, issue_id) values (?, ?, ?, ?, ?)',
    ),
    updateIssueCounts: $client.prepare<[number, number, number, number, issueId: number]>(`
      update provider_counts set delayed = delayed + ?, delivered = delivered + ?, bounced = bounced + ?,
        complained = complained + ? where issue_id = ?`),
    finalReports: $client.prepare<[subscriberId: number], DeliveryEnd>(`
      select event, event_at as eventAt, bounce from deliveries
      where subscriber_id = ? and event <> 'delayed' and (event <> 'bounced' or bounce is not null)
      order by id desc`),
    suppression: $client.prepare<[key: string], Suppression>(
      'select reason, at from suppressions where key = ?',
    ),
    suppress: $client.prepare<[key: string, SuppressionReason, at: number]>(`
      insert into suppressions (key, reason, at) values (?, ?, ?)
      on conflict (key) do update set reason = excluded.reason, at = excluded.at`),
    unsuppress: $client.prepare<[key: string]>('delete from suppressions where key = ?'),
    subscriberOf: $client
      .prepare<[emailKey: string], number>('select id from subscribers where email_key = ?')
      .pluck(),
    pruneEvents: $client.prepare<[before: number, most: number]>(`
      delete from provider_events where rowid in (
        select rowid from provider_events where received_at < ? order by received_at limit ?)`),
  };
}
