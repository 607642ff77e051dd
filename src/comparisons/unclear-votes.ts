import type { VoteBounds } from './comparison.ts';

/** A count in text: `1,240 votes`, `1.2k`, `12 people`, `100+ ratings`, `by 12`. */
const FIGURE =
  /(?<![\d.,+-])(?:(?<whole>(?:\d{1,3}(?:[,.\u00a0\u202f ]\d{3})+|\d{1,10})(?![.,]?\d|\s?[km]\b))|(?<short>\d{1,4}(?:[.,]\d{1,3})?)\s?(?<unit>[km])\b)(?<more>\+?)(?![\d%])/giu;
const COUNTED =
  /^\s*(?:(?:community|other|more)\s+)?(?:votes?|voters?|people|persons?|users?|readers?|members?|ratings?|responses?|ballots?)\b/iu;
const LEADS_TO_COUNT = /\b(?:by|from|votes?\s*[:(]?)\s*(?:(?:about|over|almost|some)\s+)?$/iu;
const ABOUT = /(?:\b(?:about|around|almost|nearly|roughly|some|ca\.|circa)\s*|[~≈]\s*)$/iu;
const AT_LEAST = /(?:\b(?:over|more than|at least)\s*|>\s*)$/iu;

/** Bounds on the number of votes from all counts in a text; null without any. */
export function voteBoundsIn(text: string): VoteBounds | null {
  const found = [...text.matchAll(FIGURE)].flatMap((match) => {
    const before = text.slice(Math.max(0, match.index - 40), match.index);
    const after = text.slice(match.index + match[0].length, match.index + match[0].length + 40);
    if (!COUNTED.test(after) && !LEADS_TO_COUNT.test(before)) return [];
    return ABOUT.test(before) ? [ANY_VOTES] : [boundsOf(match.groups ?? {}, AT_LEAST.test(before))];
  });
  return found.length === 0 ? null : unionOf(found);
}

/** People voted, but it is unknown how many. */
export const ANY_VOTES: VoteBounds = { min: 1, max: Number.POSITIVE_INFINITY };

const MAX_NUMBER_LENGTH = 60;

/** From a text that is only a rounded number (`1.2k votes`, `100+`, `about 1,200`); else null. */
export function roundedVotes(text: string): VoteBounds | null {
  if (text.length > MAX_NUMBER_LENGTH) return null;
  const [, marks = '', figure = ''] = ROUNDED.exec(text.trim()) ?? [];
  const [match] = figure.matchAll(FIGURE);
  if (match === undefined) return null;
  const { unit, more } = match.groups ?? {};
  if (unit === undefined && more === '' && marks === '') return null;
  const bounds = boundsOf(match.groups ?? {}, AT_LEAST.test(`${marks} `));
  return marks === '' || AT_LEAST.test(`${marks} `) ? bounds : ANY_VOTES;
}

const ROUNDED =
  /^(~|≈|>|about|around|almost|nearly|over|more than|at least|ca\.|circa)?\s*(\d[\d.,\u00a0\u202f ]*\s?[km]?\+?)\s*(?:(?:community )?votes?|voters?|people(?: voted)?)?$/iu;

export function unionOf(found: readonly VoteBounds[]): VoteBounds {
  return {
    min: Math.min(...found.map(({ min }) => min)),
    max: Math.max(...found.map(({ max }) => max)),
  };
}

/** A short figure may be rounded or truncated, so it may be off by one in its last digit. */
function boundsOf(
  { whole, short, unit, more }: Record<string, string | undefined>,
  isMinimum: boolean,
): VoteBounds {
  const isOpen = isMinimum || more === '+';
  if (whole !== undefined) {
    const votes = Number(whole.replace(/\D/g, ''));
    return { min: votes, max: isOpen ? Number.POSITIVE_INFINITY : votes };
  }
  const [digits = '', fraction = ''] = (short ?? '').split(/[.,]/);
  const scale = unit?.toLowerCase() === 'm' ? 1_000_000 : 1_000;
  const votes = Number(`${digits}.${fraction}`) * scale;
  const last = scale / 10 ** fraction.length;
  return { min: votes - last, max: isOpen ? Number.POSITIVE_INFINITY : votes + last };
}
