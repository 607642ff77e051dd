import { formatNumber } from '../shared/counted.ts';

const SMALL = 'none one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** "three", from thirteen on "13"; 0 is "none". */
export function numberWord(number: number): string {
  return SMALL[number] ?? formatNumber(number);
}

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const uncapitalised = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** "one, two and three". */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
