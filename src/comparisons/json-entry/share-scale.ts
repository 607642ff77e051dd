import type { EntryProblem } from '../explain-issues.ts';
import { type SaidShare, saidShare, wholePercent } from './said-words.ts';

type Side = Record<string, unknown>;
type ShareField = 'panelShare' | 'communityShare';

/**
 * The shares of both tools in whole percent. Sites write them as percentages (75, 66.67, "75%") or as fractions of one
 * (0.75); 1 may then be either, and is told by the other tool's share, by the counts, the reviews or the verdict.
 * Where nothing tells, or both ways are mixed, that is a problem, whose message goes on after the field's path.
 */
export function sharesInPercent(sides: readonly Side[], field: ShareField): EntryProblem[] {
  const said = sides.map((side) => saidShare(side[field]));
  const scale = scaleOf(said.flatMap((one) => (one === null || one.isPercent ? [] : [one.share])));
  const problems: EntryProblem[] = [];
  for (const [tool, side] of sides.entries()) {
    const one = said[tool] ?? null;
    if (one === null) continue;
    const percent = inPercent(one, scale, field === 'panelShare' ? isAll(side) : null);
    if (percent === null) problems.push(unclear({ tool, field, share: one.share, scale }));
    else side[field] = percent;
  }
  return problems;
}

type Scale = 'percent' | 'fraction' | 'mixed' | 'untold';

function scaleOf(shares: readonly number[]): Scale {
  const isFraction = shares.some((share) => share > 0 && share < 1);
  const isPercent = shares.some((share) => share > 1);
  if (isFraction && isPercent) return 'mixed';
  return isFraction ? 'fraction' : isPercent ? 'percent' : 'untold';
}

function inPercent({ share, isPercent }: SaidShare, scale: Scale, all: boolean | null): number | null {
  const isClear = isPercent || share <= 0 || share > 1 || scale === 'percent';
  if (isClear) return wholePercent(share);
  if (scale === 'fraction') return wholePercent(100 * share);
  if (scale === 'mixed' || all === null) return null;
  return all ? 100 : 1;
}

/** Whether all of a panel of which the share is 1 say ship; null where its other facts do not tell. */
function isAll({ shipCount, skipCount, reviews, verdict }: Side): boolean | null {
  if (typeof shipCount === 'number' && typeof skipCount === 'number' && shipCount + skipCount > 0)
    return skipCount === 0;
  const verdicts = Array.isArray(reviews) ? reviews.map((review) => Object(review).verdict) : [];
  if (verdicts.includes('skip')) return false;
  if (verdicts.includes('ship')) return true;
  return verdict === 'ship' ? true : verdict === 'skip' ? false : null;
}

function unclear({
  tool,
  field,
  share,
  scale,
}: {
  tool: number;
  field: ShareField;
  share: number;
  scale: Scale;
}): EntryProblem {
  const message =
    scale === 'mixed'
      ? `is ${share}, and another ${field} is a percentage: write both in percent, from 0 to 100`
      : 'is 1, which may be all or 1%: write 100 or "1%"';
  return { path: ['tools', tool, field], message };
}
