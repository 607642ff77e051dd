import type { Clock } from './clock.ts';

/** Between two times that the same is told, in milliseconds. */
const TELL_INTERVAL_MS = 10 * 60 * 1000;

/**
 * Counts what happens by its kind, and tells it with how often it happened since it was last told: at once the first time,
 * then at most every ten minutes for each kind.
 */
export function tellSeldom<Kind extends string>(
  clock: Clock,
  tell: (kind: Kind, times: number) => void,
): (kind: Kind) => void {
  const untold = new Map<Kind, number>();
  const quietUntil = new Map<Kind, number>();
  return (kind) => {
    const times = (untold.get(kind) ?? 0) + 1;
    untold.set(kind, times);
    if (clock.now() < (quietUntil.get(kind) ?? 0)) return;
    quietUntil.set(kind, clock.now() + TELL_INTERVAL_MS);
    untold.delete(kind);
    tell(kind, times);
  };
}
