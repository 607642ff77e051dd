import { type ComparisonSide, LIMITS, type Review, type Verdict } from '../comparison.ts';

export interface PanelProblem {
  field: 'verdict' | 'panelShare' | 'shipCount' | 'skipCount' | 'reviews';
  message: string;
}

/** Whether most of the panel disagrees with the verdict; sources call uneven panels "split", too. */
export function contradictsShare(verdict: Verdict | null, share: number | null): boolean {
  if (verdict === null || share === null) return false;
  if (verdict === 'split') return share === 0 || share === 100;
  return verdict === 'ship' ? share < 50 : share > 50;
}

/** Whether the numbers match a stated share, however the source rounds it. */
export function agreesWithShare({ ship, of }: { ship: number; of: number }, share: number): boolean {
  return Math.abs((100 * ship) / of - share) < 1;
}

/**
 * Contradictions among a tool's verdict, share, counts and reviews; empty if all can be true. Reviews are the whole
 * panel if counts are stated, or if the share is possible for that many reviewers; otherwise a part of it.
 */
export function panelProblems(side: ComparisonSide): PanelProblem[] {
  const problems = [countsAgainstShare(side), ...reviewsAgainstCounts(side), reviewsAgainstShare(side)];
  const found = problems.filter((problem) => problem !== null);
  if (found.length > 0) return found;
  const verdict = verdictAgainstShare(side);
  return verdict === null ? [] : [verdict];
}

function countsAgainstShare({ name, panelShare, shipCount, skipCount }: ComparisonSide): PanelProblem | null {
  if (panelShare === null) return null;
  const says = `${name}: panelShare is ${panelShare}`;
  if (shipCount !== null && skipCount !== null) {
    if (shipCount + skipCount === 0) {
      return wrong('panelShare', `${says}, but shipCount and skipCount are 0: leave out what is not known`);
    }
    if (agreesWithShare({ ship: shipCount, of: shipCount + skipCount }, panelShare)) return null;
    return wrong(
      'panelShare',
      `${says}, but ${shipCount} ship and ${skipCount} skip are stated: correct one of them`,
    );
  }
  if (panelShare === 0 && shipCount !== null && shipCount > 0)
    return wrong('panelShare', `${says}, but shipCount is ${shipCount}: correct one of them`);
  if (panelShare === 100 && skipCount !== null && skipCount > 0)
    return wrong('panelShare', `${says}, but skipCount is ${skipCount}: correct one of them`);
  return null;
}

function reviewsAgainstCounts({ name, shipCount, skipCount, reviews }: ComparisonSide): PanelProblem[] {
  if (reviews.length === 0 || (shipCount === null && skipCount === null)) return [];
  const said = tally(reviews);
  const isPossible = (count: number | null, known: readonly Review[]) =>
    count === null || (known.length <= count && count <= known.length + said.unknown.length);
  const isWhole = shipCount === null || skipCount === null || shipCount + skipCount === reviews.length;
  if (isPossible(shipCount, said.ship) && isPossible(skipCount, said.skip) && isWhole) return [];
  const stated = [
    shipCount === null ? [] : [`${shipCount} ship`],
    skipCount === null ? [] : [`${skipCount} skip`],
  ];
  return [
    {
      field: 'reviews',
      message: `${name}: ${stated.flat().join(' and ')} are stated, but the reviews are ${tallyWords(said)}: correct one of them, or leave out the reviews`,
    },
  ];
}

function reviewsAgainstShare(side: ComparisonSide): PanelProblem | null {
  const { name, panelShare, shipCount, skipCount, reviews } = side;
  const hasCounts = shipCount !== null && skipCount !== null;
  if (panelShare === null || reviews.length === 0 || hasCounts) return null;
  const said = tally(reviews);
  const sizes = isShareOf(reviews.length, panelShare)
    ? [reviews.length]
    : Array.from({ length: LIMITS.reviews - reviews.length }, (_, more) => reviews.length + more + 1);
  const isPossible = sizes.some((of) =>
    possibleShips(of, panelShare).some((ship) => said.ship.length <= ship && said.skip.length <= of - ship),
  );
  if (isPossible || sizes.length === 0) return null;
  return wrong(
    'reviews',
    `${name}: panelShare is ${panelShare}, but the reviews are ${tallyWords(said)}: correct one of them, or leave out the reviews`,
  );
}

function verdictAgainstShare(side: ComparisonSide): PanelProblem | null {
  const share = side.panelShare ?? shareOfCounts(side);
  if (!contradictsShare(side.verdict, share)) return null;
  return wrong(
    'verdict',
    `${side.name}: the verdict is ${side.verdict}, but ${Math.round(share ?? 0)}% of the panel say ship: correct one of them`,
  );
}

function shareOfCounts({ shipCount, skipCount, reviews }: ComparisonSide): number | null {
  if (shipCount !== null && skipCount !== null && shipCount + skipCount > 0)
    return (100 * shipCount) / (shipCount + skipCount);
  const { ship, unknown } = tally(reviews);
  return reviews.length === 0 || unknown.length > 0 ? null : (100 * ship.length) / reviews.length;
}

/** How many of a panel of this size may say ship, given the share. */
function possibleShips(of: number, share: number): number[] {
  return Array.from({ length: of + 1 }, (_, ship) => ship).filter((ship) =>
    agreesWithShare({ ship, of }, share),
  );
}

const isShareOf = (of: number, share: number): boolean => possibleShips(of, share).length > 0;

interface Tally {
  ship: Review[];
  skip: Review[];
  unknown: Review[];
}

function tally(reviews: readonly Review[]): Tally {
  const by = (wanted: Review['verdict']) => reviews.filter(({ verdict }) => verdict === wanted);
  return { ship: by('ship'), skip: by('skip'), unknown: by(null) };
}

/** "2 ship (Builder, Founder) and 1 skip (unnamed)". */
function tallyWords({ ship, skip, unknown }: Tally): string {
  const part = (word: string, reviews: readonly Review[]) =>
    reviews.length === 0
      ? []
      : [`${reviews.length} ${word} (${reviews.map(({ reviewer }) => reviewer ?? 'unnamed').join(', ')})`];
  return [...part('ship', ship), ...part('skip', skip), ...part('without a verdict', unknown)].join(' and ');
}

function wrong(field: PanelProblem['field'], message: string): PanelProblem {
  return { field, message };
}
