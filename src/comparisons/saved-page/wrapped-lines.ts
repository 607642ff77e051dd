import type { PageLine, PageProblem } from './page-lines.ts';
import { HOW_TO_SAVE } from './page-lines.ts';
import { endsSentence } from './reviews/score-lines.ts';

/** The shortest line that may have been broken to a width. */
const MIN_WIDTH = 40;
/** A page with no longer lines may have been broken to any width. */
const MAX_WIDTH = 160;
/** Characters differ in width, so printed lines are uneven. */
const UNEVENNESS = 1.15;

/**
 * Marks lines of a text page that continue the line above. On a page with blank lines between paragraphs, these are the
 * lines not preceded by one. On other pages, a line continues if it starts in lower case, or if its first word did not
 * fit above. A sentence without an end that may or may not continue is marked `unclear`.
 */
export function markWrapped(lines: readonly PageLine[]): PageLine[] {
  const spaced = isSpaced(lines);
  const width = widthOf(lines);
  const longest = lines.reduce((most, { text }) => Math.max(most, text.length), 0);
  return lines.map((line, index) => {
    const before = lines[index - 1];
    if (before === undefined) return line;
    const joins = joinWithAbove({ before, line, spaced, width, longest });
    return joins === undefined ? line : { ...line, joins };
  });
}

interface Break {
  before: PageLine;
  line: PageLine;
  spaced: boolean;
  /** The width to which lines were broken, if any were. */
  width: number | undefined;
  longest: number;
}

function joinWithAbove(pair: Break): PageLine['joins'] {
  const { before, line, spaced } = pair;
  const ended = endsSentence(before.text);
  const fills = fillsLine(pair);
  if (line.afterPage) return joinKind(fills || !ended, ended);
  if (line.blanksAbove > 0)
    return !ended && startsLowerCase(line) && endsMidSentence(before.text) ? 'unclear' : undefined;
  const evident = joinKind(fills || (!ended && startsLowerCase(line)), ended);
  return evident ?? (spaced ? 'below' : openEnd(pair, ended));
}

function joinKind(isOne: boolean, ended: boolean): PageLine['joins'] {
  return isOne ? (ended ? 'full' : 'wrapped') : undefined;
}

/** Unclear only if the line above is not too short to have been broken. */
function openEnd({ before, longest }: Break, ended: boolean): PageLine['joins'] {
  const mayBeBroken = longest <= MAX_WIDTH || before.text.length * 2 >= longest;
  return !ended && endsMidSentence(before.text) && mayBeBroken ? 'unclear' : undefined;
}

/** The first word did not fit on the line above. */
function fillsLine({ before, line, width }: Break): boolean {
  const [word = ''] = line.text.split(' ', 1);
  const { length } = before.text;
  return width !== undefined && length + 1 + word.length > width && length <= width * UNEVENNESS;
}

function startsLowerCase({ text }: PageLine): boolean {
  return /^\p{Ll}/u.test(text);
}

/** Ends mid-sentence: in a word, after at least two others. */
function endsMidSentence(text: string): boolean {
  return /[\p{L}\p{N},–—-]$/u.test(text) && text.split(' ').length > 2;
}

/** Blank lines around the cards' labels, as browsers save the labelled form. */
function isSpaced(lines: readonly PageLine[]): boolean {
  const labels = lines.filter(({ key }) => key === 'panel ship' || key === 'entry');
  return labels.length > 0 && labels.every(({ blanksAbove }) => blanksAbove > 0);
}

function widthOf(lines: readonly PageLine[]): number | undefined {
  const widths = lines.flatMap(({ text }, index) => {
    const next = lines[index + 1];
    const isBroken = next?.blanksAbove === 0 && startsLowerCase(next) && endsMidSentence(text);
    return isBroken && text.length >= MIN_WIDTH ? [text.length] : [];
  });
  return widths.length === 0 ? undefined : widths.reduce((one, other) => Math.max(one, other));
}

/** The first line that may or may not continue the one above. */
export function findBrokenText(lines: readonly PageLine[]): PageProblem | undefined {
  const line = lines.slice(1).find(({ joins }) => joins === 'unclear');
  return line === undefined ? undefined : brokenLines(line);
}

export function brokenLines(line: PageLine): PageProblem {
  const problem = `The lines of this text are broken, so it is unclear where its sentences and paragraphs end. ${HOW_TO_SAVE}`;
  return { problem, line: line.number };
}
