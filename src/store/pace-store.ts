import { and, between, desc, eq, gt, lt, or, sql } from 'drizzle-orm';
import { HOUR_MS } from '../shared/durations.ts';
import { INITIAL_REQUESTS_PER_SECOND, nextTurnAt } from '../transport/resend/next-turn.ts';
import type { PaceStore } from '../transport/resend/pace.ts';
import type { Engine } from './engine.ts';
import { requestPace, requestTurns } from './schema/index.ts';
import { all, change, first } from './steps.ts';

/** How long the provider's stated limit remains valid. */
const LIMIT_VALID_MS = HOUR_MS;

/** Longer than any one-second window that a turn can count in. In milliseconds. */
const TURN_RETENTION_MS = 10_000;

/** A hold beyond this comes from a clock that was set back. */
const MAX_HOLD_MS = HOUR_MS;

export function createPaceStore({ write }: Engine): PaceStore {
  const { id, at: turnAt } = requestTurns;
  return {
    reserveTurn: ({ now, most, instead }) =>
      write(function* (db) {
        if (instead !== undefined) yield* change(db.delete(requestTurns).where(eq(id, instead.id)));
        const { perSecond, blockedUntil } = paceIn(yield* first(db.select().from(requestPace)), {
          now,
          most,
        });
        const latest = Math.max(now, blockedUntil) + TURN_RETENTION_MS;
        const isPast = or(lt(turnAt, now - TURN_RETENTION_MS), gt(turnAt, latest));
        yield* change(db.delete(requestTurns).where(isPast));
        const rows = yield* all(
          db.select({ at: turnAt }).from(requestTurns).orderBy(desc(turnAt)).limit(perSecond),
        );
        const turns = rows.map(({ at }) => at);
        const turn = { at: nextTurnAt({ now, perSecond, turns, blockedUntil }) };
        const made = yield* first(db.insert(requestTurns).values(turn).returning({ id, at: turnAt }));
        if (made === undefined) throw new Error('An inserted row is returned.');
        return made;
      }),
    moveTurn: (turn, at) =>
      write(function* (db) {
        const isEarlier = and(eq(id, turn.id), lt(turnAt, at));
        yield* change(db.update(requestTurns).set({ at }).where(isEarlier));
      }),
    learnLimit: ({ perSecond, now }) =>
      write(function* (db) {
        const learned = { perSecond, learnedAt: now };
        const row = db.insert(requestPace).values({ id: 1, ...learned });
        yield* change(row.onConflictDoUpdate({ target: requestPace.id, set: learned }));
      }),
    holdUntil: (at) =>
      write(function* (db) {
        const { blockedUntil } = requestPace;
        const holdsLonger = between(blockedUntil, at, at + MAX_HOLD_MS);
        const longer = sql`case when ${holdsLonger} then ${blockedUntil} else ${at} end`;
        const row = db.insert(requestPace).values({ id: 1, blockedUntil: at });
        yield* change(row.onConflictDoUpdate({ target: requestPace.id, set: { blockedUntil: longer } }));
      }),
  };
}

interface Pace {
  perSecond: number | null;
  learnedAt: number | null;
  blockedUntil: number | null;
}

function paceIn(pace: Pace | undefined, { now, most }: { now: number; most: number | null }) {
  const hold = pace?.blockedUntil ?? 0;
  const learned = (pace?.learnedAt ?? 0) > now - LIMIT_VALID_MS ? pace?.perSecond : null;
  return {
    perSecond: Math.min(most ?? Number.POSITIVE_INFINITY, learned ?? INITIAL_REQUESTS_PER_SECOND),
    blockedUntil: hold > now + MAX_HOLD_MS ? 0 : hold,
  };
}
