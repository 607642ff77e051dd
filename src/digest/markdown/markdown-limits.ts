export const MAX_BLOCKS = 300;

const EMPHASIS_MARKS = /\*+|_+|\[/g;

/** The library's time grows with the cube of these marks, up to minutes. */
const MAX_EMPHASIS_MARKS = { inBlock: 120, inAll: 400 };

/** The characters in those marks: a line of underscores is one mark, and takes quadratic time. */
const MAX_EMPHASIS_CHARACTERS = { inBlock: 1_000, inAll: 2_000 };

/** Everything that might begin markup; takes quadratic time. */
const MAX_MARKS = 500;

const MAX_LINES = 500;

const MAX_LIST_LEVELS = 8;

/** UTF-16 code units without white space; no usable URL is longer. */
const MAX_WORD_LENGTH = 2_000;

/** The library rereads a run of white space from each character. */
const LONG_GAP = /\s{100}/;

const LIST_MARKERS = /^(?:[^\S\n]*(?:[-+*]|\d{1,9}[.)])(?!\S)[^\S\n]*)+/gm;

/** Intricate Markdown takes seconds to parse or overflows the stack; this check takes linear time. */
export function exceedNestingLimit(blocks: readonly string[]): boolean[] {
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
