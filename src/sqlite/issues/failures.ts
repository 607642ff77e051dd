import { type SQL, sql } from 'drizzle-orm';
import type { FailureKind } from '../../issues/failure-kinds.ts';
import type { Failure, FailureCount, ReportStore } from '../../issues/report-store.ts';
import type { SqliteDatabase } from '../open-database.ts';

// Repeats the conditions of the partial indexes word for word, or SQLite would not use them.
const NOT_SUBMITTED = sql`d.status not in ('pending', 'submitted')`;
const BOUNCED_OR_COMPLAINED = sql`d.provider_state in ('bounced', 'complained')`;

const NOT_SUBMITTED_CODE = sql`coalesce(d.reject_code, d.exclusion_reason)`;

const ofIssue = (slot: string) => sql`issue_id = (select id from issues where slot = ${slot})`;

/** See {@link ReportStore.countFailures}. */
export function countFailures(db: SqliteDatabase, slot: string): FailureCount[] {
  const uncertain = db.all<FailureCount>(sql`
    select 'uncertain' as kind, last_problem as code, null as bounce, sum(uncertain) as count,
      min(first_attempt_at) as since
    from batches where ${ofIssue(slot)} and uncertain > 0 group by last_problem order by count desc`);
  const refused = db.all<FailureCount>(sql`
    select d.status as kind, ${NOT_SUBMITTED_CODE} as code, null as bounce, count(*) as count, null as since
    from deliveries as d where ${ofIssue(slot)} and ${NOT_SUBMITTED} and d.status <> 'uncertain'
    group by d.status, code order by count desc`);
  const cameBack = db.all<FailureCount>(sql`
    select d.provider_state as kind, d.bounce_code as code, d.bounce_kind as bounce, count(*) as count, null as since
    from deliveries as d where ${ofIssue(slot)} and ${BOUNCED_OR_COMPLAINED}
    group by d.provider_state, d.bounce_kind, d.bounce_code order by count desc`);
  return [...uncertain, ...refused, ...cameBack];
}

const CONDITIONS: Readonly<Record<FailureKind, SQL>> = {
  uncertain: sql`${NOT_SUBMITTED} and d.status = 'uncertain'`,
  rejected: sql`${NOT_SUBMITTED} and d.status = 'rejected'`,
  excluded: sql`${NOT_SUBMITTED} and d.status = 'excluded'`,
  bounced: sql`${BOUNCED_OR_COMPLAINED} and d.provider_state = 'bounced'`,
  complained: sql`${BOUNCED_OR_COMPLAINED} and d.provider_state = 'complained'`,
};

/** Matches the indexes, so that a page reads only its own rows and those before it. */
const ORDERS: Readonly<Record<FailureKind, SQL>> = {
  uncertain: sql`d.reject_code, d.exclusion_reason, d.id`,
  rejected: sql`d.reject_code, d.exclusion_reason, d.id`,
  excluded: sql`d.reject_code, d.exclusion_reason, d.id`,
  bounced: sql`d.bounce_kind, d.bounce_code, d.id`,
  complained: sql`d.bounce_kind, d.bounce_code, d.id`,
};

/** See {@link ReportStore.listFailures}. */
export function listFailures(
  db: SqliteDatabase,
  { slot, kind, offset, limit }: Parameters<ReportStore['listFailures']>[0],
): Failure[] {
  const isUncertain = sql`d.status = 'uncertain'`;
  return db.all<Failure>(sql`
    with page as (
      select d.id from deliveries as d where ${ofIssue(slot)} and ${CONDITIONS[kind]}
      order by ${ORDERS[kind]} limit ${limit} offset ${offset})
    select d.id as deliveryId, s.email as email, d.bounce_kind as bounce,
      iif(${isUncertain}, b.last_problem, coalesce(${NOT_SUBMITTED_CODE}, d.bounce_code)) as code,
      iif(${isUncertain}, coalesce(b.first_attempt_at, d.updated_at), coalesce(d.provider_state_at, d.updated_at)) as at
    from page join deliveries as d on d.id = page.id
      left join subscribers as s on s.id = d.subscriber_id
      left join batches as b on b.issue_id = d.issue_id and b.number = d.batch_number
    order by ${ORDERS[kind]}`);
}
