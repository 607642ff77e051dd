import { toolKey } from '../comparisons/comparison.ts';
import { cutNames } from './cut-names.ts';
import { plainName } from './fit-line.ts';

/** In UTF-16 code units. A longer name is cut in tables, titles and labels, and whole where its tool is described. */
export const MAX_SHORT_NAME_LENGTH = 34;

/** The description after a name, as in "Name: what it does" or "Name (by whom)". */
const DESCRIPTION = /(?::\s|\s+[([]).*$/u;
const MIN_HEAD_LENGTH = 3;

/**
 * How tools are called after their first full name, by `toolKey`: without their description, and cut at a word. Two
 * tools never get the same name.
 */
export function shortNames(names: readonly string[]): (name: string) => string {
  const heads = undescribedNames(names);
  const keys = [...new Set(names.map(toolKey))];
  const whole = new Map(names.map((name) => [toolKey(name), name]));
  const cut = cutNames(
    keys.map((key) => heads(whole.get(key) ?? key)),
    MAX_SHORT_NAME_LENGTH,
  );
  const short = new Map(keys.map((key, index) => [key, cut[index]]));
  return (name) => short.get(toolKey(name)) ?? name;
}

/** The names without their descriptions, in any length; whole where another tool's name begins so. */
export function undescribedNames(names: readonly string[]): (name: string) => string {
  return (name) => headOf(name, names);
}

function headOf(name: string, all: readonly string[]): string {
  const head = name.replace(DESCRIPTION, '').trimEnd();
  const isShared = all.some(
    (other) => toolKey(other) !== toolKey(name) && toolKey(other).startsWith(toolKey(head)),
  );
  return head.length < MIN_HEAD_LENGTH || plainName(head) === '' || isShared ? name : head;
}
