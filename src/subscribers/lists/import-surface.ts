/** Where a person says what a file means: messages tell them how to say it there. */
export type ImportSurface = 'command' | 'studio';

/** The words for the place where a person is. */
export function wordsFor(
  surface: ImportSurface | undefined,
  words: Readonly<Record<ImportSurface, string>>,
): string {
  return words[surface ?? 'command'];
}
