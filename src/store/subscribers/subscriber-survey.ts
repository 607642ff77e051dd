import { setImmediate } from 'node:timers/promises';
import { and, eq, gt, lte, max, sql } from 'drizzle-orm';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { perDatabase } from '../../sqlite/per-database.ts';
import type { SubscriberStatus, SuppressionReason } from '../../subscribers/subscriber.ts';
import type { SubscriberSurvey, SurveyQuery } from '../../subscribers/subscriber-list-store.ts';
import { stateOf } from '../../subscribers/subscriber-state.ts';
import { subscribers, suppressions } from '../schema/index.ts';
import { leftAt } from './consent-log.ts';

/** Ids read before yielding to the event loop. */
const CHUNK_SIZE = 2_000;

/** See {@link SubscriberListStore.survey}. */
export async function survey(
  db: SqliteDatabase,
  { now, points, stepMs }: SurveyQuery,
): Promise<SubscriberSurvey> {
  const start = now - (points - 1) * stepMs;
  const tally = newTally(points);
  const { last, part } = prepareSurvey(db);
  const lastId = last.get()?.id ?? 0;
  for (let after = 0; after < lastId; after += CHUNK_SIZE) {
    const rows = part.all({ after, upTo: after + CHUNK_SIZE, now, start, stepMs, points });
    for (const row of rows) addToTally(tally, row, now);
    await setImmediate();
  }
  const { states, steps, joined, left } = tally;
  let sum = 0;
  const growth = steps.slice(0, points).map((step) => {
    sum += step;
    return sum;
  });
  return { states, growth, joined, left };
}

interface SurveyRow {
  status: SubscriberStatus;
  isPaused: 0 | 1;
  reason: SuppressionReason | null;
  joined: number;
  left: number | null;
  count: number;
}

interface Tally extends Omit<SubscriberSurvey, 'growth'> {
  points: number;
  /** How many more or fewer than at the point before. */
  steps: number[];
}

function newTally(points: number): Tally {
  const states = { confirmed: 0, pending: 0, paused: 0, unsubscribed: 0, bounced: 0, complained: 0 };
  return { states, points, steps: Array.from({ length: points + 1 }, () => 0), joined: 0, left: 0 };
}

function addToTally(tally: Tally, row: SurveyRow, now: number): void {
  const { status, isPaused, reason, joined, count } = row;
  const { states, steps, points } = tally;
  const suppression = reason === null ? null : { reason, at: 0 };
  states[stateOf({ status, suppression, pausedUntil: isPaused ? now + 1 : null }, now)] += count;
  // Who left at an unknown time, as a list says of some, was never counted.
  const left = row.left ?? (status === 'confirmed' ? points : joined);
  if (status === 'pending' || left <= joined) return;
  steps[joined] = (steps[joined] ?? 0) + count;
  steps[left] = (steps[left] ?? 0) - count;
  if (joined > 0) tally.joined += count;
  if (left < points) tally.left += count;
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
