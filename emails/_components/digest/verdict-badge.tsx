import type { Verdict } from '../../../src/comparisons/comparison.ts';
import { look } from '../../theme.ts';
import { verdictWords } from './wording.ts';

/** The background, repeated on the badge because a client that changes one colour must not change it alone. */
type Ground = 'card' | 'sunken';

const LOOKS = {
  ship: () => look({ text: 'onShip', fill: 'ship', className: 'b', css: { padding: '3px 6px' } }),
  skip: (fill: Ground) =>
    look({ text: 'skip', fill, className: 'b', css: { border: '2px solid', padding: '1px 4px' } }),
  split: (fill: Ground) =>
    look({ text: 'split', fill, className: 'b', css: { border: '2px dashed', padding: '1px 4px' } }),
  unknown: (fill: Ground) => look({ text: 'muted', fill }),
} as const;

/** Verdicts differ in word and shape, not only in colour: filled, outlined, dashed, bare. */
export function VerdictBadge({ verdict, on }: { verdict: Verdict | null; on: Ground }) {
  const words = verdictWords(verdict);
  // Word ignores padding on a span, so spaces replace it.
  return <b {...LOOKS[verdict ?? 'unknown'](on)}>{verdict === null ? words : `\u00a0${words}\u00a0`}</b>;
}
