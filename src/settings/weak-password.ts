import { COMMON_PASSWORDS, COMMON_WORDS, ROWS } from './common-passwords.ts';

const MIN_DIFFERENT_CHARACTERS = 5;

/** What is not the newsletter's name has at least so many letters and digits of its own. */
const MIN_BESIDE_NAME = 6;

/** What is neither a common word nor a row of keys has at least so many characters. */
const MIN_OWN_CHARACTERS = 5;

/** So many keys in a row are no accident. */
const MIN_ROW = 3;

/**
 * Why a password is among the first that anybody would try; null where it is not. It looks at the few rules that guessing
 * begins with, and says nothing of how good a password is otherwise. What kinds of characters there are does not matter.
 *
 * @param names What everybody knows of the place, such as the newsletter's name and its host.
 */
export function weaknessOf(password: string, names: readonly string[]): string | null {
  const text = folded(password);
  const letters = lettersAndDigits(text);
  if (new Set(text).size < MIN_DIFFERENT_CHARACTERS || /^(.+)\1+$/su.test(password))
    return 'repeats the same few characters';
  if (COMMON_PASSWORDS.has(letters) || COMMON_PASSWORDS.has(wordIn(password)))
    return 'is one of the most common passwords';
  if (letters !== '' && ownCharacters(letters, []) === 0) return 'is a row of keys, letters or digits';
  if (isLittleMoreThan(names, letters)) return 'is little more than the name of the newsletter';
  const isCommon = [text, undisguised(text)].some(
    (one) => ownCharacters(one, LONGEST_FIRST) < MIN_OWN_CHARACTERS,
  );
  return isCommon ? 'is little more than common words and rows of keys' : null;
}

function isLittleMoreThan(names: readonly string[], letters: string): boolean {
  const known = names.map((name) => lettersAndDigits(folded(name))).filter((name) => name.length > 3);
  const beside = known.reduce((rest, name) => rest.replaceAll(name, ''), letters);
  return beside.length < letters.length && beside.length < MIN_BESIDE_NAME;
}

const LONGEST_FIRST = [...COMMON_WORDS].sort((one, other) => other.length - one.length);

/** Letters that are often written as digits or signs. */
const DISGUISES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

function undisguised(text: string): string {
  return [...text].map((character) => DISGUISES[character] ?? character).join('');
}

/** Without case, accents and spaces. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\s]/gu, '');
}

function lettersAndDigits(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}

/** The word that is left without the digits and signs around it, and without disguises; once, where it is repeated. */
function wordIn(password: string): string {
  const inner = password.toLowerCase().replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const word = lettersAndDigits(folded(undisguised(inner)));
  return /^(.+)\1+$/su.exec(word)?.[1] ?? word;
}

/** How many characters are left without words, years, rows of keys, and one character several times. */
function ownCharacters(text: string, words: readonly string[]): number {
  const left = words
    .reduce((rest, word) => rest.replaceAll(word, ' '), text)
    .replace(/(.)\1{2,}|(?<!\d)(19|20)\d\d(?!\d)/gu, ' ');
  return [...withoutRows(left).replaceAll(' ', '')].length;
}

function withoutRows(text: string): string {
  let left = '';
  for (let at = 0; at < text.length; ) {
    const length = rowAt(text, at);
    left += length < MIN_ROW ? text.charAt(at) : ' ';
    at += length < MIN_ROW ? 1 : length;
  }
  return left;
}

/** How many characters from here on are keys in a row, in either direction. */
function rowAt(text: string, at: number): number {
  let length = 1;
  while (at + length < text.length && isRow(text.slice(at, at + length + 1))) length += 1;
  return length;
}

const BOTH_WAYS = ROWS.flatMap((row) => [row, [...row].reverse().join('')]);

function isRow(text: string): boolean {
  return BOTH_WAYS.some((row) => row.includes(text));
}
