import { FILL, RULE, TEXT } from '../../../emails/theme.ts';
import { cutToWidth } from './break-lines.ts';
import type { ImageAnswer, ImageFigure } from './issue-image-content.ts';
import { measureIn, svgText, svgTexts, type TextStyle } from './svg-text.ts';
import type { Typeface } from './typeface.ts';

export const ROW_HEIGHT = 58;

const SIZE = 30;
const FIGURE_SIZE = 26;
const FIGURE_COLUMN = 116;
const GAP = 24;
/** From the top of a row. */
const BASELINE = 40;

interface RowPlace {
  left: number;
  right: number;
  top: number;
}

/** An answer and its figures below a hairline, as in the email. Null if its names cannot be drawn. */
export function answerRow(answer: ImageAnswer, place: RowPlace, typeface: Typeface): string | null {
  const { left, right, top } = place;
  const figures = answer.figures.slice(0, 2);
  const ends = figures.map((_figure, index) => right - (figures.length - 1 - index) * FIGURE_COLUMN);
  const badges = figures.map((figure, index) => badge(figure, { end: ends[index] ?? right, top }, typeface));
  const room = right - figures.length * FIGURE_COLUMN - GAP - left;
  const words = fitWords(answer.words, room, typeface);
  if (words === null) return null;
  const line = `<path d="M${left} ${top}H${right}" stroke="${RULE.hairline.light}" stroke-width="2"/>`;
  return line + svgTexts(words, { x: left, y: top + BASELINE }) + badges.join('');
}

function fitWords(words: ImageAnswer['words'], room: number, typeface: Typeface) {
  const fitted: { text: string; style: TextStyle }[] = [];
  let left = room;
  for (const { text, isBold } of words) {
    const drawable = text.trim() === '' ? '' : typeface.drawable(text);
    if (drawable === null) return null;
    const spaced = /^\s/.test(text) ? ` ${drawable}` : drawable;
    const style: TextStyle = { size: SIZE, weight: isBold ? 'bold' : 'regular', fill: TEXT.ink.light };
    const measure = measureIn(typeface, style, left);
    const cut = cutToWidth(/\s$/.test(text) ? `${spaced} ` : spaced, measure);
    fitted.push({ text: cut, style });
    left -= measure.width(cut);
    if (cut.endsWith('…')) break;
  }
  return fitted;
}

const BADGES = {
  ship: { fill: FILL.ship.light, stroke: RULE.ship.light, text: TEXT.onShip.light, dashes: '' },
  skip: { fill: 'none', stroke: RULE.skip.light, text: TEXT.skip.light, dashes: '' },
  split: { fill: 'none', stroke: RULE.split.light, text: TEXT.split.light, dashes: '7 5' },
} as const;

/** Verdicts differ in shape, not only in colour: filled, outlined, dashed. */
function badge(
  { text, verdict }: ImageFigure,
  { end, top }: { end: number; top: number },
  typeface: Typeface,
): string {
  const style = { size: FIGURE_SIZE, weight: 'bold', fill: TEXT.muted.light } as const;
  const y = top + BASELINE - 1;
  if (verdict === null) return svgText(text, { x: end, y, anchor: 'end' }, { ...style, weight: 'regular' });
  const { fill, stroke, text: colour, dashes } = BADGES[verdict];
  const width = Math.ceil(typeface.width(text, style)) + 22;
  const box = `<rect x="${end - width}" y="${top + 11}" width="${width - 2}" height="38" rx="5" fill="${fill}" stroke="${stroke}" stroke-width="3" stroke-dasharray="${dashes}"/>`;
  return box + svgText(text, { x: end - 1 - width / 2, y, anchor: 'middle' }, { ...style, fill: colour });
}
