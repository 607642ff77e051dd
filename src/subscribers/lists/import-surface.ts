/** Where a person explains a file: messages say how to do it there. */
export type ImportSurface = 'command' | 'studio';

export function wordsFor(
  surface: ImportSurface | undefined,
  words: Readonly<Record<ImportSurface, string>>,
): string {
  return words[surface ?? 'command'];
}
