import { isBlankValue, roundFigure } from '../saved-page/reviews/said-values.ts';

// JSON values as sites write them, which is as on their pages. What is not understood is returned unchanged, for the
// schema to refuse with a message about the field.

/** Null for nothing: empty, a dash, `N/A`. */
export function blankToNull(value: unknown): unknown {
  return typeof value === 'string' && isBlankValue(value.trim()) ? null : value;
}

/** `Ship`, `SKIP`, `mixed`. */
export function parseVerdict(value: unknown): unknown {
  const word = blankToNull(value);
  if (typeof word !== 'string') return word;
  const key = word.trim().toLowerCase();
  if (key === 'mixed') return 'split';
  return /^(ship|skip|split)$/.test(key) ? key : value;
}

/** `12`, `1,240`, `12 votes`, `No votes yet`. */
export function parseCount(value: unknown): unknown {
  const text = blankToNull(value);
  if (typeof text !== 'string') return text;
  if (/^no (?:community )?votes(?: yet)?\.?$/i.test(text.trim())) return 0;
  const figure =
    /^(\d{1,10}|\d{1,3}(?:[,.\u00a0\u202f ]\d{3})+)(?: (?:ship|skip|votes?|people|people voted|reviewers?))?$/i.exec(
      text.trim(),
    )?.[1];
  return figure === undefined ? value : Number(figure.replace(/\D/g, ''));
}

/** `88`, `88/100`, `87.5`: out of 100, rounded. A value between 0 and 1 is out of 1, and not understood. */
export function parseScore(value: unknown): unknown {
  const score = blankToNull(value);
  if (typeof score === 'number') return score > 0 && score < 1 ? score : wholePercent(score);
  if (typeof score !== 'string') return score;
  const figure = /^(\d{1,3}(?:[.,]\d+)?)(?:\s*\/\s*100|\s*%)?$/.exec(score.trim())?.[1];
  return figure === undefined ? value : roundFigure(figure);
}

/** A share with its fraction; `isPercent` if it had a percent sign. */
export interface ParsedShare {
  share: number;
  isPercent: boolean;
}

export function parseShare(value: unknown): ParsedShare | null {
  if (typeof value === 'number') return { share: value, isPercent: false };
  if (typeof value !== 'string') return null;
  const [, figure, sign] = /^(\d{1,3}(?:[.,]\d+)?)\s*(%?)(?: ship)?$/i.exec(value.trim()) ?? [];
  return figure === undefined ? null : { share: Number(figure.replace(',', '.')), isPercent: sign === '%' };
}

/** Rounds a share, but to 0 and 100 only if the panel is unanimous. */
export function roundShare(value: number): number {
  return value > 0 && value < 100 ? Math.min(99, Math.max(1, Math.round(value))) : value;
}

function wholePercent(value: number): number {
  return value >= 0 && value <= 100 ? Math.round(value) : value;
}
