import type { Typeface, Weight } from './typeface.ts';

export interface TextStyle {
  size: number;
  weight: Weight;
  fill: string;
}

interface Place {
  x: number;
  /** Of the baseline. */
  y: number;
  anchor?: 'start' | 'middle' | 'end';
}

/** One line of text. */
export function svgText(text: string, { x, y, anchor = 'start' }: Place, style: TextStyle): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" ${styleAttributes(style)}>${escapeXml(text)}</text>`;
}

/** One line in several styles. */
export function svgTexts(
  parts: readonly { text: string; style: TextStyle }[],
  { x, y }: Pick<Place, 'x' | 'y'>,
): string {
  const spans = parts.map(({ text, style }) => `<tspan ${styleAttributes(style)}>${escapeXml(text)}</tspan>`);
  return `<text x="${x}" y="${y}" xml:space="preserve">${spans.join('')}</text>`;
}

const WEIGHTS: Record<Weight, number> = { regular: 400, bold: 700 };

function styleAttributes({ size, weight, fill }: TextStyle): string {
  return `font-family="Noto Sans" font-size="${size}" font-weight="${WEIGHTS[weight]}" fill="${fill}"`;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');
}

/** Measures text of one style, for breaking it into lines. */
export function measureIn(typeface: Typeface, { size, weight }: TextStyle, maxWidth: number) {
  return { maxWidth, width: (text: string) => typeface.width(text, { size, weight }) };
}
