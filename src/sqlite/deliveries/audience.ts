import { setImmediate } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { DeliveryStore } from '../../delivery/delivery-store.ts';
import type { Audience } from '../../issues/audience.ts';
import { BATCH_SIZE } from '../../issues/delivery-states.ts';
import { createSqliteChangeStore } from '../change-store.ts';
import { inTx } from '../in-tx.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { mayBeEmailed, reasonNotToEmail, subscribersAndSuppressions } from './who-may-be-emailed.ts';

type FreezeStep = Parameters<DeliveryStore['freezeAudience']>[0];

interface SendingIssue {
  id: number;
  lastSubscriberId: number;
  included: number;
  candidates: number;
  done: number;
}

/** See {@link DeliveryStore.freezeAudience}. Each step reads `limit` rows of any status, which keeps it short. */
export function freezeAudience(
  db: SqliteDatabase,
  { slot, at, limit, transport }: FreezeStep,
): { done: boolean; candidates: number } {
  return inTx(db, () => {
    const issue = beginSending(db, { slot, at, transport });
    if (issue === undefined) return { done: true, candidates: 0 };
    if (issue.done === 1) return { done: true, candidates: issue.candidates };
    const { upTo } = db.get<{ upTo: number | null }>(sql`
      select max(id) as upTo from (select id from subscribers where id > ${issue.lastSubscriberId} order by id limit ${limit})`);
    if (upTo === null) {
      db.run(sql`update audiences set fixed_at = ${at} where issue_id = ${issue.id}`);
      return { done: true, candidates: issue.candidates };
    }
    const part = countRange(db, { after: issue.lastSubscriberId, upTo, at });
    addBatches(db, issue, part.prepared);
    prepareDeliveries(db, { issue, upTo, at });
    db.run(sql`
      update audiences set last_subscriber_id = ${upTo}, candidates = candidates + ${part.candidates},
        included = included + ${part.prepared}, excluded_suppressed = excluded_suppressed + ${part.suppressed},
        excluded_paused = excluded_paused + ${part.candidates - part.prepared - part.suppressed}
      where issue_id = ${issue.id}`);
    return { done: false, candidates: issue.candidates + part.candidates };
  });
}

/** Index rows read before yielding to the event loop. */
const FORECAST_CHUNK_SIZE = 25_000;

/** Suppressions looked up before yielding to the event loop. */
const SUPPRESSION_CHUNK_SIZE = 1_000;

/**
 * See {@link DeliveryStore.forecastAudience}. Reads only indexes, and the rows of suppressed and paused subscribers.
 * Counts that do not depend on the time are cached until the database changes.
 */
export function createAudienceForecast(db: SqliteDatabase): (at: number) => Promise<Audience> {
  const changes = createSqliteChangeStore(db);
  let known: { version: string; candidates: number; suppressed: number } | null = null;
  return async (at) => {
    // Read before counting, so that a change in between is counted next time.
    const version = await changes.version();
    const counts =
      known?.version === version
        ? known
        : { version, candidates: await countConfirmed(db), suppressed: await countSuppressed(db) };
    known = counts;
    const { candidates, suppressed } = counts;
    const { paused } = db.get<{ paused: number }>(sql`
      select count(*) as paused from ${subscribersAndSuppressions}
      where s.status = 'confirmed' and s.paused_until > ${at} and ${reasonNotToEmail(at)} = 'paused'`);
    return { candidates, prepared: candidates - suppressed - paused, excluded: { suppressed, paused } };
  };
}

async function countConfirmed(db: SqliteDatabase): Promise<number> {
  const { last } = db.get<{ last: number }>(sql`select coalesce(max(id), 0) as last from subscribers`);
  let { count } = db.get<{ count: number }>(sql`
    select count(*) as count from subscribers where status = 'confirmed' and paused_until is not null`);
  for (let after = 0; after < last; after += FORECAST_CHUNK_SIZE) {
    const part = db.get<{ count: number }>(sql`
      select count(*) as count from subscribers
      where status = 'confirmed' and paused_until is null and id > ${after} and id <= ${after + FORECAST_CHUNK_SIZE}`);
    count += part.count;
    await setImmediate();
  }
  return count;
}

/** There are far fewer suppressions than subscribers, so it iterates over those. */
async function countSuppressed(db: SqliteDatabase): Promise<number> {
  let count = 0;
  for (let after: string | null = ''; after !== null; await setImmediate()) {
    const part: { upTo: string | null; count: number } = db.get(sql`
      select max(x.key) as upTo, coalesce(sum(s.status = 'confirmed'), 0) as count
      from (select key from suppressions where key > ${after} order by key limit ${SUPPRESSION_CHUNK_SIZE}) as x
        left join subscribers as s on s.email_key = x.key`);
    count += part.count;
    after = part.upTo;
  }
  return count;
}

/** Moves an approved issue to `sending`. Undefined if it is in neither status, or bound to another transport. */
function beginSending(
  db: SqliteDatabase,
  { slot, at, transport }: Pick<FreezeStep, 'slot' | 'at' | 'transport'>,
): SendingIssue | undefined {
  db.run(sql`
    update issues set status = 'sending', sending_at = ${at}, transport = ${transport}
    where slot = ${slot} and status = 'approved'`);
  // Issues from before the transport was recorded are bound to the process that continues them.
  db.run(sql`
    update issues set transport = ${transport} where slot = ${slot} and status = 'sending' and transport is null`);
  db.run(sql`
    insert into audiences (issue_id) select id from issues
    where slot = ${slot} and status = 'sending' and transport = ${transport} on conflict do nothing`);
  return db.all<SendingIssue>(sql`
    select id, last_subscriber_id as lastSubscriberId, included, candidates, fixed_at is not null as done
    from issues join audiences on issue_id = id
    where slot = ${slot} and status = 'sending' and transport = ${transport}`)[0];
}

function countRange(db: SqliteDatabase, { after, upTo, at }: { after: number; upTo: number; at: number }) {
  return db.get<{ candidates: number; suppressed: number; prepared: number }>(sql`
    select count(*) as candidates, count(x.key) as suppressed,
      coalesce(sum(${mayBeEmailed(at)}), 0) as prepared
    from ${subscribersAndSuppressions} where s.id > ${after} and s.id <= ${upTo} and s.status = 'confirmed'`);
}

/** Fills up the last batch and adds enough new ones for `count` more deliveries. */
function addBatches(db: SqliteDatabase, issue: SendingIssue, count: number): void {
  let from = issue.included;
  while (from < issue.included + count) {
    const number = Math.floor(from / BATCH_SIZE) + 1;
    const size = Math.min(number * BATCH_SIZE, issue.included + count) - from;
    db.run(sql`
      insert into batches (issue_id, number, status, size) values (${issue.id}, ${number}, 'open', ${size})
      on conflict (issue_id, number) do update set size = size + ${size}`);
    from += size;
  }
}

/** The cast is needed because numbers are bound as floating point. */
function prepareDeliveries(
  db: SqliteDatabase,
  { issue, upTo, at }: { issue: SendingIssue; upTo: number; at: number },
): void {
  db.run(sql`
    insert into deliveries (issue_id, subscriber_id, batch_number, status, updated_at)
    select ${issue.id}, s.id, cast((${issue.included} + row_number() over (order by s.id) - 1) / ${BATCH_SIZE} as integer) + 1,
      'pending', ${at}
    from ${subscribersAndSuppressions}
    where s.id > ${issue.lastSubscriberId} and s.id <= ${upTo} and ${mayBeEmailed(at)}
    order by s.id`);
}
