import { readFont } from '../resvg.ts';
import { type FontMetrics, readFontMetrics } from './font-metrics.ts';

export type Weight = 'regular' | 'bold';

/** The fonts that a picture is drawn with. */
export interface Typeface {
  files: Uint8Array[];
  /** In pixels. */
  width(text: string, style: { size: number; weight: Weight }): number;
  /**
   * The text as it can be drawn: without emoji and other signs that the fonts lack. Null if they lack a letter or digit
   * of it, since the rest would say something else, or if nothing is left.
   */
  drawable(text: string): string | null;
}

/** Noto Sans, for Latin, Greek and Cyrillic. */
export async function readTypeface(): Promise<Typeface> {
  const [regular, bold] = await Promise.all([readFont('regular'), readFont('bold')]);
  const fonts: Record<Weight, FontMetrics> = {
    regular: readFontMetrics(regular),
    bold: readFontMetrics(bold),
  };
  const { has } = fonts.bold;
  return {
    files: [regular, bold],
    width: (text, { size, weight }) =>
      [...text].reduce((sum, character) => sum + fonts[weight].advance(character), 0) * size,
    drawable: (text) => {
      const characters = [...text.normalize('NFC').replace(/[\s\p{Z}]+/gu, ' ')].filter(isSeen);
      if (characters.some((character) => isMeaning(character) && !(isSimple(character) && has(character))))
        return null;
      const left = characters.filter(has).join('').replace(/ +/g, ' ').trim();
      return [...left].some(isMeaning) ? left : null;
    },
  };
}

/** Without it, a text says something else. */
const isMeaning = (character: string) => /[\p{L}\p{N}]/u.test(character);

/** Scripts such as Devanagari, which the fonts have, join and reorder their letters, which Resvg does not do here. */
const isSimple = (character: string) =>
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}]/u.test(character);

/** Neither controls, nor what only changes the character before it. */
const isSeen = (character: string) => !/\p{C}|\p{Variation_Selector}|\u{20E3}/u.test(character);
