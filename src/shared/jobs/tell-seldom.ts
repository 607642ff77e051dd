import type { Clock } from '../clock.ts';

const REPORT_INTERVAL_MS = 10 * 60 * 1000;

/**
 * Reports events with their number, the first at once, then at most every ten minutes for each kind.
 *
 * @param kindOf Must return few kinds: each is remembered for good.
 */
export function throttleReports<Happening>(
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
    quietUntil.set(kind, clock.now() + REPORT_INTERVAL_MS);
    untold.delete(kind);
    tell(one, times);
  };
}
