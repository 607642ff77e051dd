import { hasRightToLeft } from '../../shared/clean-text.ts';

/** Every email client shows lines of this width unbroken. */
export const MAX_COLUMNS = 72;

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
const NARROW = /^[\x20-\x7e\u00a0-\u02ff\u2010-\u2027\u2030-\u205e]*$/;
const INVISIBLE = /^[\p{Cf}\p{M}]+$/u;
const WIDE =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const URL_START = /https?:\/\//;

/** First-strong isolate, and pop directional isolate (UAX #9, 2.4). */
const FSI = '\u2068';
const PDI = '\u2069';

/** The columns of a text in a monospaced font: ideographs and emoji take two. */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length;
  let columns = 0;
  for (const character of graphemesOf(text)) columns += characterWidth(character);
  return columns;
}

function characterWidth(character: string): number {
  if (INVISIBLE.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

function* graphemesOf(text: string): Generator<string> {
  for (const { segment } of GRAPHEMES.segment(text)) yield segment;
}

/** Keeps right-to-left text from reordering the text around it. */
export function isolated(text: string): string {
  return hasRightToLeft(text) ? FSI + text + PDI : text;
}

interface Wrapping {
  /** Indents of the first line and of the others. */
  first?: string;
  rest?: string;
  columns?: number;
  /** Also breaks URLs longer than a line, if alignment matters more than following them. */
  breakUrls?: boolean;
}

/** Wraps text between words; longer words are broken between characters. */
export function wrapped(text: string, wrapping: Wrapping = {}): string[] {
  const { first = '', rest = first, columns = MAX_COLUMNS, breakUrls = false } = wrapping;
  const lines: string[] = [];
  const indent = () => (lines.length === 0 ? first : rest);
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const room = columns - displayWidth(indent());
    if (line !== '' && displayWidth(`${line} ${word}`) <= room) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(indent() + line);
    const pieces =
      !breakUrls && URL_START.test(word) ? [word] : splitWord(word, columns - displayWidth(rest));
    line = pieces.pop() ?? '';
    for (const piece of pieces) lines.push(indent() + piece);
  }
  if (line !== '') lines.push(indent() + line);
  return reisolated(lines);
}

function splitWord(word: string, columns: number): string[] {
  if (displayWidth(word) <= columns) return [word];
  const pieces: string[] = [];
  let [piece, taken] = ['', 0];
  // Segmenting into graphemes is slow, and narrow characters need none.
  for (const character of NARROW.test(word) ? word : graphemesOf(word)) {
    const more = NARROW.test(character) ? character.length : characterWidth(character);
    if (piece !== '' && taken + more > columns) {
      pieces.push(piece);
      [piece, taken] = ['', 0];
    }
    piece += character;
    taken += more;
  }
  return [...pieces, piece];
}

/** Isolates end with their line: closes those left open, and opens them again in the next. */
function reisolated(lines: string[]): string[] {
  let open = 0;
  return lines.map((line) => {
    const before = FSI.repeat(open);
    open = Math.max(0, open + line.split(FSI).length - line.split(PDI).length);
    const indent = /^ */.exec(line)?.[0] ?? '';
    return indent + before + line.slice(indent.length) + PDI.repeat(open);
  });
}

export function underlined(text: string, underline: '=' | '-'): string[] {
  const lines = wrapped(text);
  return [...lines, underline.repeat(Math.max(1, ...lines.map(displayWidth)))];
}

export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - displayWidth(text)));
}

/** Puts an empty line between blocks; empty blocks are left out. */
export function stacked(blocks: readonly (readonly string[])[]): string[] {
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : ['', ...block]));
}
