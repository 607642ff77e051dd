/** Scripts that show the language, or its most common one: enough for a screen reader to choose a voice. */
const SCRIPTS: readonly (readonly [script: RegExp, language: string])[] = [
  [/[\p{sc=Hiragana}\p{sc=Katakana}]/u, 'ja'],
  [/\p{sc=Hangul}/u, 'ko'],
  [/\p{sc=Han}/u, 'zh'],
  [/\p{sc=Arabic}/u, 'ar'],
  [/\p{sc=Hebrew}/u, 'he'],
  [/\p{sc=Cyrillic}/u, 'ru'],
  [/\p{sc=Greek}/u, 'el'],
  [/\p{sc=Thai}/u, 'th'],
  [/\p{sc=Devanagari}/u, 'hi'],
];

const LETTERS = /\p{L}/gu;
const LATIN = /\p{sc=Latin}/gu;

/** The language (BCP 47) of a text mostly in another script than Latin; null for Latin and unknown ones. */
export function languageOf(text: string): string | null {
  const letters = text.match(LETTERS)?.length ?? 0;
  const latin = text.match(LATIN)?.length ?? 0;
  if (letters === 0 || latin > letters / 2) return null;
  return SCRIPTS.find(([script]) => script.test(text))?.[1] ?? null;
}
