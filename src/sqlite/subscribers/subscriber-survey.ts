import { setImmediate } from 'node:timers/promises';
import { and, eq, gt, lte, max, sql } from 'drizzle-orm';
import type { SubscriberSurvey, SurveyQuery } from '../../subscribers/subscriber-list-store.ts';
import { stateOf } from '../../subscribers/subscriber-state.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { perDatabase } from '../per-database.ts';
import { subscribers, suppressions } from '../schema/index.ts';
import { leftAt } from './consent-log.ts';

/** Ids read before yielding to the event loop. */
const CHUNK_SIZE = 5_000;

/** See {@link SubscriberListStore.survey}. */
export async function survey(db: SqliteDatabase, query: SurveyQuery): Promise<SubscriberSurvey> {
  const { now, points, stepMs } = query;
  const start = now - (points - 1) * stepMs;
  const states = { confirmed: 0, pending: 0, paused: 0, unsubscribed: 0, bounced: 0, complained: 0 };
  // How many more or fewer than an instant before.
  const steps = Array.from({ length: points + 1 }, () => 0);
  const moves = { joined: 0, left: 0 };
  const { last, part } = prepareSurvey(db);
  const lastId = last.get()?.id ?? 0;
  for (let after = 0; after < lastId; after += CHUNK_SIZE) {
    for (const row of part.all({ after, upTo: after + CHUNK_SIZE, now, start, stepMs, points })) {
      const suppression = row.reason === null ? null : { reason: row.reason, at: 0 };
      const pausedUntil = row.isPaused ? now + 1 : null;
      states[stateOf({ status: row.status, suppression, pausedUntil }, now)] += row.count;
      const left = row.left ?? (row.status === 'confirmed' ? points : row.joined);
      if (row.status === 'pending' || left <= row.joined) continue;
      steps[row.joined] = (steps[row.joined] ?? 0) + row.count;
      steps[left] = (steps[left] ?? 0) - row.count;
      if (row.joined > 0) moves.joined += row.count;
      if (left > 0 && left < points) moves.left += row.count;
    }
    await setImmediate();
  }
  let sum = 0;
  const growth = steps.slice(0, points).map((step) => {
    sum += step;
    return sum;
  });
  return { states, growth, ...moves };
}

/** An instant is given by the number of the first point that is not before it. Parameters are floating-point numbers. */
const prepareSurvey = perDatabase((db) => {
  const { id, status, pausedUntil, createdAt, emailKey } = subscribers;
  const [now, start, stepMs, points] = ['now', 'start', 'stepMs', 'points'].map((name) =>
    sql.placeholder(name),
  );
  const pointOf = (at: unknown) =>
    sql<number>`min(${points}, max(0, cast((${at} - ${start} + ${stepMs} - 1) / ${stepMs} as integer)))`;
  const leaving = sql`case when ${status} = 'unsubscribed' then ${leftAt(db)} when ${suppressions.key} is not null then ${suppressions.at} end`;
  const row = {
    status,
    isPaused: sql<0 | 1>`coalesce(${pausedUntil} > ${now}, 0)`.as('is_paused'),
    reason: suppressions.reason,
    joined: sql<number>`min(${points} - 1, ${pointOf(createdAt)})`.as('joined'),
    left: sql<number | null>`${pointOf(leaving)}`.as('left_point'),
    count: sql<number>`count(*)`,
  };
  return {
    last: db
      .select({ id: max(id) })
      .from(subscribers)
      .prepare(),
    part: db
      .select(row)
      .from(subscribers)
      .leftJoin(suppressions, eq(suppressions.key, emailKey))
      .where(and(gt(id, sql.placeholder('after')), lte(id, sql.placeholder('upTo'))))
      .groupBy(status, sql`is_paused`, suppressions.reason, sql`joined`, sql`left_point`)
      .prepare(),
  };
});
