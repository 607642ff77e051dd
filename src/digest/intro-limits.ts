/** The most paragraphs and lists of an intro that are read; they are apart by empty lines. */
export const MAX_BLOCKS = 300;

const EMPHASIS_MARKS = /\*+|_+|\[/g;

/** The library's time grows with the third power of these marks, to minutes. */
const MAX_EMPHASIS_MARKS = { inBlock: 120, inAll: 400 };

/** All characters of those marks together: a line of underscores is one mark, and the time grows with its square. */
const MAX_EMPHASIS_CHARACTERS = { inBlock: 1_000, inAll: 2_000 };

/** Everything at which the library looks for something other than text; the time grows with the square. */
const MAX_MARKS = 500;

const MAX_LINES = 500;

/** List markers on one line, each of which begins a list within the one before it. */
const MAX_LIST_LEVELS = 8;

/** UTF-16 code units without white space: no URL that anybody opens is longer. */
const MAX_WORD_LENGTH = 2_000;

/** White space in a row, which the library reads again from each of its characters. */
const LONG_GAP = /\s{100}/;

const LIST_MARKERS = /^(?:[^\S\n]*(?:[-+*]|\d{1,9}[.)])(?!\S)[^\S\n]*)+/gm;

/**
 * Which paragraphs and lists of an intro are beyond what an editor writes, so that reading their Markdown could take
 * seconds or use up the stack. Looking takes a time that grows with the length alone.
 */
export function findIntricate(blocks: readonly string[]): boolean[] {
  const isTooMuch = hasTooMuchEmphasis(blocks.join('\n'), 'inAll');
  return blocks.map((block) => isTooMuch || isIntricate(block));
}

function isIntricate(block: string): boolean {
  return (
    hasTooMuchEmphasis(block, 'inBlock') ||
    countOf(block, /[*_[\]()<>!\\`~@&]|:\/\/|www\./g) > MAX_MARKS ||
    countOf(block, /\n/g) >= MAX_LINES ||
    LONG_GAP.test(block) ||
    block.split(/\s/).some((word) => word.length > MAX_WORD_LENGTH) ||
    block.match(LIST_MARKERS)?.some((markers) => countOf(markers, /\S+/g) > MAX_LIST_LEVELS) === true
  );
}

function hasTooMuchEmphasis(text: string, where: 'inBlock' | 'inAll'): boolean {
  const marks = text.match(EMPHASIS_MARKS) ?? [];
  return marks.length > MAX_EMPHASIS_MARKS[where] || marks.join('').length > MAX_EMPHASIS_CHARACTERS[where];
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
