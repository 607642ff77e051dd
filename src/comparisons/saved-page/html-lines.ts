import { ElementType } from 'htmlparser2';
import { isFigureLabel } from './card-labels.ts';
import {
  breakAround,
  type Document,
  type Element,
  isCell,
  isEmpty,
  isFigure,
  isHeading,
  isLink,
  isSection,
  isSeen,
  type Node,
  siblingsOf,
} from './html-elements.ts';
import { lineKey, type SourceLine } from './page-lines.ts';

interface Walk {
  lines: SourceLine[];
  /** The line that is being put together, whether anything of it can be seen, and where it began. */
  parts: string[];
  blank: boolean;
  number: number;
  /** Whether all that the line shows so far stands in links. */
  linked: boolean;
  /** How many `<pre>`, headings and links are open, and which quotations and parts of the page are. */
  open: { pre: number; heading: number; link: number; quotations: number[]; sections: number[] };
  /** How many quotations and parts of the page have begun. */
  begun: { quotations: number; sections: number };
  cells: Cell[];
  /** The open tables, and whether each is a decision table: each of its cells is one line. */
  tables: boolean[];
  terms: TermList[];
  siblings: ReturnType<typeof siblingsOf>;
  lineAt: (offset: number) => number;
  spansAreLines: boolean;
  /** Whether it made a difference that spans are lines. */
  brokeSpans: boolean;
}

/** An open table cell: the line count at which it began, and whether it holds other cells. */
interface Cell {
  start: number;
  nested: boolean;
}

/** An open `<dl>`: whether its terms come first, and the lines of the last one of a figure. */
interface TermList {
  first?: string;
  term?: { start: number; end: number };
}

type Step = { enter: Node } | { leave: Element };

/**
 * The lines that a reader of the page sees: block elements, list items and table cells begin and end one, and
 * paragraphs stand between blank lines. Scripts, styles, controls and hidden elements are left out. A cell of the
 * decision table is one line; an empty cell in a row of three is `N/A`. A figure stands above its label, whichever
 * comes first in a `<dl>`.
 */
export function htmlLines(options: { document: Document } & Pick<Walk, 'lineAt' | 'spansAreLines'>): {
  lines: SourceLine[];
  brokeSpans: boolean;
} {
  const { document, ...rest } = options;
  const walk = newWalk(rest);
  const steps: Step[] = document.children.map((enter) => ({ enter })).reverse();
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if ('leave' in step) leave(walk, step.leave);
    else if (step.enter.type === ElementType.Text) addText(walk, step.enter);
    else if ('attribs' in step.enter && isSeen(step.enter)) {
      enter(walk, step.enter);
      steps.push({ leave: step.enter });
      for (const child of step.enter.children.toReversed()) steps.push({ enter: child });
    }
  }
  endLine(walk);
  return { lines: walk.lines, brokeSpans: walk.brokeSpans };
}

function newWalk(options: Pick<Walk, 'lineAt' | 'spansAreLines'>): Walk {
  return {
    ...{ lines: [], parts: [], blank: true, number: 1, linked: true },
    open: { pre: 0, heading: 0, link: 0, quotations: [], sections: [0] },
    begun: { quotations: 0, sections: 0 },
    ...{ cells: [], tables: [], terms: [], siblings: siblingsOf(), brokeSpans: false },
    ...options,
  };
}

function addText(walk: Walk, node: Extract<Node, { data: string }>): void {
  if (walk.blank) walk.number = walk.lineAt((node.startIndex ?? 0) + node.data.search(/\S|$/));
  for (const [index, part] of (walk.open.pre > 0 ? node.data.split('\n') : [node.data]).entries()) {
    if (index > 0) {
      if (walk.blank) blankLine(walk);
      endLine(walk);
      walk.number += 1;
    }
    say(walk, part.replace(/[ \t\n\r\f]+/g, ' '));
  }
}

function say(walk: Walk, text: string): void {
  walk.parts.push(text);
  if (text.trim() === '') return;
  walk.blank = false;
  if (walk.open.link === 0) walk.linked = false;
}

function enter(walk: Walk, element: Element): void {
  border(walk, element);
  const { name } = element;
  if (name === 'pre') walk.open.pre += 1;
  if (name === 'table') walk.tables.push(false);
  if (name === 'dl') walk.terms.push({});
  if (name === 'dt' || name === 'dd') enterTerm(walk, name);
  if (isSection(element)) {
    walk.begun.sections += 1;
    walk.open.sections.push(walk.begun.sections);
  }
  if (isHeading(element)) walk.open.heading += 1;
  if (isLink(element)) walk.open.link += 1;
  if (quotesAlone(walk, element)) {
    walk.begun.quotations += 1;
    walk.open.quotations.push(walk.begun.quotations);
  } else if (name === 'q') say(walk, '“');
  if (!isCell(element)) return;
  const outer = walk.cells.at(-1);
  if (outer !== undefined) outer.nested = true;
  walk.cells.push({ start: walk.lines.length, nested: false });
}

function leave(walk: Walk, element: Element): void {
  const { name } = element;
  const alone = quotesAlone(walk, element);
  if (name === 'q' && !alone) say(walk, '”');
  if (isCell(element)) endCell(walk, element);
  border(walk, element);
  if (breakAround(element) === 'line' && isEmpty(element) && walk.siblings(element).pair)
    walk.lines.push({ text: 'N/A', number: walk.number, role: 'empty' });
  if (alone) walk.open.quotations.pop();
  if (name === 'pre') walk.open.pre -= 1;
  if (name === 'table') walk.tables.pop();
  if (name === 'dl') walk.terms.pop();
  if (name === 'dt' || name === 'dd') leaveTerm(walk, name);
  if (isSection(element)) walk.open.sections.pop();
  if (isHeading(element)) walk.open.heading -= 1;
  if (isLink(element)) walk.open.link -= 1;
}

/** Whether an element is a quotation with nothing but others around it, so that no mark need tell where it ends. */
function quotesAlone(walk: Walk, element: Element): boolean {
  return element.name === 'blockquote' || (element.name === 'q' && walk.siblings(element).quotations);
}

/** Ends the line where an element begins or ends; a paragraph also stands off by a blank line. */
function border(walk: Walk, element: Element): void {
  const how = breakAround(element);
  const figure =
    how === undefined && walk.spansAreLines && isFigure(element) && walk.siblings(element).figures;
  if (figure) walk.brokeSpans = true;
  if (how !== undefined || figure || quotesAlone(walk, element)) endLine(walk);
  if (how === 'paragraph') blankLine(walk);
}

/** More than one blank line says no more than one. */
function blankLine({ lines, number }: Walk): void {
  if (lines.at(-1)?.text !== '') lines.push({ text: '', number });
}

function endLine(walk: Walk): void {
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

/** Joins a cell's lines in the decision table. A cell that holds other cells is no cell of it. */
function endCell(walk: Walk, cell: Element): void {
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

function enterTerm({ terms, lines }: Walk, name: string): void {
  const list = terms.at(-1);
  if (list === undefined) return;
  list.first ??= name;
  if (name === 'dt') list.term = { start: lines.length, end: lines.length };
}

/** Puts a label of a card below its value, as the page's other forms have it. */
function leaveTerm({ terms, lines }: Walk, name: string): void {
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
