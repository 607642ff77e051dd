import type { Verdict } from '../../../src/comparisons/comparison.ts';
import { look } from '../../theme.ts';
import { verdictWords } from './wording.ts';

const LOOKS = {
  ship: look({
    text: 'onShip',
    fill: 'ship',
    size: 14,
    className: 'b',
    rule: { colour: 'ship', edge: 'border', line: '2px solid' },
  }),
  skip: look({
    text: 'skip',
    fill: 'card',
    size: 14,
    className: 'b',
    rule: { colour: 'skip', edge: 'border', line: '2px solid' },
  }),
  split: look({
    text: 'split',
    fill: 'card',
    size: 14,
    className: 'b',
    rule: { colour: 'split', edge: 'border', line: '2px dashed' },
  }),
} as const;

/** Verdicts differ in shape, not only in colour: filled, outlined, dashed; in words or in figures. */
export function Badge({ verdict, children }: { verdict: Verdict; children?: string }) {
  // Word ignores padding on a span, so spaces replace it.
  return <b {...LOOKS[verdict]}>{`\u00a0${children ?? verdictWords(verdict)}\u00a0`}</b>;
}
