import type { Verdict } from '../../src/comparisons/comparison.ts';
import { look } from '../theme.ts';
import { verdictWords } from './wording.ts';

/** What a badge stands on: said again on the badge, as a client that changes one colour must not change it alone. */
type Ground = 'card' | 'sunken';

const LOOKS = {
  ship: () => look({ text: 'onShip', fill: 'ship', also: 'b', css: { padding: '3px 6px' } }),
  skip: (fill: Ground) =>
    look({ text: 'skip', fill, also: 'b', css: { border: '2px solid', padding: '1px 4px' } }),
  split: (fill: Ground) =>
    look({ text: 'split', fill, also: 'b', css: { border: '2px dashed', padding: '1px 4px' } }),
  unknown: (fill: Ground) => look({ text: 'muted', fill }),
} as const;

/** The verdict as a stamp. Word and shape differ, not only the colour: filled, outlined, dashed, bare. */
export function VerdictBadge({ verdict, on }: { verdict: Verdict | null; on: Ground }) {
  const words = verdictWords(verdict);
  // Word knows no padding on a span: the spaces stand in for it.
  return <b {...LOOKS[verdict ?? 'unknown'](on)}>{verdict === null ? words : `\u00a0${words}\u00a0`}</b>;
}
