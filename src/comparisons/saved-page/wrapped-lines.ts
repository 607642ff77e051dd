import type { PageLine, PageProblem } from './page-lines.ts';
import { HOW_TO_SAVE } from './page-lines.ts';
import { endsSentence } from './reviews/score-lines.ts';

/** A line that was broken to a width is at least so long. */
const MIN_WIDTH = 40;
/** A page whose lines are no longer than this may have been broken to any width. */
const MAX_WIDTH = 160;
/** Letters differ in width, so that the lines of a printed paragraph are not equally long. */
const UNEVEN = 1.15;

/**
 * Marks the lines of a text page that go on with the line above. On a page that blank lines space out, these are the
 * lines without one above them. On another page, a line that begins in lower case goes on, and so does one whose first
 * word did not fit on the line above. Where a sentence has no end and nothing tells whether it goes on, that is marked.
 */
export function markWrapped(lines: readonly PageLine[]): PageLine[] {
  const spaced = isSpaced(lines);
  const width = widthOf(lines);
  const longest = lines.reduce((most, { text }) => Math.max(most, text.length), 0);
  return lines.map((line, index) => {
    const before = lines[index - 1];
    if (before === undefined) return line;
    const joins = joined({ before, line, spaced, width, longest });
    return joins === undefined ? line : { ...line, joins };
  });
}

interface Break {
  before: PageLine;
  line: PageLine;
  spaced: boolean;
  /** The length to which lines were broken, where some were. */
  width: number | undefined;
  longest: number;
}

function joined(pair: Break): PageLine['joins'] {
  const { before, line, spaced } = pair;
  const ended = endsSentence(before.text);
  const fills = fillsLine(pair);
  if (line.afterPage) return joinedWhere(fills || !ended, ended);
  if (line.blanks > 0) return !ended && goesOn(line) && endsOpen(before.text) ? 'unclear' : undefined;
  const evident = joinedWhere(fills || (!ended && goesOn(line)), ended);
  return evident ?? (spaced ? 'below' : openEnd(pair, ended));
}

function joinedWhere(isOne: boolean, ended: boolean): PageLine['joins'] {
  return isOne ? (ended ? 'full' : 'wrapped') : undefined;
}

/** Above a sentence without an end stands a line that is not so short that it can only be one by itself. */
function openEnd({ before, longest }: Break, ended: boolean): PageLine['joins'] {
  const mayBeBroken = longest <= MAX_WIDTH || before.text.length * 2 >= longest;
  return !ended && endsOpen(before.text) && mayBeBroken ? 'unclear' : undefined;
}

/** Whether the first word did not fit on the line above, on a page that breaks its lines. */
function fillsLine({ before, line, width }: Break): boolean {
  const [word = ''] = line.text.split(' ', 1);
  const { length } = before.text;
  return width !== undefined && length + 1 + word.length > width && length <= width * UNEVEN;
}

function goesOn({ text }: PageLine): boolean {
  return /^\p{Ll}/u.test(text);
}

/** Whether a line ends in the middle of what it says: in a word, of more than two. */
function endsOpen(text: string): boolean {
  return /[\p{L}\p{N},–—-]$/u.test(text) && text.split(' ').length > 2;
}

/** Whether blank lines stand around the labels of the cards, as a browser saves the labelled form. */
function isSpaced(lines: readonly PageLine[]): boolean {
  const labels = lines.filter(({ key }) => key === 'panel ship' || key === 'entry');
  return labels.length > 0 && labels.every(({ blanks }) => blanks > 0);
}

/** The length of the longest line whose sentence goes on below it. */
function widthOf(lines: readonly PageLine[]): number | undefined {
  const widths = lines.flatMap(({ text }, index) => {
    const next = lines[index + 1];
    const broken = next?.blanks === 0 && goesOn(next) && endsOpen(text);
    return broken && text.length >= MIN_WIDTH ? [text.length] : [];
  });
  return widths.length === 0 ? undefined : widths.reduce((one, other) => Math.max(one, other));
}

/** The first line of a text of which it cannot be told whether it goes on with the one above. */
export function brokenText(lines: readonly PageLine[]): PageProblem | undefined {
  const line = lines.slice(1).find(({ joins }) => joins === 'unclear');
  return line === undefined ? undefined : broken(line);
}

/** The refusal of a page whose broken lines cannot be put together, and how to get one that can be read. */
export function broken(line: PageLine): PageProblem {
  const problem = `The lines of this text are broken, and it cannot be told where its sentences and paragraphs end. ${HOW_TO_SAVE}`;
  return { problem, line: line.number };
}
