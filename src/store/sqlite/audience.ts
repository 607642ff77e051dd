import { setImmediate } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { BATCH_SIZE } from '../../delivery/delivery-states.ts';
import type { Audience } from '../issue-store.ts';
import { inTx } from './in-tx.ts';
import type { SqliteDatabase } from './open-database.ts';

interface Step {
  slot: string;
  at: number;
  limit: number;
}

interface Begun {
  id: number;
  cursor: number;
  prepared: number;
  candidates: number;
  done: number;
}

/** See {@link DeliveryStore.freezeAudience}. A step looks at `limit` rows, whoever they are, so that it stays short. */
export function freezeAudience(
  db: SqliteDatabase,
  { slot, at, limit }: Step,
): { done: boolean; candidates: number } {
  return inTx(db, () => {
    const issue = beginSending(db, slot, at);
    if (issue === undefined) return { done: true, candidates: 0 };
    if (issue.done === 1) return { done: true, candidates: issue.candidates };
    const { upTo } = db.get<{ upTo: number | null }>(sql`
      select max(id) as upTo from (select id from subscribers where id > ${issue.cursor} order by id limit ${limit})`);
    if (upTo === null) {
      db.run(sql`update issues set audience_frozen_at = ${at} where id = ${issue.id}`);
      return { done: true, candidates: issue.candidates };
    }
    const part = countPart(db, { after: issue.cursor, upTo, at });
    addBatches(db, issue, part.prepared);
    prepareDeliveries(db, { issue, upTo, at });
    db.run(sql`
      update issues set audience_cursor = ${upTo}, candidates = candidates + ${part.candidates},
        prepared = prepared + ${part.prepared}, excluded_suppressed = excluded_suppressed + ${part.suppressed},
        excluded_paused = excluded_paused + ${part.candidates - part.prepared - part.suppressed}
      where id = ${issue.id}`);
    return { done: false, candidates: issue.candidates + part.candidates };
  });
}

/** How many rows a forecast reads between two turns of the event loop. */
const FORECAST_STEP = 20_000;

/** See {@link DeliveryStore.forecastAudience}. */
export async function forecastAudience(db: SqliteDatabase, at: number): Promise<Audience> {
  const audience = { candidates: 0, prepared: 0, excluded: { suppressed: 0, paused: 0 } };
  const { last } = db.get<{ last: number }>(sql`select coalesce(max(id), 0) as last from subscribers`);
  for (let after = 0; after < last; after += FORECAST_STEP) {
    const part = countPart(db, { after, upTo: after + FORECAST_STEP, at });
    audience.candidates += part.candidates;
    audience.prepared += part.prepared;
    audience.excluded.suppressed += part.suppressed;
    audience.excluded.paused += part.candidates - part.prepared - part.suppressed;
    await setImmediate();
  }
  return audience;
}

/** Takes an approved issue to `sending`. Undefined where it is neither. */
function beginSending(db: SqliteDatabase, slot: string, at: number): Begun | undefined {
  db.run(sql`
    update issues set status = 'sending', sending_at = ${at}, audience_cursor = 0
    where slot = ${slot} and status = 'approved'`);
  return db.all<Begun>(sql`
    select id, audience_cursor as cursor, prepared, candidates, audience_frozen_at is not null as done
    from issues where slot = ${slot} and status = 'sending'`)[0];
}

const candidates = sql`subscribers as s left join suppressions as x on x.key = s.email_key`;

function countPart(db: SqliteDatabase, { after, upTo, at }: { after: number; upTo: number; at: number }) {
  return db.get<{ candidates: number; suppressed: number; prepared: number }>(sql`
    select count(*) as candidates, count(x.key) as suppressed,
      coalesce(sum(x.key is null and (s.paused_until is null or s.paused_until <= ${at})), 0) as prepared
    from ${candidates} where s.id > ${after} and s.id <= ${upTo} and s.status = 'confirmed'`);
}

/** Fills up the last batch and adds as many as `count` further deliveries need. */
function addBatches(db: SqliteDatabase, issue: Begun, count: number): void {
  let from = issue.prepared;
  while (from < issue.prepared + count) {
    const number = Math.floor(from / BATCH_SIZE) + 1;
    const size = Math.min(number * BATCH_SIZE, issue.prepared + count) - from;
    db.run(sql`
      insert into batches (issue_id, number, status, size) values (${issue.id}, ${number}, 'open', ${size})
      on conflict (issue_id, number) do update set size = size + ${size}`);
    from += size;
  }
}

/** Numbers are bound as floating point, hence the cast. */
function prepareDeliveries(
  db: SqliteDatabase,
  { issue, upTo, at }: { issue: Begun; upTo: number; at: number },
): void {
  db.run(sql`
    insert into deliveries (issue_id, subscriber_id, batch_number, status, updated_at)
    select ${issue.id}, s.id, cast((${issue.prepared} + row_number() over (order by s.id) - 1) / ${BATCH_SIZE} as integer) + 1,
      'pending', ${at}
    from ${candidates}
    where s.id > ${issue.cursor} and s.id <= ${upTo} and s.status = 'confirmed'
      and x.key is null and (s.paused_until is null or s.paused_until <= ${at})
    order by s.id`);
}
