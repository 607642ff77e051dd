import { WEEK_MS } from '../shared/durations.ts';

/** What a database knows of the scheduler: since when issues go out by themselves, and when that was looked after last. */
export interface Watch {
  /** Names this database among all others. */
  database: string;
  /** Counts the checks; with each one it is greater, whatever the clock says. */
  checks: number;
  /** The first check of all, and the latest. */
  firstCheckedAt: number | null;
  checkedAt: number | null;
  /** The schedule of the last check; null before the first. */
  pattern: string | null;
  zone: string | null;
  /** When the database was made; null where that is not known. */
  madeAt: number | null;
  /** The instant from which slots go out by themselves. */
  since: number;
  /** What happened then: the database was made, or restored from a copy, or the schedule was changed. */
  because: WatchBeginning;
}

export const WATCH_BEGINNINGS = ['made', 'restored', 'schedule'] as const;
export type WatchBeginning = (typeof WATCH_BEGINNINGS)[number];

/** What is kept beside the database, and so is not restored with it: which database it is, and its latest check. */
export interface Witness {
  database: string;
  checks: number;
  /** The latest instant at which it was checked, wherever the clock went since. */
  latestAt: number;
}

export interface WatchCheck {
  now: number;
  pattern: string;
  zone: string;
  witness: Witness | null;
}

/**
 * Whether a database is an older copy of itself. `suspected`: the witness of its checks is missing, as on a new machine.
 * `proved`: the witness knows of checks that the database has forgotten.
 */
export type CopyEvidence = 'none' | 'suspected' | 'proved';

/** Whether a database is a copy that was put back, by what stands beside it. */
export function copyEvidence(watch: Watch, witness: Witness | null): CopyEvidence {
  if (witness?.database === watch.database) return witness.checks > watch.checks ? 'proved' : 'none';
  // A database that was never checked is new, and has no witness yet.
  return watch.checks === 0 ? 'none' : 'suspected';
}

/**
 * What the database knows after a check. A restored copy knows nothing of what went out since it was made, and a
 * schedule says nothing of the time before it was set: either begins anew from now.
 */
export function afterCheck(watch: Watch, check: WatchCheck): Watch {
  const { now, pattern, zone, witness } = check;
  const firstCheckedAt = watch.firstCheckedAt ?? now;
  const checked = { ...watch, checks: watch.checks + 1, firstCheckedAt, checkedAt: now, pattern, zone };
  const since = sinceOf(watch, now);
  const anew = beginningAnew(watch, { now, witness });
  if (copyEvidence(watch, witness) !== 'none') return { ...checked, since: anew, because: 'restored' };
  const scheduleChanged = watch.pattern !== null && (watch.pattern !== pattern || watch.zone !== zone);
  return scheduleChanged ? { ...checked, since: anew, because: 'schedule' } : { ...checked, since };
}

/**
 * What the database knows once a backup of it has taken its place. It is as after a check that found the copy out, so
 * that nothing depends on whether the file beside the database survived.
 */
export function watchAfterRestore(watch: Watch, at: Pick<WatchCheck, 'now' | 'witness'>): Watch {
  const known = at.witness?.database === watch.database ? at.witness.checks : 0;
  return {
    ...watch,
    checks: Math.max(watch.checks, known),
    since: beginningAnew(watch, at),
    because: 'restored',
  };
}

/** A clock that was years ahead when the database was made must not keep it silent for years. */
function sinceOf(watch: Watch, now: number): number {
  return watch.since - now > WEEK_MS ? now : watch.since;
}

/** Never earlier than what was looked after: a clock that was set back makes nothing older. */
function beginningAnew(watch: Watch, { now, witness }: Pick<WatchCheck, 'now' | 'witness'>): number {
  return Math.max(now, sinceOf(watch, now), witness === null ? 0 : witness.latestAt + 1);
}
