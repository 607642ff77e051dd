import { toolKey } from '../comparisons/comparison.ts';
import { cutText } from './cut-text.ts';

/** In place of a name whose first character alone is too long. */
const UNCUTTABLE = 'Tool';

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Each name in at most this many UTF-16 code units, cut between words, else between graphemes. Two names with the same
 * beginning also keep what tells them apart: "The Patient Debugger… Two". Different names stay different, and cut ones
 * begin alike only if nothing else is possible: then they are numbered.
 */
export function cutNames(names: readonly string[], maxLength: number): string[] {
  const heads = names.map((name) => headOf(name, maxLength));
  const told = names.map((name, index) => {
    const alike = names.filter((other, at) => isSame(heads[at], heads[index]) && !isSame(other, name));
    return alike.length === 0 ? (heads[index] ?? '') : headAndTail(name, alike, maxLength);
  });
  const used = new Map<string, string>();
  return told.map((cut, index) => {
    const [name = '', whose] = [names[index], used.get(toolKey(cut))];
    const free = whose === undefined || whose === toolKey(name) ? cut : numbered(cut, used, maxLength);
    used.set(toolKey(free), toolKey(name));
    return free;
  });
}

const isSame = (one = '', other = '') => toolKey(one) === toolKey(other);

/** Between words, or within one that is longer. */
function headOf(name: string, maxLength: number): string {
  const cut = cutText(name, maxLength);
  if (cut !== null) return cut;
  const head = graphemesOf(name, maxLength - 1);
  return head === '' ? UNCUTTABLE : `${head}…`;
}

function graphemesOf(text: string, maxLength: number): string {
  let head = '';
  for (const { segment } of GRAPHEMES.segment(text)) {
    if (head.length + segment.length > maxLength) break;
    head += segment;
  }
  return head;
}

/** The end begins with the word in which the name first differs from the others. */
function headAndTail(name: string, others: readonly string[], maxLength: number): string {
  const common = Math.max(...others.map((other) => commonLength(name, other)));
  const word = name.slice(0, common).search(/\S+$/u);
  const from = word >= 0 && common - word < maxLength / 2 ? word : common;
  const tail = headOf(name.slice(from).trim(), Math.floor(maxLength / 2));
  const head = headOf(name, maxLength - tail.length - 1);
  return tail === '' ? headOf(name, maxLength) : `${head} ${tail}`;
}

function commonLength(one: string, other: string): number {
  const theirs = [...GRAPHEMES.segment(other)];
  let length = 0;
  for (const [index, { segment }] of [...GRAPHEMES.segment(one)].entries()) {
    if (!isSame(segment, theirs[index]?.segment)) break;
    length += segment.length;
  }
  return length;
}

function numbered(cut: string, used: ReadonlyMap<string, string>, maxLength: number): string {
  for (let number = 2; ; number += 1) {
    const mark = ` (${number})`;
    const name = `${headOf(cut.replace(/…$/u, ''), maxLength - mark.length)}${mark}`;
    if (!used.has(toolKey(name))) return name;
  }
}
