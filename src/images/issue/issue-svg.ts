import { FILL, TEXT } from '../../../emails/theme.ts';
import { answerRow, ROW_HEIGHT } from './answer-row.ts';
import { breakLines, cutToWidth, keepLines } from './break-lines.ts';
import type { IssueImageContent } from './issue-image-content.ts';
import { measureIn, svgText, type TextStyle } from './svg-text.ts';
import type { Typeface } from './typeface.ts';

/** In pixels: what social networks show whole. */
export const IMAGE_SIZE = { width: 1200, height: 630 } as const;

const MAX_ANSWERS = 4;
const MAX_SUBJECT_LINES = 4;

const STRIPE = 18;
const LEFT = 64;
const RIGHT = IMAGE_SIZE.width - LEFT;
const BOTTOM = IMAGE_SIZE.height - 28;
const HEAD_BASELINE = 86;
/** Between the head and the answers. */
const SUBJECT_TOP = 112;

const NAME: TextStyle = { size: 32, weight: 'bold', fill: TEXT.ink.light };
const EDITION: TextStyle = { size: 26, weight: 'regular', fill: TEXT.muted.light };
/** The largest that fits is taken. */
const SUBJECT_SIZES = [72, 62, 54, 46];
const LINE_HEIGHT = 1.16;

/** Null if the fonts have the characters of nothing in it. */
export function issueSvg(content: IssueImageContent, typeface: Typeface): string | null {
  const name = typeface.drawable(content.name);
  const edition = typeface.drawable(content.edition);
  const given = typeface.drawable(content.subject);
  const subject = given ?? edition;
  const rows = answerRows(content, typeface);
  if (subject === null || (rows.length === 0 && name === null)) return null;
  const { width, height } = IMAGE_SIZE;
  const parts = [
    `<rect width="${width}" height="${height}" fill="${FILL.card.light}"/>`,
    `<rect width="${width}" height="${STRIPE}" fill="${content.accent}"/>`,
    head(name, given === null ? null : edition, typeface),
    subjectLines(subject, BOTTOM - rows.length * ROW_HEIGHT, typeface),
    ...rows,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${parts.join('')}</svg>`;
}

/** At the bottom of the picture. */
function answerRows({ answers }: IssueImageContent, typeface: Typeface): string[] {
  const draw = (answer: IssueImageContent['answers'][number], top: number) =>
    answerRow(answer, { left: LEFT, right: RIGHT, top }, typeface);
  const drawable = answers.filter((answer) => draw(answer, 0) !== null).slice(0, MAX_ANSWERS);
  const top = BOTTOM - drawable.length * ROW_HEIGHT;
  return drawable.flatMap((answer, index) => draw(answer, top + index * ROW_HEIGHT) ?? []);
}

function head(name: string | null, edition: string | null, typeface: Typeface): string {
  const date = edition ?? '';
  const room = RIGHT - LEFT - typeface.width(date, EDITION) - 40;
  const right = svgText(date, { x: RIGHT, y: HEAD_BASELINE, anchor: 'end' }, EDITION);
  if (name === null) return right;
  const left = cutToWidth(name, measureIn(typeface, NAME, room));
  return svgText(left, { x: LEFT, y: HEAD_BASELINE }, NAME) + right;
}

/** In the middle of the space that it has. */
function subjectLines(subject: string, bottom: number, typeface: Typeface): string {
  const room = bottom - SUBJECT_TOP;
  const settings = SUBJECT_SIZES.map((size) => {
    const style: TextStyle = { size, weight: 'bold', fill: TEXT.ink.light };
    const measure = measureIn(typeface, style, RIGHT - LEFT);
    const most = Math.min(MAX_SUBJECT_LINES, Math.floor(room / (size * LINE_HEIGHT)));
    return { style, measure, most, lines: breakLines(subject, measure) };
  });
  const chosen = settings.find(({ lines, most }) => lines.length <= most) ?? settings.at(-1);
  if (chosen === undefined) return '';
  const { style, measure, most, lines } = chosen;
  const kept = keepLines(lines, most, measure);
  const height = style.size * LINE_HEIGHT;
  const first = SUBJECT_TOP + (room - kept.length * height) / 2 + style.size * 0.92;
  return kept
    .map((line, index) => svgText(line, { x: LEFT, y: Math.round(first + index * height) }, style))
    .join('');
}
