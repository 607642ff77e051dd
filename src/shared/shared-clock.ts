import { type Clock, systemClock } from './clock.ts';
import { MINUTE_MS } from './durations.ts';

/** The time that all processes on a database share, whatever the clock of each machine says. */
export interface SharedClock extends Clock {
  /** Stops following. */
  end(): void;
}

const FOLLOW_EVERY_MS = MINUTE_MS;

/** Of several questions, the one answered fastest is the most exact. */
const QUESTIONS = 3;

/**
 * Follows another clock, such as a database's. Between questions, this machine's time since its start is added: it does not
 * jump when somebody sets the clock. What cannot be asked now is asked a minute later.
 *
 * @param ask The other clock's instant, in milliseconds.
 * @throws What `ask` throws the first time.
 */
export async function followClock(ask: () => Promise<number>): Promise<SharedClock> {
  let { offset } = await measureOffset(ask);
  const follow = async () => {
    const measured = await measureOffset(ask);
    // The other clock was read at some time during the question, so within that, nothing is known to have changed.
    if (Math.abs(measured.offset - offset) > measured.took / 2) offset = measured.offset;
  };
  const timer = setInterval(() => follow().catch(() => undefined), FOLLOW_EVERY_MS);
  timer.unref();
  return {
    now: () => Math.round(performance.now() + offset),
    sleep: systemClock.sleep,
    end: () => clearInterval(timer),
  };
}

/** What has to be added to the time since this process's start, and how long the question took, in milliseconds. */
async function measureOffset(ask: () => Promise<number>): Promise<{ offset: number; took: number }> {
  let best = { offset: 0, took: Number.POSITIVE_INFINITY };
  for (let question = 1; question <= QUESTIONS; question += 1) {
    const start = performance.now();
    const instant = await ask();
    const end = performance.now();
    // The answer was right about half-way.
    if (end - start < best.took) best = { offset: instant - (start + end) / 2, took: end - start };
  }
  return best;
}
