import type { Clock } from './clock.ts';

/** Between two times that the same is told, in milliseconds. */
const TELL_INTERVAL_MS = 10 * 60 * 1000;

/**
 * Counts what happens by its kind, and tells it with how often it happened since it was last told: at once the first time,
 * then at most every ten minutes for each kind.
 *
 * @param kindOf There must be few kinds: each is remembered for good.
 */
export function tellSeldom<Happening>(
  clock: Clock,
  { tell, kindOf }: { tell: (one: Happening, times: number) => void; kindOf: (one: Happening) => string },
): (one: Happening) => void {
  const untold = new Map<string, number>();
  const quietUntil = new Map<string, number>();
  return (one) => {
    const kind = kindOf(one);
    const times = (untold.get(kind) ?? 0) + 1;
    untold.set(kind, times);
    if (clock.now() < (quietUntil.get(kind) ?? 0)) return;
    quietUntil.set(kind, clock.now() + TELL_INTERVAL_MS);
    untold.delete(kind);
    tell(one, times);
  };
}
