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
  /** `restored` means that a standby took over, which may lack what was stored last. */
  failedOver?: boolean;
}

export const SINCE_REASONS = ['made', 'restored', 'schedule'] as const;
export type SinceReason = (typeof SINCE_REASONS)[number];

/** Kept outside the database and so not restored with it. */
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
}

interface KnownMarker {
  marker: RestoreMarker | null;
}

/** `suspected`: nothing is kept outside the database. `proved`: what is kept counts more checks than the database. */
export type CopyEvidence = 'none' | 'suspected' | 'proved';

export function copyEvidence(state: SchedulerState, marker: RestoreMarker | null): CopyEvidence {
  if (marker?.database === state.database) return marker.checks > state.checks ? 'proved' : 'none';
  // Of a new database, nothing is kept yet.
  return state.checks === 0 ? 'none' : 'suspected';
}

/** A restored copy does not know what was sent since, nor a new schedule what came before: either restarts from now. */
export function stateAfterCheck(
  state: SchedulerState,
  { now, pattern, zone, marker }: SchedulerCheck & KnownMarker,
): SchedulerState {
  const firstCheckedAt = state.firstCheckedAt ?? now;
  const checked = { ...state, checks: state.checks + 1, firstCheckedAt, checkedAt: now, pattern, zone };
  const since = plausibleSince(state, now);
  const restartAt = restartedSince(state, { now, marker });
  if (copyEvidence(state, marker) !== 'none') return { ...checked, since: restartAt, because: 'restored' };
  const scheduleChanged = state.pattern !== null && (state.pattern !== pattern || state.zone !== zone);
  return scheduleChanged ? { ...checked, since: restartAt, because: 'schedule' } : { ...checked, since };
}

/** As after a check that detected the copy, whether or not a marker of it survived. */
export function stateAfterRestore(
  state: SchedulerState,
  at: Pick<SchedulerCheck, 'now'> & KnownMarker,
): SchedulerState {
  const known = at.marker?.database === state.database ? at.marker.checks : 0;
  return {
    ...state,
    checks: Math.max(state.checks, known),
    since: restartedSince(state, at),
    because: 'restored',
  };
}

/** If the clock was years ahead when the database was created, it must not stay silent for years. */
function plausibleSince(state: SchedulerState, now: number): number {
  return state.since - now > WEEK_MS ? now : state.since;
}

/** Never before the latest check, even if the clock was set back. */
function restartedSince(
  state: SchedulerState,
  { now, marker }: Pick<SchedulerCheck, 'now'> & KnownMarker,
): number {
  return Math.max(now, plausibleSince(state, now), marker === null ? 0 : marker.latestAt + 1);
}
