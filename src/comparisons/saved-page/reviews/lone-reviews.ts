import { LIMITS } from '../../comparison.ts';
import type { PageProblem } from '../page-lines.ts';
import {
  fitsPanel,
  mismatch,
  type StatedPanel,
  sumOf,
  type Tally,
  tallyOf,
  WRITE_AS_JSON,
} from '../panel.ts';
import type { PlacedReview } from './plain-reviews.ts';

type Panels = readonly [StatedPanel, StatedPanel];
type Kind = keyof Tally;
type Owners = { owners: (0 | 1)[] } | PageProblem;

/**
 * Assigns each review whose reviewer judged only one tool to the tool for which the page's figures then hold. `sure`
 * counts the reviews that the page itself assigns. A review that fits neither or both is refused, with its reviewer.
 */
export function ownersOf(
  lone: readonly PlacedReview[],
  sure: readonly [Tally, Tally],
  panels: Panels,
): Owners {
  if (lone.length > 2 * LIMITS.reviews) return ambiguous(lone, panels);
  const all = tallyOf(lone.map(({ review }) => review.verdict));
  const fitting = possibleShares(all).filter(
    (first) =>
      fitsPanel(sumOf(sure[0], first), panels[0]) &&
      fitsPanel(sumOf(sure[1], without(all, first)), panels[1]),
  );
  if (fitting.length === 0) return impossible(lone, sure, panels);
  const owner = (kind: Kind): 0 | 1 | undefined => {
    if (fitting.every((first) => first[kind] === all[kind])) return 0;
    return fitting.every((first) => first[kind] === 0) ? 1 : undefined;
  };
  const owners = lone.map(({ review }) => owner(review.verdict ?? 'unknown'));
  const open = lone.filter((_, index) => owners[index] === undefined);
  return open.length > 0 ? ambiguous(open, panels) : { owners: owners.map((tool) => tool ?? 0) };
}

/** Every way to give the first tool some of the reviews; those with the same verdict are interchangeable. */
function possibleShares(all: Tally): Tally[] {
  const upTo = (count: number) => Array.from({ length: count + 1 }, (_, index) => index);
  return upTo(all.ship).flatMap((ship) =>
    upTo(all.skip).flatMap((skip) => upTo(all.unknown).map((unknown) => ({ ship, skip, unknown }))),
  );
}

function without(all: Tally, part: Tally): Tally {
  return { ship: all.ship - part.ship, skip: all.skip - part.skip, unknown: all.unknown - part.unknown };
}

function ambiguous(lone: readonly PlacedReview[], [one, other]: Panels): PageProblem {
  const problem = `It is unclear whether the ${reviewsBy(lone)} about “${one.name}” or “${other.name}”. ${WRITE_AS_JSON}`;
  return at(problem, lone);
}

function impossible(
  lone: readonly PlacedReview[],
  sure: readonly [Tally, Tally],
  [one, other]: Panels,
): PageProblem {
  const [tally, panel] = fitsPanel(sure[0], one) ? [sure[1], other] : [sure[0], one];
  const wherever = lone.length === 0 ? '' : `, and the ${reviewsBy(lone)} not what is missing`;
  return at(`${mismatch(tally, panel)}${wherever}. ${WRITE_AS_JSON}`, lone);
}

function reviewsBy(lone: readonly PlacedReview[]): string {
  const names = lone.map(({ review }) => review.reviewer ?? 'somebody unnamed');
  const [last = '', ...before] = names.toReversed();
  if (before.length === 0) return `review by ${last} is`;
  return `reviews by ${before.toReversed().join(', ')} and ${last} are`;
}

function at(problem: string, [first]: readonly PlacedReview[]): PageProblem {
  return first === undefined ? { problem } : { problem, line: first.line.number };
}
