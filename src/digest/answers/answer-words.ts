import type { Verdict } from '../../comparisons/comparison.ts';
import { type Line, line, name } from '../line.ts';
import type { Answer } from './answer.ts';

const ADVICE: Record<Verdict, string> = { ship: 'Ship', split: 'Split on', skip: 'Skip' };

/** @param shown How the tools are called. */
export function answerLine({ kind, ahead, other }: Answer, shown: (name: string) => string): Line {
  const [one, two] = [name(shown(ahead.side.name)), name(shown(other.side.name))];
  switch (kind) {
    case 'over':
      return line`${one} over ${two}`;
    case 'both':
      return line`Both: ${one}, ${two}`;
    case 'neither':
      return line`Neither ${one} nor ${two}`;
    case 'level':
      return line`Level: ${one}, ${two}`;
    case 'verdicts':
      return line`${adviceOn(ahead.verdict)} ${one}, ${adviceOn(other.verdict).toLowerCase()} ${two}`;
    case 'one-sided':
      return line`${adviceOn(ahead.verdict)} ${one}; no verdict on ${two}`;
    case 'unknown':
      return line`No verdict: ${one}, ${two}`;
  }
}

/** The answer as a heading, which needs no column of shares beside it. */
export function titleLine(answer: Answer, shown: (name: string) => string): Line {
  const { kind, ahead, other } = answer;
  const [one, two] = [name(shown(ahead.side.name)), name(shown(other.side.name))];
  if (kind === 'both') return line`${one} or ${two}: ship either`;
  if (kind === 'level') return line`${one} level with ${two}`;
  return answerLine(answer, shown);
}

export const adviceOn = (verdict: Verdict | null): string => (verdict === null ? '' : ADVICE[verdict]);
