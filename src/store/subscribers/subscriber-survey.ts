import { setImmediate } from 'node:timers/promises';
import { and, eq, gt, lte, max, sql } from 'drizzle-orm';
import type { SubscriberStatus, SuppressionReason } from '../../subscribers/subscriber.ts';
import type { SubscriberSurvey, SurveyQuery } from '../../subscribers/subscriber-list-store.ts';
import { stateOf } from '../../subscribers/subscriber-state.ts';
import type { Engine } from '../engine.ts';
import { subscribers, suppressions } from '../schema/index.ts';
import { all, first, prepared } from '../steps.ts';
import { leftAt } from './consent-log.ts';

/** Ids read before yielding to the event loop. */
const CHUNK_SIZE = 2_000;

/** See {@link SubscriberListStore.survey}. */
export async function survey(
  { read, readAtOnce }: Engine,
  { now, points, stepMs }: SurveyQuery,
): Promise<SubscriberSurvey> {
  const start = now - (points - 1) * stepMs;
  const tally = newTally(points);
  const lastId = (await read(() => first(lastOne)))?.id ?? 0;
  for (let after = 0; after < lastId; after += CHUNK_SIZE) {
    const range = { after, upTo: after + CHUNK_SIZE };
    const rows = await readAtOnce(() => all(part, { ...range, now, start, stepMs, points }));
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
  isPaused: boolean;
  reason: SuppressionReason | null;
  joined: number;
  left: number;
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
  const { status, isPaused, reason, joined, left, count } = row;
  const { states, steps, points } = tally;
  const suppression = reason === null ? null : { reason, at: 0 };
  states[stateOf({ status, suppression, pausedUntil: isPaused ? now + 1 : null }, now)] += count;
  if (status === 'pending' || left <= joined) return;
  steps[joined] = (steps[joined] ?? 0) + count;
  steps[left] = (steps[left] ?? 0) - count;
  if (joined > 0) tally.joined += count;
  if (left < points) tally.left += count;
}

const { id, status, pausedUntil, createdAt, emailKey } = subscribers;

const lastOne = prepared((db) => db.select({ id: max(id) }).from(subscribers));

const part = prepared((db) => {
  const { larger, smaller } = db.words;
  const { reason, key, at: suppressedAt } = suppressions;
  const now = sql`cast(${sql.placeholder('now')} as bigint)`;
  const [start, stepMs, points] = ['start', 'stepMs', 'points'].map((name) => sql.placeholder(name));
  /** The number of the first point that is not before an instant. */
  const pointOf = (at: unknown) => {
    const point = sql`cast((${at} - ${start} + ${stepMs} - 1) / ${stepMs} as bigint)`;
    return smaller(sql`${points}`, larger(point, 0));
  };
  // Who left at an unknown time, as a list says of some, was never counted.
  const leaving = sql`case when ${status} = 'unsubscribed' then coalesce(${leftAt(db)}, 0) when ${key} is not null then ${suppressedAt} else ${now} + 1 end`;
  return db
    .select({
      status,
      isPaused: sql`coalesce(${pausedUntil}, 0) > ${now}`.mapWith(Boolean).as('is_paused'),
      reason,
      joined: smaller(sql`${points} - 1`, pointOf(createdAt)).as('joined'),
      left: pointOf(leaving).as('left_point'),
      count: sql<number>`count(*)`,
    })
    .from(subscribers)
    .leftJoin(suppressions, eq(key, emailKey))
    .where(and(gt(id, sql.placeholder('after')), lte(id, sql.placeholder('upTo'))))
    .groupBy(status, sql`is_paused`, reason, sql`joined`, sql`left_point`);
});
