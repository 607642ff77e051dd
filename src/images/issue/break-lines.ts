export interface Measure {
  /** In the same unit as `maxWidth`. */
  width(text: string): number;
  maxWidth: number;
}

/** Lines no wider than allowed, broken between words, or within a word that is wider than a line. */
export function breakLines(text: string, measure: Measure): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => pieces(one, measure))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (measure.width(longer) <= measure.maxWidth) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function pieces(word: string, { width, maxWidth }: Measure): string[] {
  if (width(word) <= maxWidth) return [word];
  const found: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && width(piece + character) > maxWidth) {
      found.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...found, piece];
}

/** The text if it fits, or as much of its beginning as fits before "…". */
export function cutToWidth(text: string, measure: Measure): string {
  return measure.width(text) <= measure.maxWidth ? text : withEllipsis(text, measure);
}

/** At most `maxLines`; the last one ends in "…" if there would be more. */
export function keepLines(lines: readonly string[], maxLines: number, measure: Measure): string[] {
  if (lines.length <= maxLines) return [...lines];
  return [...lines.slice(0, maxLines - 1), withEllipsis(lines[maxLines - 1] ?? '', measure)];
}

function withEllipsis(text: string, { width, maxWidth }: Measure): string {
  const characters = [...text];
  const cut = () => `${characters.join('').trimEnd()}…`;
  while (characters.length > 0 && width(cut()) > maxWidth) characters.pop();
  return cut();
}
