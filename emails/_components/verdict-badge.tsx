import type { Verdict } from '../../src/comparisons/comparison.ts';
import { look } from '../theme.ts';
import { verdictWords } from './wording.ts';

const LOOKS = {
  ship: look({ text: 'onShip', fill: 'ship', also: 'b', css: { padding: '3px 6px' } }),
  skip: look({ text: 'skip', also: 'b', css: { border: '2px solid', padding: '1px 4px' } }),
  split: look({ text: 'split', also: 'b', css: { border: '2px dashed', padding: '1px 4px' } }),
  unknown: look({ text: 'muted' }),
} as const;

/** The verdict as a stamp. Word and shape differ, not only the colour: filled, outlined, dashed, bare. */
export function VerdictBadge({ verdict }: { verdict: Verdict | null }) {
  const words = verdictWords(verdict);
  // Word knows no padding on a span: the spaces stand in for it.
  return <b {...LOOKS[verdict ?? 'unknown']}>{verdict === null ? words : `\u00a0${words}\u00a0`}</b>;
}
