import type { Clock } from '../clock.ts';
import { MINUTE_MS } from '../durations.ts';

const THROTTLE_INTERVAL_MS = 10 * MINUTE_MS;

/**
 * Reports events with their number, the first at once, then at most every ten minutes for each kind.
 * @param kindOf Must return few kinds: each is remembered for good.
 */
export function throttleReports<Event>(
  clock: Clock,
  { report, kindOf }: { report: (one: Event, times: number) => void; kindOf: (one: Event) => string },
): (one: Event) => void {
  const unreported = new Map<string, number>();
  const quietUntil = new Map<string, number>();
  return (one) => {
    const kind = kindOf(one);
    const times = (unreported.get(kind) ?? 0) + 1;
    unreported.set(kind, times);
    if (clock.now() < (quietUntil.get(kind) ?? 0)) return;
    quietUntil.set(kind, clock.now() + THROTTLE_INTERVAL_MS);
    unreported.delete(kind);
    report(one, times);
  };
}
