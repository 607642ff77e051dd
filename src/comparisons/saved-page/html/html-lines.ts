import { ElementType } from 'htmlparser2';
import type { SourceLine } from '../page-lines.ts';
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
  isVisible,
  type Node,
} from './html-elements.ts';
import {
  appendText,
  blankLine,
  endCell,
  endLine,
  enterTerm,
  leaveTerm,
  newWalk,
  type Walk,
} from './html-walk.ts';

type Step = { enter: Node } | { leave: Element };

/**
 * The lines that a reader of the page sees: block elements, list items and table cells are lines, and blank lines
 * separate paragraphs. Scripts, styles, controls and hidden elements are left out. A cell of the decision table is one
 * line; an empty cell in a row of three is `N/A`. In a `<dl>`, a figure goes above its label.
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
    else if ('attribs' in step.enter && isVisible(step.enter)) {
      enter(walk, step.enter);
      steps.push({ leave: step.enter });
      for (const child of step.enter.children.toReversed()) steps.push({ enter: child });
    }
  }
  endLine(walk);
  return { lines: walk.lines, brokeSpans: walk.brokeSpans };
}

function addText(walk: Walk, node: Extract<Node, { data: string }>): void {
  if (walk.blank) walk.number = walk.lineAt((node.startIndex ?? 0) + node.data.search(/\S|$/));
  for (const [index, part] of (walk.open.pre > 0 ? node.data.split('\n') : [node.data]).entries()) {
    if (index > 0) {
      if (walk.blank) blankLine(walk);
      endLine(walk);
      walk.number += 1;
    }
    appendText(walk, part.replace(/[ \t\n\r\f]+/g, ' '));
  }
}

function enter(walk: Walk, element: Element): void {
  breakLine(walk, element);
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
  if (isBlockQuotation(walk, element)) {
    walk.begun.quotations += 1;
    walk.open.quotations.push(walk.begun.quotations);
  } else if (name === 'q') appendText(walk, '“');
  if (!isCell(element)) return;
  const outer = walk.cells.at(-1);
  if (outer !== undefined) outer.nested = true;
  walk.cells.push({ start: walk.lines.length, nested: false });
}

function leave(walk: Walk, element: Element): void {
  const { name } = element;
  const alone = isBlockQuotation(walk, element);
  if (name === 'q' && !alone) appendText(walk, '”');
  if (isCell(element)) endCell(walk, element);
  breakLine(walk, element);
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

/** A quotation among nothing but others needs no marks to show where it ends. */
function isBlockQuotation(walk: Walk, element: Element): boolean {
  return element.name === 'blockquote' || (element.name === 'q' && walk.siblings(element).quotations);
}

function breakLine(walk: Walk, element: Element): void {
  const how = breakAround(element);
  const figure =
    how === undefined && walk.spansAreLines && isFigure(element) && walk.siblings(element).figures;
  if (figure) walk.brokeSpans = true;
  if (how !== undefined || figure || isBlockQuotation(walk, element)) endLine(walk);
  if (how === 'paragraph') blankLine(walk);
}
