import type { Review } from '../comparison.ts';

export interface StatedPanel {
  name: string;
  shipCount: number | null;
  skipCount: number | null;
  panelShare: number | null;
}

export interface Tally {
  ship: number;
  skip: number;
  unknown: number;
}

/** Advice if a page does not say which tool a review is about. */
export const WRITE_AS_JSON =
  'Save the whole page again and import that, or write the comparison as JSON, with each review under its tool';

export function tallyOf(verdicts: readonly Review['verdict'][]): Tally {
  const count = (wanted: Review['verdict']) => verdicts.filter((verdict) => verdict === wanted).length;
  return { ship: count('ship'), skip: count('skip'), unknown: count(null) };
}

export function sumOf(one: Tally, other: Tally): Tally {
  return { ship: one.ship + other.ship, skip: one.skip + other.skip, unknown: one.unknown + other.unknown };
}

/** Whether a tool's reviews can be the stated panel. A share may be rounded up or down. */
export function fitsPanel({ ship, skip, unknown }: Tally, panel: StatedPanel): boolean {
  const { shipCount, skipCount, panelShare } = panel;
  const total = ship + skip + unknown;
  if (shipCount !== null && skipCount !== null && shipCount + skipCount !== total) return false;
  const least = shipCount ?? (skipCount === null ? ship : total - skipCount);
  const most = shipCount ?? (skipCount === null ? ship + unknown : total - skipCount);
  if (least < ship || most > ship + unknown) return false;
  if (panelShare === null) return true;
  if (total === 0) return shipCount === 0 && skipCount === 0;
  // The whole numbers of reviewers on either side of the share, as far as the verdicts allow.
  const wanted = (panelShare * total) / 100;
  return [Math.floor(wanted), Math.ceil(wanted)].some(
    (count) => count >= least && count <= most && Math.abs((100 * count) / total - panelShare) < 1,
  );
}

/** `“Tern” has 2 reviews (1 ship, 1 skip), but the page states 2 ship / 0 skip, 100%`. */
export function mismatch({ ship, skip, unknown }: Tally, panel: StatedPanel): string {
  const total = ship + skip + unknown;
  const verdicts = [
    `${ship} ship`,
    `${skip} skip`,
    ...(unknown === 0 ? [] : [`${unknown} without a verdict`]),
  ];
  return `“${panel.name}” has ${total} ${total === 1 ? 'review' : 'reviews'} (${verdicts.join(', ')}), but the page states ${stated(panel)}`;
}

function stated({ shipCount, skipCount, panelShare }: StatedPanel): string {
  const counts = [
    shipCount === null ? null : `${shipCount} ship`,
    skipCount === null ? null : `${skipCount} skip`,
  ];
  const parts = [
    counts.filter((part) => part !== null).join(' / '),
    panelShare === null ? '' : `${panelShare}%`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}
