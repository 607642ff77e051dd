import { and, between, desc, eq, gt, lt, or, sql } from 'drizzle-orm';
import { HOUR_MS } from '../../shared/durations.ts';
import { INITIAL_REQUESTS_PER_SECOND, nextTurnAt } from '../../transport/resend/next-turn.ts';
import type { PaceStore } from '../../transport/resend/pace.ts';
import type { Turn } from '../../transport/transport.ts';
import { inTx } from '../in-tx.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { requestPace, requestTurns } from '../schema/index.ts';

/** How long the provider's stated limit remains valid. */
const LIMIT_VALID_MS = HOUR_MS;

/** Longer than any one-second window that a turn can count in. In milliseconds. */
const TURN_RETENTION_MS = 10_000;

/** A hold beyond this comes from a clock that was set back. */
const MAX_HOLD_MS = HOUR_MS;

export function createSqlitePaceStore(db: SqliteDatabase): PaceStore {
  return {
    reserveTurn: async (request) => reserveTurn(db, request),
    moveTurn: async ({ id }, at) => {
      db.update(requestTurns)
        .set({ at })
        .where(and(eq(requestTurns.id, id), lt(requestTurns.at, at)))
        .run();
    },
    learnLimit: async ({ perSecond, now }) => {
      const learned = { perSecond, learnedAt: now };
      db.insert(requestPace)
        .values({ id: 1, ...learned })
        .onConflictDoUpdate({ target: requestPace.id, set: learned })
        .run();
    },
    holdUntil: async (at) => {
      const { blockedUntil } = requestPace;
      const holdsLonger = between(blockedUntil, at, at + MAX_HOLD_MS);
      db.insert(requestPace)
        .values({ id: 1, blockedUntil: at })
        .onConflictDoUpdate({
          target: requestPace.id,
          set: { blockedUntil: sql`iif(${holdsLonger}, ${blockedUntil}, ${at})` },
        })
        .run();
    },
  };
}

function reserveTurn(db: SqliteDatabase, request: Parameters<PaceStore['reserveTurn']>[0]): Turn {
  const { now, most, instead } = request;
  const { id, at } = requestTurns;
  return inTx(db, () => {
    if (instead !== undefined) db.delete(requestTurns).where(eq(id, instead.id)).run();
    const pace = db.select().from(requestPace).get();
    const hold = pace?.blockedUntil ?? 0;
    const blockedUntil = hold > now + MAX_HOLD_MS ? 0 : hold;
    const latest = Math.max(now, blockedUntil) + TURN_RETENTION_MS;
    db.delete(requestTurns)
      .where(or(lt(at, now - TURN_RETENTION_MS), gt(at, latest)))
      .run();
    const learned = (pace?.learnedAt ?? 0) > now - LIMIT_VALID_MS ? pace?.perSecond : null;
    const perSecond = Math.min(most ?? Number.POSITIVE_INFINITY, learned ?? INITIAL_REQUESTS_PER_SECOND);
    const rows = db.select({ at }).from(requestTurns).orderBy(desc(at)).limit(perSecond).all();
    const turns = rows.map((turn) => turn.at);
    const turn = { at: nextTurnAt({ now, perSecond, turns, blockedUntil }) };
    return db.insert(requestTurns).values(turn).returning({ id, at }).get();
  });
}
