import type { ComparisonSide } from '../../../comparisons/comparison.ts';
import { derivedVerdict, panelOf, type VerdictBasis } from '../../../digest/panel.ts';
import { VERDICT_WORDS } from './comparison-words.ts';

const BASES: Readonly<Record<VerdictBasis, string>> = {
  counts: 'from the counts',
  reviews: 'from the reviews',
  share: 'from the panel’s share',
};

/** "Skip", "Skip (from the reviews)"; null if the issue knows no verdict either. */
export function shownVerdict(side: ComparisonSide): string | null {
  const { verdict } = panelOf(side);
  if (verdict === null) return null;
  const derived = derivedVerdict(side);
  return derived === null ? VERDICT_WORDS[verdict] : `${VERDICT_WORDS[verdict]} (${BASES[derived.basis]})`;
}

/** "Skip 0%, from the reviews"; null if the issue knows no verdict. */
export function verdictInShort(side: ComparisonSide): string | null {
  const { verdict, share } = panelOf(side);
  if (verdict === null) return null;
  const derived = derivedVerdict(side);
  const figure = share === null ? '' : ` ${share}%`;
  return `${VERDICT_WORDS[verdict]}${figure}${derived === null ? '' : ` (${BASES[derived.basis]})`}`;
}

/** What readers learn although the comparison gives no verdict; null if it gives one, or they learn none. */
export function derivedVerdictWords(side: ComparisonSide): string | null {
  const derived = derivedVerdict(side);
  if (derived === null || derived.panel.verdict === null) return null;
  const { verdict, count, share } = derived.panel;
  const figure =
    count !== null ? `: ${count.ship} of ${count.of} would ship it` : share === null ? '' : `: ${share}%`;
  return `Not given. Readers see ${VERDICT_WORDS[verdict]}, worked out ${BASES[derived.basis]}${figure}.`;
}
