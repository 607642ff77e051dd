import { sql } from 'drizzle-orm';
import { HOUR_MS } from '../../shared/durations.ts';
import { INITIAL_REQUESTS_PER_SECOND, nextTurnAt } from '../../transport/resend/next-turn.ts';
import type { PaceStore } from '../../transport/resend/pace.ts';
import type { Turn } from '../../transport/transport.ts';
import { inTx } from '../in-tx.ts';
import type { SqliteDatabase } from '../open-database.ts';

/** How long the provider's stated limit remains valid. */
const LIMIT_VALID_MS = HOUR_MS;

/** Longer than any one-second window that a turn can count in. In milliseconds. */
const TURN_RETENTION_MS = 10_000;

/** A hold beyond this comes from a clock that was set back. */
const MAX_HOLD_MS = HOUR_MS;

interface PaceRow {
  perSecond: number | null;
  learnedAt: number | null;
  blockedUntil: number | null;
}

export function createSqlitePaceStore(db: SqliteDatabase): PaceStore {
  return {
    reserveTurn: async (wish) => reserveTurn(db, wish),
    moveTurn: async ({ id }, at) => {
      db.run(sql`update request_turns set at = ${at} where id = ${id} and at < ${at}`);
    },
    learnLimit: async ({ perSecond, now }) => {
      db.run(sql`
        insert into request_pace (id, per_second, learned_at) values (1, ${perSecond}, ${now})
        on conflict (id) do update set per_second = ${perSecond}, learned_at = ${now}`);
    },
    holdUntil: async (at) => {
      db.run(sql`
        insert into request_pace (id, blocked_until) values (1, ${at})
        on conflict (id) do update set blocked_until =
          iif(blocked_until between ${at} and ${at + MAX_HOLD_MS}, blocked_until, ${at})`);
    },
  };
}

function reserveTurn(db: SqliteDatabase, wish: Parameters<PaceStore['reserveTurn']>[0]): Turn {
  const { now, most, instead } = wish;
  return inTx(db, () => {
    if (instead !== undefined) db.run(sql`delete from request_turns where id = ${instead.id}`);
    const pace = db.all<PaceRow>(sql`
      select per_second as perSecond, learned_at as learnedAt, blocked_until as blockedUntil from request_pace`)[0];
    const hold = pace?.blockedUntil ?? 0;
    const blockedUntil = hold > now + MAX_HOLD_MS ? 0 : hold;
    db.run(sql`
      delete from request_turns where at < ${now - TURN_RETENTION_MS} or at > ${Math.max(now, blockedUntil) + TURN_RETENTION_MS}`);
    const learned = (pace?.learnedAt ?? 0) > now - LIMIT_VALID_MS ? pace?.perSecond : null;
    const perSecond = Math.min(most ?? Number.POSITIVE_INFINITY, learned ?? INITIAL_REQUESTS_PER_SECOND);
    const turns = db
      .all<{ at: number }>(sql`select at from request_turns order by at desc limit ${perSecond}`)
      .map((turn) => turn.at);
    const at = nextTurnAt({ now, perSecond, turns, blockedUntil });
    return db.get<Turn>(sql`insert into request_turns (at) values (${at}) returning id, at`);
  });
}
