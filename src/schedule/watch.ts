import { WEEK_MS } from '../shared/durations.ts';

/** Slots are sent automatically from `since` on, because of `because`. */
export interface SchedulerState {
  database: string;
  /** Number of checks; grows even if the clock goes back. */
  checks: number;
  firstCheckedAt: number | null;
  checkedAt: number | null;
  /** Null before the first check. */
  pattern: string | null;
  zone: string | null;
  madeAt: number | null;
  since: number;
  because: SinceReason;
}

export const SINCE_REASONS = ['made', 'restored', 'schedule'] as const;
export type SinceReason = (typeof SINCE_REASONS)[number];

/** Kept beside the database and so not restored with it. */
export interface RestoreMarker {
  database: string;
  checks: number;
  /** The latest time of a check, even if the clock went back since. */
  latestAt: number;
}

export interface SchedulerCheck {
  now: number;
  pattern: string;
  zone: string;
  witness: RestoreMarker | null;
}

/** `suspected`: the file beside the database is missing. `proved`: it counts more checks than the database. */
export type CopyEvidence = 'none' | 'suspected' | 'proved';

export function copyEvidence(watch: SchedulerState, witness: RestoreMarker | null): CopyEvidence {
  if (witness?.database === watch.database) return witness.checks > watch.checks ? 'proved' : 'none';
  // A database without checks is new and has no file yet.
  return watch.checks === 0 ? 'none' : 'suspected';
}

/** A restored copy does not know what was sent since, nor a new schedule what came before: either restarts from now. */
export function stateAfterCheck(watch: SchedulerState, check: SchedulerCheck): SchedulerState {
  const { now, pattern, zone, witness } = check;
  const firstCheckedAt = watch.firstCheckedAt ?? now;
  const checked = { ...watch, checks: watch.checks + 1, firstCheckedAt, checkedAt: now, pattern, zone };
  const since = plausibleSince(watch, now);
  const restartAt = restartedSince(watch, { now, witness });
  if (copyEvidence(watch, witness) !== 'none') return { ...checked, since: restartAt, because: 'restored' };
  const scheduleChanged = watch.pattern !== null && (watch.pattern !== pattern || watch.zone !== zone);
  return scheduleChanged ? { ...checked, since: restartAt, because: 'schedule' } : { ...checked, since };
}

/** As after a check that detected the copy, whether or not the file beside the database survived. */
export function stateAfterRestore(
  watch: SchedulerState,
  at: Pick<SchedulerCheck, 'now' | 'witness'>,
): SchedulerState {
  const known = at.witness?.database === watch.database ? at.witness.checks : 0;
  return {
    ...watch,
    checks: Math.max(watch.checks, known),
    since: restartedSince(watch, at),
    because: 'restored',
  };
}

/** If the clock was years ahead when the database was created, it must not stay silent for years. */
function plausibleSince(watch: SchedulerState, now: number): number {
  return watch.since - now > WEEK_MS ? now : watch.since;
}

/** Never before the latest check, even if the clock was set back. */
function restartedSince(
  watch: SchedulerState,
  { now, witness }: Pick<SchedulerCheck, 'now' | 'witness'>,
): number {
  return Math.max(now, plausibleSince(watch, now), witness === null ? 0 : witness.latestAt + 1);
}
