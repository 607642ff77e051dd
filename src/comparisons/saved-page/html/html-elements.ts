import type { parseDocument } from 'htmlparser2';

export type Document = ReturnType<typeof parseDocument>;
export type Node = Document['children'][number];
export type Element = Extract<Node, { attribs: unknown }>;
type Parent = NonNullable<Element['parent']>;

const words = (list: string) => new Set(list.split(' '));
const UNSEEN = words(
  'head title script style template noscript svg math button input select textarea option iframe object canvas audio video',
);
const LINES = words(
  'address article aside body br caption center dd details dialog div dt fieldset figcaption footer form header hgroup html legend li main nav section summary tbody td tfoot th thead tr',
);
const PARAGRAPHS = words('blockquote dl figure h1 h2 h3 h4 h5 h6 hr menu ol p pre table ul');
const SECTIONS = words('article aside body footer main nav section');
const HEADINGS = words('h1 h2 h3 h4 h5 h6');

/** What is a label or a figure where only a stylesheet breaks the line, unless it stands in running text. */
const FIGURES = words('span strong b small label data time');
const RUNNING_TEXT = words('p blockquote h1 h2 h3 h4 h5 h6 pre');

/** Whether an element is a label or a figure, by its name. */
export function isFigure({ name }: Element): boolean {
  return FIGURES.has(name);
}

/** How an element breaks its lines off from those around it. */
export function breakAround({ name }: Element): 'paragraph' | 'line' | undefined {
  if (PARAGRAPHS.has(name)) return 'paragraph';
  return LINES.has(name) ? 'line' : undefined;
}

/** Whether a reader sees anything of an element. */
export function isSeen({ name, attribs }: Element): boolean {
  if (UNSEEN.has(name) || attribs.hidden !== undefined) return false;
  if (name === 'dialog' && attribs.open === undefined) return false;
  return !/display\s*:\s*none|visibility\s*:\s*hidden/i.test(attribs.style ?? '');
}

/** Whether an element is a cell of a table. */
export function isCell({ name }: Element): boolean {
  return name === 'td' || name === 'th';
}

/** Whether an element is a part of the page by itself. */
export function isSection({ name }: Element): boolean {
  return SECTIONS.has(name);
}

/** Whether an element shows nothing. */
export function isEmpty({ children }: Element): boolean {
  return children.every(
    (node) => !('attribs' in node) && 'data' in node && (node.type !== 'text' || node.data.trim() === ''),
  );
}

/** Whether an element is a heading. */
export function isHeading({ name }: Element): boolean {
  return HEADINGS.has(name);
}

/** Whether an element leads elsewhere or does something, rather than saying something. */
export function isLink({ name, attribs }: Element): boolean {
  return name === 'a' || name === 'nav' || attribs.role === 'button' || attribs.role === 'link';
}

/** What the children of one element are to each other; found once for all of them. */
export interface Siblings {
  /** Labels and figures stand among them with no text of their own around, beside nothing but blocks and links. */
  figures: boolean;
  /** Quotations stand among them, beside nothing but blocks. */
  quotations: boolean;
  /** A row of three cells or more, as the decision table has. */
  rowOfThree: boolean;
  /** Two alike, as a review of each tool. */
  pair: boolean;
}

/** Looks at the children of each element once, however many of them ask. */
export function siblingsOf(): (element: Element) => Siblings {
  const known = new Map<Parent | null, Siblings>();
  return ({ parent }) => {
    const found = known.get(parent) ?? look(parent);
    known.set(parent, found);
    return found;
  };
}

function isLike({ name, attribs }: Element, other: Element | undefined): boolean {
  return name === other?.name && attribs.class === other.attribs.class;
}

function isFigureOrBlock(element: Element): boolean {
  return standsApart(element) || isFigure(element) || element.name === 'a' || element.name === 'img';
}

function standsApart(element: Element): boolean {
  return breakAround(element) !== undefined || UNSEEN.has(element.name);
}

function look(parent: Parent | null): Siblings {
  const children = parent?.children.filter((node) => !('data' in node) || node.data.trim() !== '') ?? [];
  const elements = children.filter((node): node is Element => 'attribs' in node);
  const all = (wanted: (element: Element) => boolean) =>
    elements.length === children.length && elements.every(wanted);
  const running = parent === null || ('attribs' in parent && RUNNING_TEXT.has(parent.name));
  return {
    figures: !running && children.length >= 2 && all(isFigureOrBlock),
    quotations: !running && all((element) => element.name === 'q' || standsApart(element)),
    rowOfThree: elements.filter(isCell).length >= 3,
    pair: !running && elements.length === 2 && all((element) => isLike(element, elements[0])),
  };
}
