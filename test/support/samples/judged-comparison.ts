import fc from 'fast-check';
import { type Comparison, comparisonSchema } from '../../../src/comparisons/comparison.ts';

/** The reviewers of a generated comparison, in the order of their seats. */
export const SEATED = ['Builder', 'Skeptic', 'Futurist', 'Founder', 'Creator', 'Staff Engineer', '編集者'];

type Verdict = 'ship' | 'skip' | null;

/** A reviewer's opinion of each tool, and which of them they judged. */
export interface Seat {
  one: Verdict;
  other: Verdict;
  tools: 'both' | 'one' | 'other';
}

/** Which figures a page states about its panels. */
export interface Stated {
  share: boolean;
  counts: boolean;
}

const verdict = fc.constantFrom<Verdict>('ship', 'skip', null);
/** Any reviewer. */
export const anySeat = fc.record<Seat>({
  one: verdict,
  other: verdict,
  tools: fc.constantFrom('both', 'both', 'one', 'other'),
});
const anyStated = fc.record<Stated>({ share: fc.boolean(), counts: fc.boolean() });

/** Any comparison that up to seven reviewers judged. */
export const anyJudgedComparison = fc
  .tuple(fc.array(anySeat, { minLength: 1, maxLength: SEATED.length }), anyStated)
  .map(([seats, stated]) => judgedComparison(seats, stated));

/** A comparison of two invented tools that these reviewers judged. */
export function judgedComparison(seats: readonly Seat[], stated: Stated): Comparison {
  const of = (tool: 'one' | 'other') =>
    seats.map((seat) => (seat.tools === tool || seat.tools === 'both' ? seat[tool] : undefined));
  return comparisonSchema.parse({
    tools: [side('Tern', of('one'), stated), side('Petrel', of('other'), stated)],
  });
}

/** A tool with its reviews, and what its page states about them. */
function side(name: string, verdicts: (Verdict | undefined)[], { share, counts }: Stated) {
  const reviews = verdicts.flatMap((verdict, seat) =>
    verdict === undefined
      ? []
      : [{ reviewer: SEATED[seat], score: 50 + seat, verdict, text: `Seat ${seat} says so of ${name}.` }],
  );
  const shipCount = reviews.filter(({ verdict }) => verdict === 'ship').length;
  const panelShare = share && reviews.length > 0 ? Math.round((100 * shipCount) / reviews.length) : null;
  const states = counts ? { shipCount, skipCount: reviews.length - shipCount } : {};
  return { name, category: 'Data', communityVotes: 0, panelShare, ...states, reviews };
}
