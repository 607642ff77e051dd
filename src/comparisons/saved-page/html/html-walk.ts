import { isFigureLabel } from '../card-labels.ts';
import { lineKey, type SourceLine } from '../page-lines.ts';
import { createSiblingLookup, type Element } from './html-elements.ts';

export interface Walk {
  lines: SourceLine[];
  /** The current line: its parts, whether it is blank so far, and where it began. */
  parts: string[];
  blank: boolean;
  number: number;
  /** All visible text of the line is in links. */
  linked: boolean;
  /** Counts of open elements, and the numbers of open quotations and sections. */
  open: { pre: number; heading: number; link: number; quotations: number[]; sections: number[] };
  /** Counts of quotations and sections begun. */
  begun: { quotations: number; sections: number };
  cells: Cell[];
  /** Open tables: true for a decision table, each of whose cells is one line. */
  tables: boolean[];
  terms: TermList[];
  siblings: ReturnType<typeof createSiblingLookup>;
  lineAt: (offset: number) => number;
  spansAreLines: boolean;
  /** Treating spans as lines made a difference. */
  brokeSpans: boolean;
}

/** An open table cell: the line count at its start, and whether it contains other cells. */
interface Cell {
  start: number;
  nested: boolean;
}

/** An open `<dl>`: which kind of item comes first, and the lines of its last term. */
interface TermList {
  first?: string;
  term?: { start: number; end: number };
}

export function newWalk(options: Pick<Walk, 'lineAt' | 'spansAreLines'>): Walk {
  return {
    ...{ lines: [], parts: [], blank: true, number: 1, linked: true },
    open: { pre: 0, heading: 0, link: 0, quotations: [], sections: [0] },
    begun: { quotations: 0, sections: 0 },
    ...{ cells: [], tables: [], terms: [], siblings: createSiblingLookup(), brokeSpans: false },
    ...options,
  };
}

export function appendText(walk: Walk, text: string): void {
  walk.parts.push(text);
  if (text.trim() === '') return;
  walk.blank = false;
  if (walk.open.link === 0) walk.linked = false;
}

export function blankLine({ lines, number }: Walk): void {
  if (lines.at(-1)?.text !== '') lines.push({ text: '', number });
}

export function endLine(walk: Walk): void {
  if (walk.blank) {
    if (walk.parts.length > 0) walk.parts = [];
    return;
  }
  const text = walk.parts.join('').trim();
  const quotation = walk.open.quotations[0];
  walk.lines.push({
    ...{ text, number: walk.number, section: walk.open.sections.at(-1) ?? 0 },
    ...(walk.open.heading > 0 ? { role: 'heading' as const } : walk.linked ? { role: 'link' as const } : {}),
    ...(quotation === undefined ? {} : { quotation }),
  });
  Object.assign(walk, { parts: [], blank: true, linked: true });
}

/** Joins a cell's lines in the decision table. A cell that contains other cells is a layout cell. */
export function endCell(walk: Walk, cell: Element): void {
  endLine(walk);
  const { start, nested } = walk.cells.pop() ?? { start: walk.lines.length, nested: true };
  if (nested || walk.tables.length === 0) return;
  const lines = walk.lines.slice(start).filter(({ text }) => text !== '');
  const text = lines.map((line) => line.text).join(' ');
  if (/^decision$/i.test(text)) walk.tables[walk.tables.length - 1] = true;
  if (text === '' && walk.siblings(cell).rowOfThree)
    walk.lines.splice(start, Infinity, { text: 'N/A', number: walk.number });
  else if (walk.tables.at(-1) === true)
    walk.lines.splice(start, Infinity, { text, number: lines[0]?.number ?? walk.number });
}

export function enterTerm({ terms, lines }: Walk, name: string): void {
  const list = terms.at(-1);
  if (list === undefined) return;
  list.first ??= name;
  if (name === 'dt') list.term = { start: lines.length, end: lines.length };
}

/** Moves a card's label below its value, as in the page's other forms. */
export function leaveTerm({ terms, lines }: Walk, name: string): void {
  const list = terms.at(-1);
  if (list?.first !== 'dt' || list.term === undefined) return;
  const { start, end } = list.term;
  if (name === 'dt') list.term.end = lines.length;
  else {
    const isLabel = end === start + 1 && isFigureLabel(lineKey(lines[start]?.text ?? ''));
    if (isLabel) lines.push(...lines.splice(start, 1));
    delete list.term;
  }
}
