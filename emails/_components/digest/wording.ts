import type { Verdict } from '../../../src/comparisons/comparison.ts';
import type {
  DigestSection,
  DigestSide,
  PanelHighlight,
  Quotation,
  ReviewerCell,
  ReviewerRow,
  Stance,
  ToolIntroduction,
  WeekInNumbers,
} from '../../../src/digest/digest.ts';
import { contradictsShare } from '../../../src/digest/panel.ts';
import { counted } from '../../../src/shared/counted.ts';

// Shared by the HTML and the plain text, so that both always say the same.

const SLOT = /^(\d{4})-W0?(\d{1,2})$/;

/** "Week 47, 2026" for `2026-W47`. */
export function weekWords(slot: string): string {
  const [, year, week] = SLOT.exec(slot) ?? [];
  return year && week ? `Week ${week}, ${year}` : slot;
}

const VERDICT_LABELS: Record<Verdict, string> = { ship: 'SHIP', skip: 'SKIP', split: 'SPLIT' };

export function verdictWords(verdict: Verdict | null): string {
  return verdict === null ? 'Verdict not given' : VERDICT_LABELS[verdict];
}

/** "75% ship, 3 of 4", as far as known; null if neither a share nor a verdict is. */
export function panelWords({ panelShare, panelCount, verdict }: DigestSide): string | null {
  const count = panelCount && `${panelCount.ship} of ${panelCount.of}`;
  if (panelShare !== null) return count ? `${panelShare}% ship, ${count}` : `${panelShare}% ship`;
  if (count) return `${count} ship`;
  return verdict === null ? null : 'share not given';
}

/**
 * Which tool more of its panel would ship, around the tool's name; null if a share is unknown or contradicts its
 * verdict.
 */
export function leanWords([one, other]: readonly [DigestSide, DigestSide]) {
  if (one.panelShare === null || other.panelShare === null) return null;
  if ([one, other].some(({ verdict, panelShare }) => contradictsShare(verdict, panelShare))) return null;
  if (one.panelShare === other.panelShare) {
    return {
      before: `Neither is ahead: ${one.panelShare}% of the panel would ship each.`,
      tool: null,
      after: '',
    };
  }
  const [more, less] = one.panelShare > other.panelShare ? [one, other] : [other, one];
  return {
    // One of one is a larger share than three of four, but not more reviewers.
    before: `${isByMore(more, less) ? 'More' : 'A larger share'} of the panel would ship `,
    tool: more.name,
    after: `: ${more.panelShare}% against ${less.panelShare}%.`,
  };
}

/** Whether more reviewers are known to ship it: by the counts, or because both panels are the same size. */
function isByMore(one: DigestSide, other: DigestSide): boolean {
  if (one.panelCount !== null && other.panelCount !== null)
    return one.panelCount.ship > other.panelCount.ship;
  return one.panelSize !== null && one.panelSize === other.panelSize;
}

/** How many other panels are as clear or divided; null if none. */
export function alikeWords({ alike }: PanelHighlight, how: 'clear' | 'divided'): string | null {
  return alike === 0 ? null : `${counted(alike, 'other')} as ${how}`;
}

/** "67% ship, 12 votes", as far as known; null if nothing is. */
function communityWords(community: ToolIntroduction['community']): string | null {
  const { share, votes } = community ?? { share: null, votes: null };
  if (votes === 0) return 'No community votes yet';
  const known = [share === null ? [] : `${share}% ship`, votes === null ? [] : counted(votes, 'vote')].flat();
  return known.length === 0 ? null : known.join(', ');
}

/** What is known about a tool, with labels, in display order. */
export function detailWords(introduction: ToolIntroduction): { label: string; value: string }[] {
  const { entry, pricing, bestFor } = introduction;
  const community = communityWords(introduction.community);
  return [
    ...(community === null ? [] : [{ label: 'Community', value: community }]),
    ...(entry === null ? [] : [{ label: 'Entry', value: entry }]),
    ...(pricing === null ? [] : [{ label: 'Pricing', value: pricing }]),
    ...(bestFor === null ? [] : [{ label: 'Best for', value: bestFor }]),
  ];
}

/** Null if "best for" says the same. */
export function taglineWords({ tagline, bestFor }: ToolIntroduction): string | null {
  return tagline !== null && bestFor !== null && tagline.trim() === bestFor.trim() ? null : tagline;
}

/** "88/100", "ship": each says so if unknown. */
export function cellWords({ score, verdict }: ReviewerCell): { score: string; verdict: string } {
  return {
    score: score === null ? 'no score' : `${score}/100`,
    verdict: verdict ?? 'verdict not given',
  };
}

export const DID_NOT_REVIEW = 'did not review';

/** Replaces a reviewer split that would say nothing; null if it says something. */
export function noSplitWords(reviewers: readonly ReviewerRow[]): string | null {
  if (reviewers.length === 0) return 'No reviewer split given.';
  const says = (cell: ReviewerCell | null) => cell !== null && (cell.score !== null || cell.verdict !== null);
  if (reviewers.some(({ cells }) => cells.some(says))) return null;
  const named = reviewers.flatMap(({ reviewer }) => reviewer ?? []);
  const unnamed = reviewers.length - named.length;
  const all = [...named, ...(unnamed === 0 ? [] : [counted(unnamed, 'unnamed reviewer')])];
  return `Reviewed by ${all.join(', ')}; neither scores nor verdicts of each are given.`;
}

export const INTRODUCED_ABOVE = 'Introduced above.';

export const reviewerWords = (reviewer: string | null): string => reviewer ?? 'Unnamed reviewer';

const STANCE_LABELS: Record<Stance, string> = {
  for: 'For',
  against: 'Against',
  reserved: 'Most reserved',
  unknown: 'From the panel',
};

export const stanceWords = ({ stance }: Quotation): string => STANCE_LABELS[stance];

const SMALL_NUMBERS = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** "One tool, five comparisons"; the tool's name follows. */
export function sharedToolWords({ comparisons }: DigestSection): string {
  const number = SMALL_NUMBERS[comparisons.length] ?? String(comparisons.length);
  return `One tool, ${number} comparison${comparisons.length === 1 ? '' : 's'}`;
}

/** "5 comparisons of 6 tools". */
export function comparisonsWords({ comparisons, tools }: WeekInNumbers): string {
  return `${counted(comparisons, 'comparison')} of ${counted(tools, 'tool')}`;
}

/** Without the leading count, which is shown separately, larger. */
export const withoutCount = (words: string): string => words.replace(/^\S+ /, '');

export const whyYouGetThis =
  'You get this because you asked for this weekly digest and confirmed your address.';
