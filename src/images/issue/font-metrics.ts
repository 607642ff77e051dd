/** How wide a font's characters are, and which it has. */
export interface FontMetrics {
  has(character: string): boolean;
  /** For a size of one pixel; that of the sign for missing characters if it lacks the character. */
  advance(character: string): number;
}

/**
 * Reads the three tables that this takes: `cmap` (format 12), `hmtx` and `head`; see OpenType 1.9. Without kerning and
 * ligatures, which make text narrower by a percent or two.
 *
 * @throws Error if the font has no table of characters in that format, which ours have.
 */
export function readFontMetrics(file: Uint8Array): FontMetrics {
  const font = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const glyphOf = readCharacters(font, tableAt(font, 'cmap'));
  const unitsPerEm = font.getUint16(tableAt(font, 'head') + 18);
  const lastMetric = font.getUint16(tableAt(font, 'hhea') + 34) - 1;
  const metrics = tableAt(font, 'hmtx');
  return {
    has: (character) => glyphOf(character) > 0,
    advance: (character) =>
      font.getUint16(metrics + Math.min(glyphOf(character), lastMetric) * 4) / unitsPerEm,
  };
}

const tagOf = (tag: string) => Buffer.from(tag, 'latin1').readUInt32BE();

function tableAt(font: DataView, tag: string): number {
  const count = font.getUint16(4);
  for (let index = 0; index < count; index += 1)
    if (font.getUint32(12 + index * 16) === tagOf(tag)) return font.getUint32(12 + index * 16 + 8);
  throw new Error(`The font has no table ${tag}.`);
}

const SEGMENTED_COVERAGE = 12;

/** Groups of characters in a row that have glyphs in a row. */
function readCharacters(font: DataView, cmap: number): (character: string) => number {
  const groups: { first: number; last: number; glyph: number }[] = [];
  const table = subtableAt(font, cmap);
  const count = font.getUint32(table + 12);
  for (let at = table + 16; at < table + 16 + count * 12; at += 12)
    groups.push({ first: font.getUint32(at), last: font.getUint32(at + 4), glyph: font.getUint32(at + 8) });
  return (character) => {
    const code = character.codePointAt(0) ?? 0;
    const group = groups.find(({ first, last }) => first <= code && code <= last);
    return group === undefined ? 0 : group.glyph + code - group.first;
  };
}

function subtableAt(font: DataView, cmap: number): number {
  const count = font.getUint16(cmap + 2);
  for (let index = 0; index < count; index += 1) {
    const at = cmap + font.getUint32(cmap + 4 + index * 8 + 4);
    if (font.getUint16(at) === SEGMENTED_COVERAGE) return at;
  }
  throw new Error('The font has no table of characters in format 12.');
}
