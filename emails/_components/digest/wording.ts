import type { Verdict } from '../../../src/comparisons/comparison.ts';
import type {
  Digest,
  DigestComparison,
  DigestSection,
  DigestSide,
  ReviewerScore,
  Stance,
  ToolFacts,
  Voice,
} from '../../../src/digest/digest.ts';
import { numberWord } from '../../../src/digest/plain-words.ts';
import { counted, formatNumber } from '../../../src/shared/counted.ts';

// Shared by the HTML, the plain text and the web, so that all say the same.

const SLOT = /^(\d{4})-W0?(\d{1,2})$/;

/** "Week 47, 2026" for `2026-W47`. */
export function weekWords(slot: string): string {
  const [, year, week] = SLOT.exec(slot) ?? [];
  return year && week ? `Week ${week}, ${year}` : slot;
}

/** "Week 48 · 24 November 2026". */
export function editionWords({ slot, date }: Pick<Digest, 'slot' | 'date'>): string {
  const [, year, week] = SLOT.exec(slot) ?? [];
  return year && week ? `Week ${week} · ${date}` : `${slot} · ${date}`;
}

export const SPONSORED = 'Sponsored';

/** Where a sponsor's link leads, as its words: "bricks.example". */
export function hostWords(url: string): string {
  return new URL(url).hostname.replace(/^www\./, '');
}

const VERDICT_LABELS: Record<Verdict, string> = { ship: 'SHIP', skip: 'SKIP', split: 'SPLIT' };

export const verdictWords = (verdict: Verdict): string => VERDICT_LABELS[verdict];

/** "75%", or "100%, 4 of 4" in detail; null if no share is known. */
export function shareWords({ panelShare, panelCount }: DigestSide, { inDetail = false } = {}): string | null {
  if (panelShare === null) return null;
  return inDetail && panelCount !== null
    ? `${panelShare}%, ${panelCount.ship} of ${panelCount.of}`
    : `${panelShare}%`;
}

/** "88% of 214", as far as known; null if nothing is, or no one voted. */
export function communityWords(community: ToolFacts['community']): string | null {
  const { share, votes } = community ?? { share: null, votes: null };
  if (votes === 0) return null;
  if (share !== null && votes !== null) return `${share}% of ${formatNumber(votes)}`;
  if (share !== null) return `${share}% ship`;
  return votes === null ? null : counted(votes, 'vote');
}

/** What is known about a tool, with labels, in display order. */
export function factWords({ price, bestFor, community }: ToolFacts): { label: string; value: string }[] {
  const votes = communityWords(community);
  return [
    ...(price === null ? [] : [{ label: 'Price', value: price }]),
    ...(bestFor === null ? [] : [{ label: 'Best for', value: bestFor }]),
    ...(votes === null ? [] : [{ label: 'Community', value: votes }]),
  ];
}

/** "91 ship", as far as known. */
export function scoreWords({ score, verdict }: Pick<ReviewerScore, 'score' | 'verdict'>): string {
  return [score === null ? [] : formatNumber(score), verdict ?? []].flat().join(' ');
}

const STANCE_LABELS: Record<Stance, string> = {
  for: 'For',
  against: 'Against',
  reserved: 'Most reserved',
  unknown: 'On',
};

/** "For Kiln", "Most reserved on Kiln", "On Kiln" where no stance is known; without a tool, "For". */
export function stanceWords({ stance, tool }: Pick<Voice, 'stance' | 'tool'>): {
  label: string;
  tool: string | null;
} {
  const label = STANCE_LABELS[stance];
  if (tool === null) return { label, tool };
  return { label: stance === 'reserved' ? `${label} on` : label, tool };
}

/** Above the title: "Featured · 1 of 8 · Vector search". */
export function kickerWords(
  { position, featured, category }: DigestComparison,
  { of, section }: { of: number; section: DigestSection },
): string {
  const rivals = section.comparisons.length;
  const rival = section.comparisons.findIndex((comparison) => comparison.position === position) + 1;
  const place =
    section.shared !== null
      ? `Rival ${rival} of ${rivals}`
      : of === 1
        ? null
        : `${featured ? 'Featured · ' : ''}${position} of ${of}`;
  return [place, category].filter((part) => part !== null).join(' · ');
}

/** Above a tool that several comparisons share: "In all five comparisons · Developer tools". */
export function sharedKickerWords({ shared, comparisons }: DigestSection, of: number): string {
  const isAll = comparisons.length === of;
  const which = isAll && of === 2 ? 'both' : `${isAll ? 'all ' : ''}${numberWord(comparisons.length)}`;
  const place = `In ${which} comparisons`;
  return [place, shared?.category ?? null].filter((part) => part !== null).join(' · ');
}

/** What stands in the web view. */
export function reviewsWords({ reviews }: DigestComparison): string {
  if (reviews === 0) return 'The comparison in full';
  if (reviews === 1) return 'The only review';
  return reviews === 2 ? 'Both reviews' : `All ${counted(reviews, 'review')}`;
}

export const PANEL_WOULD_SHIP = 'Panel would ship';
/** Once, with the first scores. */
export const SCORES_MEANING = 'Scores out of 100';
export const NOT_STATED = 'no verdict';
export const THE_ANSWERS = 'The answers';
export const SOURCE_LINK = 'Source';

export const whyYouGetThis =
  'You get this because you asked for this weekly digest and confirmed your address.';

/** The tool that all comparisons are of: the answers then list its rivals. Null in any other week. */
export function leagueToolOf({ sections }: Pick<Digest, 'sections'>): DigestSide | null {
  const [section, ...more] = sections;
  return section === undefined || more.length > 0 ? null : (section.shared?.side ?? null);
}

export const comparisonsIn = ({ sections }: Pick<Digest, 'sections'>): DigestComparison[] =>
  sections.flatMap(({ comparisons }) => comparisons);
