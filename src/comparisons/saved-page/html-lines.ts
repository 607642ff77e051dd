import { ElementType, type parseDocument } from 'htmlparser2';
import type { SourceLine } from './page-lines.ts';

type Document = ReturnType<typeof parseDocument>;
type Node = Document['children'][number];
type Element = Extract<Node, { attribs: unknown }>;

const words = (list: string) => new Set(list.split(' '));
const UNSEEN = words(
  'head title script style template noscript svg math button input select textarea option iframe object canvas audio video',
);
const LINES = words(
  'address article aside body br caption center dd details dialog div dt fieldset figcaption footer form header hgroup html legend li main nav section summary tbody td tfoot th thead tr',
);
const PARAGRAPHS = words('blockquote dl figure h1 h2 h3 h4 h5 h6 hr menu ol p pre table ul');

/** What is a label or a figure where only a stylesheet breaks the line, unless it stands in running text. */
const FIGURES = words('span strong b small label data time');
const RUNNING_TEXT = words('p blockquote h1 h2 h3 h4 h5 h6 pre');

interface Walk {
  lines: SourceLine[];
  /** The line that is being put together, and where it began. */
  text: string;
  number: number;
  /** How many `<pre>` are open. */
  pre: number;
  /** The line count at which each open table cell began. */
  cells: number[];
  /** Decision tables: each of their cells is one line. */
  decisions: Set<Node>;
  lineAt: (offset: number) => number;
  spansAreLines: boolean;
}

type Step = { enter: Node } | { leave: Element };

/**
 * The lines that a reader of the page sees: block elements, list items and table cells begin and end one, and
 * paragraphs stand between blank lines. Scripts, styles, controls and hidden elements are left out. A cell of the
 * decision table is one line; an empty cell in a row of three is `N/A`.
 */
export function htmlLines(
  options: { document: Document } & Pick<Walk, 'lineAt' | 'spansAreLines'>,
): SourceLine[] {
  const { document, lineAt, spansAreLines } = options;
  const walk: Walk = {
    lines: [],
    text: '',
    number: 1,
    pre: 0,
    cells: [],
    decisions: new Set(),
    lineAt,
    spansAreLines,
  };
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
  return walk.lines;
}

function isSeen({ name, attribs }: Element): boolean {
  if (UNSEEN.has(name) || attribs.hidden !== undefined) return false;
  if (name === 'dialog' && attribs.open === undefined) return false;
  return !/display\s*:\s*none|visibility\s*:\s*hidden/i.test(attribs.style ?? '');
}

function addText(walk: Walk, node: Extract<Node, { data: string }>): void {
  if (walk.text.trim() === '') walk.number = walk.lineAt((node.startIndex ?? 0) + node.data.search(/\S|$/));
  for (const [index, part] of (walk.pre > 0 ? node.data.split('\n') : [node.data]).entries()) {
    if (index > 0) {
      if (walk.text.trim() === '') walk.lines.push({ text: '', number: walk.number });
      endLine(walk);
      walk.number += 1;
    }
    walk.text += part.replace(/[ \t\n\r\f]+/g, ' ');
  }
}

function enter(walk: Walk, element: Element): void {
  border(walk, element);
  if (element.name === 'pre') walk.pre += 1;
  if (isCell(element)) walk.cells.push(walk.lines.length);
}

function leave(walk: Walk, element: Element): void {
  if (isCell(element)) endCell(walk, element);
  if (element.name === 'pre') walk.pre -= 1;
  border(walk, element);
}

/** Ends the line where an element begins or ends; a paragraph also stands off by a blank line. */
function border(walk: Walk, element: Element): void {
  if (PARAGRAPHS.has(element.name)) {
    endLine(walk);
    walk.lines.push({ text: '', number: walk.number });
  } else if (LINES.has(element.name) || (walk.spansAreLines && isFigure(element))) endLine(walk);
}

function endLine(walk: Walk): void {
  const text = walk.text.trim();
  if (text !== '') walk.lines.push({ text, number: walk.number });
  walk.text = '';
}

function isCell({ name }: Element): boolean {
  return name === 'td' || name === 'th';
}

function endCell(walk: Walk, cell: Element): void {
  endLine(walk);
  const start = walk.cells.pop() ?? walk.lines.length;
  const lines = walk.lines.slice(start).filter(({ text }) => text !== '');
  const text = lines.map((line) => line.text).join(' ');
  const table = tableOf(cell);
  if (table !== undefined && /^decision$/i.test(text)) walk.decisions.add(table);
  const joined = table !== undefined && walk.decisions.has(table);
  const rowOfThree =
    (cell.parent?.children.filter((child) => 'attribs' in child && isCell(child)).length ?? 0) >= 3;
  if (text === '' && rowOfThree) walk.lines.splice(start, Infinity, { text: 'N/A', number: walk.number });
  else if (joined) walk.lines.splice(start, Infinity, { text, number: lines[0]?.number ?? walk.number });
}

function tableOf(element: Element): Node | undefined {
  let node: Element['parent'] = element.parent;
  while (node !== null && !('attribs' in node && node.name === 'table')) node = node.parent;
  return node ?? undefined;
}

/** Whether the element and its neighbours are all labels or figures, with no text of their own around them. */
function isFigure({ parent }: Element): boolean {
  if (parent === null || ('attribs' in parent && RUNNING_TEXT.has(parent.name))) return false;
  const siblings = parent.children.filter((node) => !('data' in node) || node.data.trim() !== '');
  return siblings.length >= 2 && siblings.every((node) => 'attribs' in node && FIGURES.has(node.name));
}
