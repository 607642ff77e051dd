import { COMMON_PASSWORDS, COMMON_WORDS, ROWS } from './common-passwords.ts';

const MIN_DIFFERENT_CHARACTERS = 5;

/** The fewest letters and digits that a password must have besides the newsletter's name. */
const MIN_CHARACTERS_BESIDE_NAME = 6;

/** The fewest characters that are neither common words nor keyboard rows. */
const MIN_OWN_CHARACTERS = 5;

/** The shortest run of keys that is no accident. */
const MIN_ROW_LENGTH = 3;

/** Why it is among the first that attackers try; null if not. @param names What everyone knows about the installation. */
export function passwordWeakness(password: string, names: readonly string[]): string | null {
  const text = fold(password);
  const letters = lettersAndDigits(text);
  if (new Set(text).size < MIN_DIFFERENT_CHARACTERS || /^(.+)\1+$/su.test(password))
    return 'repeats the same few characters';
  if (COMMON_PASSWORDS.has(letters) || COMMON_PASSWORDS.has(coreWord(password)))
    return 'is one of the most common passwords';
  if (letters !== '' && countOwnCharacters(letters, []) === 0) return 'is a row of keys, letters or digits';
  if (isLittleMoreThan(names, letters)) return 'is little more than the name of the newsletter';
  const isCommon = [text, undisguised(text)].some(
    (one) => countOwnCharacters(one, LONGEST_FIRST) < MIN_OWN_CHARACTERS,
  );
  return isCommon ? 'is little more than common words and rows of keys' : null;
}

function isLittleMoreThan(names: readonly string[], letters: string): boolean {
  const known = names.map((name) => lettersAndDigits(fold(name))).filter((name) => name.length > 3);
  const beside = known.reduce((rest, name) => rest.replaceAll(name, ''), letters);
  return beside.length < letters.length && beside.length < MIN_CHARACTERS_BESIDE_NAME;
}

const LONGEST_FIRST = [...COMMON_WORDS].sort((one, other) => other.length - one.length);

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

/** Lower-cased, without accents and spaces. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\s]/gu, '');
}

function lettersAndDigits(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}

/** The word without surrounding digits and signs, undisguised, and reduced to one if it is repeated. */
function coreWord(password: string): string {
  const inner = password.toLowerCase().replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const word = lettersAndDigits(fold(undisguised(inner)));
  return /^(.+)\1+$/su.exec(word)?.[1] ?? word;
}

/** The number of characters left without words, years, keyboard rows and repeated characters. */
function countOwnCharacters(text: string, words: readonly string[]): number {
  const left = words
    .reduce((rest, word) => rest.replaceAll(word, ' '), text)
    .replace(/(.)\1{2,}|(?<!\d)(19|20)\d\d(?!\d)/gu, ' ');
  return [...withoutRows(left).replaceAll(' ', '')].length;
}

function withoutRows(text: string): string {
  let left = '';
  for (let at = 0; at < text.length; ) {
    const length = runLengthAt(text, at);
    left += length < MIN_ROW_LENGTH ? text.charAt(at) : ' ';
    at += length < MIN_ROW_LENGTH ? 1 : length;
  }
  return left;
}

/** The length of the run of neighbouring keys from here, in either direction. */
function runLengthAt(text: string, at: number): number {
  let length = 1;
  while (at + length < text.length && isRow(text.slice(at, at + length + 1))) length += 1;
  return length;
}

const ROWS_BOTH_WAYS = ROWS.flatMap((row) => [row, [...row].reverse().join('')]);

function isRow(text: string): boolean {
  return ROWS_BOTH_WAYS.some((row) => row.includes(text));
}
