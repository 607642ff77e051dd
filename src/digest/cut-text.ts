const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Scripts without spaces between words, where a cut may fall between any two. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

const LOOSE_END = /[\s,;:.–—\-/&|([{<“‘"'«]+$/u;

const CLAUSE_END = /[,;]$/;
const CLAUSE_START = /^\s[–—-]\s/;

/** Cuts after a clause or between words, not in a word, surrogate pair or `code span`; null if nothing fits. */
export function cutText(text: string, maxLength: number): string | null {
  if (text.length <= maxLength) return text;
  const cuts = possibleCuts(text, maxLength - 1).filter((at) => at > 0);
  const clause = cuts.find((at) => at > (maxLength * 2) / 3 && endsClause(text, at));
  const at = clause ?? cuts[0];
  const kept = at === undefined ? '' : text.slice(0, at).replace(LOOSE_END, '');
  return kept === '' ? null : `${kept}…`;
}

function possibleCuts(text: string, limit: number): number[] {
  const cuts: number[] = [];
  for (const { index } of WORDS.segment(text.slice(0, limit + 100))) {
    if (index > limit) break;
    if (isBetweenWords(text, index)) cuts.push(index);
  }
  return cuts.reverse().filter((at) => !isInCode(text, at));
}

function isBetweenWords(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at)) || UNSPACED.test(text.slice(Math.max(0, at - 1), at + 1));
}

function isInCode(text: string, at: number): boolean {
  const before = text.slice(0, at).split('`').length - 1;
  return before % 2 === 1 && text.includes('`', at);
}

function endsClause(text: string, at: number): boolean {
  return CLAUSE_END.test(text.slice(0, at)) || CLAUSE_START.test(text.slice(at, at + 3));
}
