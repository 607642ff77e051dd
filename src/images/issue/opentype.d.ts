// The package has no types of its own; these are the parts that we use.
declare module 'opentype.js' {
  export interface Font {
    unitsPerEm: number;
    /** Zero if the font lacks the character. */
    charToGlyphIndex(character: string): number;
    charToGlyph(character: string): { advanceWidth?: number };
  }
  export function parse(file: ArrayBufferLike): Font;
}
