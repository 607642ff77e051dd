import type { parseDocument } from 'htmlparser2';

export type Document = ReturnType<typeof parseDocument>;
export type Node = Document['children'][number];
export type Element = Extract<Node, { attribs: unknown }>;
type Parent = NonNullable<Element['parent']>;

const words = (list: string) => new Set(list.split(' '));
const INVISIBLE = words(
  'head title script style template noscript svg math button input select textarea option iframe object canvas audio video',
);
const LINES = words(
  'address article aside body br caption center dd details dialog div dt fieldset figcaption footer form header hgroup html legend li main nav section summary tbody td tfoot th thead tr',
);
const PARAGRAPHS = words('blockquote dl figure h1 h2 h3 h4 h5 h6 hr menu ol p pre table ul');
const SECTIONS = words('article aside body footer main nav section');
const HEADINGS = words('h1 h2 h3 h4 h5 h6');

/** Labels or figures that only a stylesheet puts on lines of their own, unless in running text. */
const FIGURES = words('span strong b small label data time');
const RUNNING_TEXT = words('p blockquote h1 h2 h3 h4 h5 h6 pre');

export function isFigure({ name }: Element): boolean {
  return FIGURES.has(name);
}

export function breakAround({ name }: Element): 'paragraph' | 'line' | undefined {
  if (PARAGRAPHS.has(name)) return 'paragraph';
  return LINES.has(name) ? 'line' : undefined;
}

export function isVisible({ name, attribs }: Element): boolean {
  if (INVISIBLE.has(name) || attribs.hidden !== undefined) return false;
  if (name === 'dialog' && attribs.open === undefined) return false;
  return !/display\s*:\s*none|visibility\s*:\s*hidden/i.test(attribs.style ?? '');
}

export function isCell({ name }: Element): boolean {
  return name === 'td' || name === 'th';
}

export function isSection({ name }: Element): boolean {
  return SECTIONS.has(name);
}

export function isEmpty({ children }: Element): boolean {
  return children.every(
    (node) => !('attribs' in node) && 'data' in node && (node.type !== 'text' || node.data.trim() === ''),
  );
}

export function isHeading({ name }: Element): boolean {
  return HEADINGS.has(name);
}

/** Navigation or a control rather than content. */
export function isLink({ name, attribs }: Element): boolean {
  return name === 'a' || name === 'nav' || attribs.role === 'button' || attribs.role === 'link';
}

export interface Siblings {
  /** Labels and figures among them, and otherwise only blocks and links, no text. */
  figures: boolean;
  /** Quotations among them, and otherwise only blocks. */
  quotations: boolean;
  /** A row of three or more cells, as in the decision table. */
  rowOfThree: boolean;
  /** Two alike, as one review per tool. */
  pair: boolean;
}

export function createSiblingLookup(): (element: Element) => Siblings {
  const known = new Map<Parent | null, Siblings>();
  return ({ parent }) => {
    const found = known.get(parent) ?? describeChildren(parent);
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
  return breakAround(element) !== undefined || INVISIBLE.has(element.name);
}

function describeChildren(parent: Parent | null): Siblings {
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
