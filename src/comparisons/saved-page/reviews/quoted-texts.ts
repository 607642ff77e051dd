import { LIMITS } from '../../comparison.ts';
import { type PageLine, paragraphs } from '../page-lines.ts';
import { marksNoReview } from './score-lines.ts';

/** A text in quotation marks, possibly of several lines, or an unquoted line. */
export interface QuotedText {
  line: PageLine;
  lines: PageLine[];
  text: string;
  /** `open`: no closing mark; `loose`: inner marks do not balance; `absent`: it says that there is no review. */
  marks: 'closed' | 'loose' | 'open' | 'none' | 'absent';
}

const CLOSING: Readonly<Record<string, string>> = { '“': '”', '"': '"', '«': '»', '„': '“' };
const CLOSING_MARKS = '”"»“';
/** White space and direction marks between a quotation mark and the edge of its line. */
const EDGE = /^[\s\u200b\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]$/;

const MAX_QUOTED = 2 * LIMITS.text;

/** A quoted text ends where its own mark closes, whatever is quoted inside. A quotation element is one text. */
export function quotedTexts(lines: readonly PageLine[]): QuotedText[] {
  const texts: QuotedText[] = [];
  let at = 0;
  for (let line = lines[0]; line !== undefined; line = lines[at]) {
    const { length, marks } = extent(lines, at);
    const own = lines.slice(at, at + length);
    texts.push({ line, marks, lines: own, text: unquoted(own, marks) });
    at += length;
  }
  return texts;
}

type Extent = Pick<QuotedText, 'marks'> & { length: number };

function extent(lines: readonly PageLine[], at: number): Extent {
  const first = lines[at];
  if (first?.quotation !== undefined) {
    const end = lines.findIndex(({ quotation }, index) => index > at && quotation !== first.quotation);
    return { length: (end === -1 ? lines.length : end) - at, marks: 'closed' };
  }
  const opening = openingOf(first);
  if (opening === undefined)
    return { length: 1, marks: first !== undefined && marksNoReview(first) ? 'absent' : 'none' };
  const balanced = balancedEnd(lines, at, opening);
  if (balanced === at - 1) return { length: 1, marks: 'none' };
  if (balanced !== undefined) return { length: balanced + 1 - at, marks: 'closed' };
  const loose = looseEnd(lines, at);
  return loose === undefined
    ? { length: lines.length - at, marks: 'open' }
    : { length: loose + 1 - at, marks: 'loose' };
}

/** If marks do not balance: the line that ends in a mark before one that starts with one. */
function looseEnd(lines: readonly PageLine[], at: number): number | undefined {
  for (let index = at; index < lines.length; index += 1) {
    const text = lines[index]?.text ?? '';
    const next = lines[index + 1];
    if (
      (index > at || text.length > 1) &&
      closingOf(text) !== undefined &&
      (next === undefined || opensQuotation(next))
    )
      return index;
  }
  return undefined;
}

/** The line that closes the first mark; the line before if it only quotes some words at the start. */
function balancedEnd(lines: readonly PageLine[], at: number, opening: string): number | undefined {
  let [depth, length] = [0, 0];
  for (let index = at; index < lines.length && length <= MAX_QUOTED; index += 1) {
    const text = lines[index]?.text ?? '';
    length += text.length;
    const early = closedEarly(text, opening, depth);
    depth = early.depth;
    if (depth <= 0 && closingOf(text) === CLOSING[opening])
      return index === at && early.before && depth === 0 ? at - 1 : index;
    if (depth <= 0) return index === at ? at - 1 : undefined;
  }
  return undefined;
}

/** The nesting after a line, and whether it reached zero before the last mark. */
function closedEarly(text: string, opening: string, start: number): { depth: number; before: boolean } {
  const closing = CLOSING[opening];
  if (opening === closing) return { depth: (start + text.split(opening).length - 1) % 2, before: false };
  let [depth, fell, before] = [start, false, false];
  for (const character of text) {
    if (character !== opening && character !== closing) continue;
    before ||= fell;
    depth += character === opening ? 1 : -1;
    fell = depth <= 0;
  }
  return { depth, before };
}

export function opensQuotation(line: PageLine | undefined): boolean {
  return openingOf(line) !== undefined;
}

function openingOf(line: PageLine | undefined): string | undefined {
  const mark = line?.text[edgeBefore(line.text)];
  return mark !== undefined && mark in CLOSING ? mark : undefined;
}

function closingOf(text: string): string | undefined {
  const mark = text[edgeAfter(text) - 1];
  return mark !== undefined && CLOSING_MARKS.includes(mark) ? mark : undefined;
}

function edgeBefore(text: string): number {
  let at = 0;
  while (at < text.length && EDGE.test(text[at] ?? '')) at += 1;
  return at;
}

function edgeAfter(text: string): number {
  let end = text.length;
  while (end > 0 && EDGE.test(text[end - 1] ?? '')) end -= 1;
  return end;
}

function withoutOpening(text: string): string {
  const at = edgeBefore(text);
  if (!((text[at] ?? '') in CLOSING)) return text;
  return text.slice(at + 1 + edgeBefore(text.slice(at + 1)));
}

function withoutClosing(text: string): string {
  if (closingOf(text) === undefined) return text;
  const inner = text.slice(0, edgeAfter(text) - 1);
  return inner.slice(0, edgeAfter(inner));
}

function unquoted(lines: readonly PageLine[], marks: QuotedText['marks']): string {
  const marked =
    lines[0]?.quotation === undefined ||
    (opensQuotation(lines[0]) && closingOf(lines.at(-1)?.text ?? '') !== undefined);
  if (marks === 'none' || marks === 'absent' || !marked) return paragraphs(lines) ?? '';
  const opened = lines.map((line, index) => {
    const continues = index > 0 && marks === 'loose' && closingOf(lines[index - 1]?.text ?? '') === undefined;
    return { ...line, text: index === 0 || continues ? withoutOpening(line.text) : line.text };
  });
  const last = opened.at(-1);
  if (last !== undefined && marks !== 'open') last.text = withoutClosing(last.text);
  return (paragraphs(opened) ?? '').trim();
}
