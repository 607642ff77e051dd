import { toolKey } from '../comparisons/comparison.ts';
import { cutText } from './cut-text.ts';
import { plainName } from './fit-line.ts';

/** In UTF-16 code units. A longer name is cut in tables, titles and labels, and whole where its tool is described. */
const MAX_SHORT_NAME_LENGTH = 34;

/** The description after a name, as in "Name: what it does" or "Name (by whom)". */
const DESCRIPTION = /(?::\s|\s+[([]).*$/u;
const MIN_HEAD_LENGTH = 3;

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * How tools are called after their first full name, by `toolKey`: without their description, and cut at a word. Two
 * tools never get the same name.
 */
export function shortNames(names: readonly string[]): (name: string) => string {
  const keys = new Map(names.map((name) => [toolKey(name), name]));
  const heads = distinct(keys, (name) => headOf(name, [...keys.values()]));
  const short = distinct(heads, shortened);
  return (name) => short.get(toolKey(name)) ?? name;
}

/** Between words, or within one that is longer. */
function shortened(name: string): string {
  const cut = cutText(name, MAX_SHORT_NAME_LENGTH);
  if (cut !== null) return cut;
  let head = '';
  for (const { segment } of GRAPHEMES.segment(name)) {
    if (head.length + segment.length >= MAX_SHORT_NAME_LENGTH) break;
    head += segment;
  }
  return head === '' ? name : `${head}…`;
}

function headOf(name: string, all: readonly string[]): string {
  const head = name.replace(DESCRIPTION, '').trimEnd();
  const isShared = all.some((other) => other !== name && toolKey(other).startsWith(toolKey(head)));
  return head.length < MIN_HEAD_LENGTH || plainName(head) === '' || isShared ? name : head;
}

/** A name that another tool would also get stays as it is. */
function distinct(
  names: ReadonlyMap<string, string>,
  shorten: (name: string) => string,
): Map<string, string> {
  const shortened = new Map([...names].map(([key, name]) => [key, shorten(name)]));
  const uses = [...shortened.values()].map(toolKey);
  return new Map(
    [...shortened].map(([key, short]) => {
      const isTaken = uses.filter((use) => use === toolKey(short)).length > 1;
      return [key, isTaken ? (names.get(key) ?? short) : short];
    }),
  );
}
