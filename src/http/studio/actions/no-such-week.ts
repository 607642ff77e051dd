import { parseSlot } from '../../../schedule/slot.ts';
import type { Problem } from '../../problem.ts';

/** In characters; longer ones are cut. */
const MAX_SHOWN = 40;

/** A link to a week that no issue can have: what it says, what a week is, and where to go. */
export function noSuchWeek(given: string, title = 'There is no such week'): Problem {
  const reading = parseSlot(given);
  const shown = given.length > MAX_SHOWN ? `${given.slice(0, MAX_SHOWN)}…` : given;
  const why = reading.ok ? 'weeks before the year 2000 have no issue' : reading.why;
  return {
    status: 404,
    title,
    detail: `“${shown}” stands in the link: ${why}. Correct it, or choose an issue under Issues.`,
  };
}
