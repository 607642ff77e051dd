import type { ComparisonSide, Review, Verdict } from '../../comparison.ts';
import { lineKey } from '../page-lines.ts';

/** The last four are what a program writes where it has no value. */
const NOTHING = /^(?:[-‐‑‒–—―]+|n\/?a|unknown|\?|undefined|null|nan|\[object object\])$/;
const SHARE = /^(\d+(?:\.\d+|,\d{1,2})?)\s*%?$/;
const SCORE =
  /^(\d+(?:[.,]\d+)?|[-‐‑‒–—―]+|n\/?a|\?)\s*\/\s*100(?:\s*[·•|,:(‐‑‒–—―-]\s*(.{1,20})|\s+(ship|skip|split|mixed))?$/;
const BARE_SCORE = /^(?:[·•|]\s*)?(ship|skip|n\/a)$/;

/** Whether a value is the page's way to leave it out: nothing, a dash, `N/A`, `Unknown`, `undefined`. */
export function saysNothing(text: string | undefined): boolean {
  return text === undefined || text === '' || NOTHING.test(lineKey(text));
}

/** The value, null where it says nothing. */
export function said(text: string | undefined): string | null {
  return text === undefined || saysNothing(text) ? null : text;
}

/** Whether a line stands where a panel's share does: `75%`, `75`, a dash. */
export function isShare(key: string): boolean {
  return SHARE.test(key) || NOTHING.test(key);
}

/** `75%` or `75` as a whole percentage: shares are ratios, so a fraction is rounded. */
export function shareOf(key: string): number | null {
  const share = SHARE.exec(key)?.[1];
  return share === undefined ? null : rounded(share);
}

/** A figure out of 100 without its fraction; one above 100 keeps it, and is refused as it was said. */
export function rounded(figure: string): number {
  const value = Number(figure.replace(',', '.'));
  return value > 100 ? value : Math.round(value);
}

/** The verdict that a text begins with: `Ship`, `Skip`, `Split` or `Mixed`. */
export function verdictOf(text: string | null | undefined): Verdict | null {
  const word = /^(ship|skip|split|mixed)(?![\p{L}\p{N}])/u.exec(lineKey(text ?? ''))?.[1];
  if (word === undefined) return null;
  return word === 'ship' || word === 'skip' ? word : 'split';
}

/** The panel of `Ship · 3 ship / 1 skip`. */
export function panelCounts(text: string | null): Pick<ComparisonSide, 'shipCount' | 'skipCount'> {
  const count = (word: string) => {
    const figure = new RegExp(`(?<!\\d)(\\d{1,9})\\s*${word}\\b`).exec(lineKey(text ?? ''))?.[1];
    return figure === undefined ? null : Number(figure);
  };
  return { shipCount: count('ship'), skipCount: count('skip') };
}

/** What a line above a review says: `88/100 · ship`, `—/100 · skip`, `88/100`, `ship`, `N/A`; undefined for other lines. */
export function scoreOf(key: string): Pick<Review, 'score' | 'verdict'> | undefined {
  const bare = BARE_SCORE.exec(key)?.[1];
  if (bare !== undefined) return { score: null, verdict: reviewVerdict(bare) };
  const [whole, figure, afterMark, afterSpace] = SCORE.exec(key) ?? [];
  if (whole === undefined) return undefined;
  const score = rounded(figure ?? '');
  return { score: Number.isNaN(score) ? null : score, verdict: reviewVerdict(afterMark ?? afterSpace) };
}

function reviewVerdict(text: string | undefined): Review['verdict'] {
  const word = text?.replace(/[^\p{L}]/gu, '');
  return word === 'ship' || word === 'skip' ? word : null;
}
