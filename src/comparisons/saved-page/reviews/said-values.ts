import type { ComparisonSide, Review, Verdict } from '../../comparison.ts';
import { lineKey } from '../page-lines.ts';

/** The last four are what programs write for a missing value. */
const NOTHING = /^(?:[-‐‑‒–—―]+|n\/?a|unknown|\?|undefined|null|nan|\[object object\])$/;
const SHARE = /^(\d+(?:\.\d+|,\d{1,2})?)\s*%?$/;
const SCORE =
  /^(\d+(?:[.,]\d+)?|[-‐‑‒–—―]+|n\/?a|\?)\s*\/\s*100(?:\s*[·•|,:(‐‑‒–—―-]\s*(.{1,20})|\s+(ship|skip|split|mixed))?$/;
const BARE_SCORE = /^(?:[·•|]\s*)?(ship|skip|n\/a)$/;

/** A page's way to omit a value: nothing, a dash, `N/A`, `Unknown`, `undefined`. */
export function isBlankValue(text: string | undefined): boolean {
  return text === undefined || text === '' || NOTHING.test(lineKey(text));
}

export function valueOrNull(text: string | undefined): string | null {
  return text === undefined || isBlankValue(text) ? null : text;
}

/** A possible panel share: `75%`, `75`, a dash. */
export function isShare(key: string): boolean {
  return SHARE.test(key) || NOTHING.test(key);
}

export function shareOf(key: string): number | null {
  const share = SHARE.exec(key)?.[1];
  return share === undefined ? null : roundFigure(share);
}

/** Rounds a figure out of 100; above 100 it stays, to be refused as written. */
export function roundFigure(figure: string): number {
  const value = Number(figure.replace(',', '.'));
  return value > 100 ? value : Math.round(value);
}

/** The verdict at the start of a text: `Ship`, `Skip`, `Split` or `Mixed`. */
export function verdictOf(text: string | null | undefined): Verdict | null {
  const word = /^(ship|skip|split|mixed)(?![\p{L}\p{N}])/u.exec(lineKey(text ?? ''))?.[1];
  if (word === undefined) return null;
  return word === 'ship' || word === 'skip' ? word : 'split';
}

export function panelCounts(text: string | null): Pick<ComparisonSide, 'shipCount' | 'skipCount'> {
  const count = (word: string) => {
    const figure = new RegExp(`(?<!\\d)(\\d{1,9})\\s*${word}\\b`).exec(lineKey(text ?? ''))?.[1];
    return figure === undefined ? null : Number(figure);
  };
  return { shipCount: count('ship'), skipCount: count('skip') };
}

/** Reads `88/100 · ship`, `—/100 · skip`, `88/100`, `ship`, `N/A`; undefined for other lines. */
export function scoreOf(key: string): Pick<Review, 'score' | 'verdict'> | undefined {
  const bare = BARE_SCORE.exec(key)?.[1];
  if (bare !== undefined) return { score: null, verdict: reviewVerdict(bare) };
  const [whole, figure, afterMark, afterSpace] = SCORE.exec(key) ?? [];
  if (whole === undefined) return undefined;
  const score = roundFigure(figure ?? '');
  return { score: Number.isNaN(score) ? null : score, verdict: reviewVerdict(afterMark ?? afterSpace) };
}

function reviewVerdict(text: string | undefined): Review['verdict'] {
  const word = text?.replace(/[^\p{L}]/gu, '');
  return word === 'ship' || word === 'skip' ? word : null;
}
