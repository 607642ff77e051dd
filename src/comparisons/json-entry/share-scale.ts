import type { EntryProblem } from '../explain-issues.ts';
import { type ParsedShare, parseShare, roundShare } from './parse-values.ts';

type Side = Record<string, unknown>;
type ShareField = 'panelShare' | 'communityShare';

/**
 * Converts both tools' shares to whole percent. Sites write percentages (75, 66.67, "75%") or fractions (0.75); 1 may
 * be either, and is decided by the other shares, the counts, the reviews, the votes or the verdict. If nothing decides,
 * or both forms are mixed, that is a problem. Its message continues after the field's path.
 */
export function convertShares(sides: readonly Side[]): EntryProblem[] {
  const [panel, community] = [scaleOf(sides, 'panelShare'), scaleOf(sides, 'communityShare')];
  return sides.flatMap((side, tool) => [
    ...convertShare(side, {
      tool,
      field: 'panelShare',
      scale: panel ?? community,
      isUnanimous: isUnanimous(side),
    }),
    ...convertShare(side, {
      ...{ tool, field: 'communityShare', scale: community ?? panel },
      isUnanimous: isUnanimousVote(side),
    }),
  ]);
}

interface ShareReading {
  tool: number;
  field: ShareField;
  scale: Scale | null;
  /** Whether a share of 1 means all; null if only the scale can tell. */
  isUnanimous: boolean | null;
}

function convertShare(side: Side, reading: ShareReading): EntryProblem[] {
  const said = parseShare(side[reading.field]);
  if (said === null) return [];
  const percent = inPercent(said, reading);
  if (percent === null) return [unclear(said.share, reading)];
  side[reading.field] = percent;
  return [];
}

type Scale = 'percent' | 'fraction' | 'mixed';

function scaleOf(sides: readonly Side[], field: ShareField): Scale | null {
  const said = sides.flatMap((side) => parseShare(side[field]) ?? []);
  const shares = said.filter(({ isPercent }) => !isPercent).map(({ share }) => share);
  const isFraction = shares.some((share) => share > 0 && share < 1);
  const isPercent = shares.some((share) => share > 1);
  if (isFraction && isPercent) return 'mixed';
  return isFraction ? 'fraction' : isPercent ? 'percent' : null;
}

function inPercent({ share, isPercent }: ParsedShare, { scale, isUnanimous }: ShareReading): number | null {
  const isClear = isPercent || share <= 0 || share > 1;
  if (isClear || (scale === 'percent' && share === 1)) return roundShare(share);
  if (share < 1) return scale === 'mixed' ? null : roundShare(100 * share);
  if (scale === 'fraction') return 100;
  if (scale === 'mixed' || isUnanimous === null) return null;
  return isUnanimous ? 100 : 1;
}

/** With fewer votes, no share rounds to 1%. */
const MIN_VOTES_FOR_ONE_PERCENT = 67;

function isUnanimousVote({ communityVotes }: Side): boolean | null {
  const isSmall =
    typeof communityVotes === 'number' && communityVotes > 0 && communityVotes < MIN_VOTES_FOR_ONE_PERCENT;
  return isSmall ? true : null;
}

function isUnanimous({ shipCount, skipCount, reviews, verdict }: Side): boolean | null {
  if (typeof shipCount === 'number' && typeof skipCount === 'number' && shipCount + skipCount > 0)
    return skipCount === 0;
  const verdicts = Array.isArray(reviews) ? reviews.map((review) => Object(review).verdict) : [];
  if (verdicts.includes('skip')) return false;
  if (verdicts.includes('ship')) return true;
  return verdict === 'ship' ? true : verdict === 'skip' ? false : null;
}

function unclear(share: number, { tool, field, scale }: ShareReading): EntryProblem {
  const message =
    scale === 'mixed'
      ? `is ${share}, and another ${field} is a percentage: write both in percent, from 0 to 100`
      : 'is 1, which may mean all or 1%: write 100 or "1%"';
  return { path: ['tools', tool, field], message };
}
