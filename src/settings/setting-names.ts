import { editDistance } from '../shared/edit-distance.ts';
import { settingsSchema } from './settings.ts';

export const SETTING_NAMES: readonly string[] = [
  ...Object.keys(settingsSchema.shape),
  'SCHEDULE',
  'TIMEZONE',
];

/** Never shown; a database URL may contain a password. */
const SECRET_NAMES = [
  'DATABASE_URL',
  'RESEND_API_KEY',
  'RESEND_WEBHOOK_SECRET',
  'API_TOKEN',
  'STUDIO_PASSWORD',
  'SIGNING_SECRET',
];

export function isSecretName(name: string): boolean {
  return SECRET_NAMES.includes(name);
}

/** Shorter names are similar to too many others. */
const MIN_LENGTH_IN_ENVIRONMENT = 6;
const MIN_LENGTH_FOR_TWO_MISTAKES = 12;

/**
 * Null if no name is close. The environment is full of other programs' variables, so only an obvious typo counts
 * there; a file is written for this program, and matched more generously.
 */
export function suggestSetting(name: string, place: 'file' | 'environment'): string | null {
  if (SETTING_NAMES.includes(name)) return null;
  if (place === 'environment' && name.length < MIN_LENGTH_IN_ENVIRONMENT) return null;
  const letters = lettersOf(name);
  const words = sortedWordsOf(name);
  const same = OURS.find((our) => our.letters === letters || our.words === words);
  if (same !== undefined) return same.ours;
  const allowed = allowedMistakes(letters, place);
  const [closest] = OURS.filter((our) => Math.abs(our.letters.length - letters.length) <= allowed)
    .map((our) => ({ ours: our.ours, distance: editDistance(letters, our.letters) }))
    .filter(({ distance }) => distance <= allowed)
    .toSorted((one, other) => one.distance - other.distance);
  if (closest !== undefined) return closest.ours;
  return place === 'file' ? (SETTING_NAMES.find((ours) => isShortened(name, ours)) ?? null) : null;
}

function allowedMistakes({ length }: string, place: 'file' | 'environment'): number {
  if (length < 4) return 0;
  if (length < MIN_LENGTH_FOR_TWO_MISTAKES) return 1;
  return place === 'file' ? 3 : 2;
}

const wordsOf = (name: string) => name.toUpperCase().split(/[_.-]+/);
const lettersOf = (name: string) => wordsOf(name).join('');

/** `LIMIT_DAILY_SEND` has the words of one of ours in another order. */
const sortedWordsOf = (name: string) => wordsOf(name).toSorted().join();

/** Every command compares every variable of its environment with all of these. */
const OURS = SETTING_NAMES.map((ours) => ({
  ours,
  letters: lettersOf(ours),
  words: sortedWordsOf(ours),
}));

/** `RESEND_KEY` omits a word of one of ours, and `TRUST_PROXY` the ends of words. */
function isShortened(name: string, ours: string): boolean {
  const words = wordsOf(name);
  return words.length > 1 && words.every((word) => wordsOf(ours).some((our) => isSameWord(word, our)));
}

/** The leading letters by which two forms of a word are recognised. */
const STEM_LENGTH = 4;

function isSameWord(word: string, our: string): boolean {
  return word === our || (word.length >= STEM_LENGTH && our.startsWith(word.slice(0, STEM_LENGTH)));
}
