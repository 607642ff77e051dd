import { oneLine } from '../../shared/clean-text.ts';
import { withoutMoreLink } from '../more-link.ts';

export interface ComparableText {
  /** On one line, without differences in quotation marks, dashes and accents. */
  line: string;
  /** The parts between cuts; one if nothing was cut. */
  parts: string[];
  cutBefore: boolean;
  cutAfter: boolean;
}

/** Marks of a cut: an ellipsis, possibly in brackets, "(more)", or characters lost to a wrong encoding. */
const CUT = /[[(]\s*(?:more|continued)\s*[\])]|[[(]?\s*(?:\.{3,}|\.\s\.\s\.)\s*[\])]?|\ufffd+/g;

/** Characters that a poorer copy has in ASCII only. */
const BEYOND_ASCII = /[“”„«»‘’‚‐-―…]|[\u00c0-\u024f]/g;

const ENDED = /[.!?。！？۔।]["”'’»)\]]*$/;

/** How to tell a cut copy from another text with the same beginning. */
export interface CutRule {
  minLength: number;
  /** Without an ellipsis: `whole words` only at the end of a word, as "$9" is not a cut "$90". */
  unmarked: 'never' | 'whole words' | 'anywhere';
}

/** A common beginning of this length means the same text, wherever it was cut. */
export const MIN_SURE_PREFIX = 20;

export function comparable(text: string): ComparableText {
  const line = oneLine(text)
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’‚]/g, "'")
    .replace(/[‐-―]/g, '-')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '');
  const shown = withoutMoreLink(line);
  const parts = shown.split(CUT).map((part) => part.trim());
  const cutBefore = parts.length > 1 && parts[0] === '';
  const cutAfter = shown !== line || (parts.length > 1 && parts.at(-1) === '');
  return { line, parts: parts.filter((part) => part !== ''), cutBefore, cutAfter };
}

/** Whether a text is a proper part of another: its beginning, or what remains between marked cuts. */
export function isPartOf(text: ComparableText, whole: ComparableText, rule: CutRule): boolean {
  const left = text.parts.reduce((sum, { length }) => sum + length, 0);
  if (text.line === whole.line || left < rule.minLength) return false;
  const hasCutMarks = text.cutBefore || text.cutAfter || text.parts.length > 1;
  if (hasCutMarks && hasParts(whole.line, text)) return true;
  return rule.unmarked !== 'never' && isPrefix(text.line, whole.line, rule.unmarked === 'whole words');
}

function hasParts(line: string, { parts, cutBefore, cutAfter }: ComparableText): boolean {
  let from = 0;
  for (const [index, part] of parts.entries()) {
    const isFirst = index === 0 && !cutBefore;
    const isLast = index === parts.length - 1 && !cutAfter;
    const at = isFirst ? 0 : isLast ? line.length - part.length : line.indexOf(part, from);
    if (at < from || !line.startsWith(part, at)) return false;
    from = at + part.length;
  }
  return parts.length > 0 && (cutAfter || from === line.length);
}

function isPrefix(text: string, whole: string, wholeWords: boolean): boolean {
  if (text === '' || !whole.startsWith(text)) return false;
  const rest = whole.slice(text.length);
  if (!/[\p{L}\p{N}]/u.test(rest)) return !ENDED.test(text) && ENDED.test(whole) && !rest.startsWith('...');
  return !wholeWords || text.length >= MIN_SURE_PREFIX || /^(?:\s|[;:(]|,\s)/.test(rest);
}

/** The known text if the newer one is a part of it or lacks its paragraphs or marks; else the newer one. */
export function fullerText(known: string, incoming: string, rule: CutRule): string {
  if (known === incoming) return known;
  const [before, now] = [comparable(known), comparable(incoming)];
  if (before.line !== now.line) return isPartOf(now, before, rule) ? known : incoming;
  const [had, has] = [paragraphs(known), paragraphs(incoming)];
  const [marks, newMarks] = [marksIn(known), marksIn(incoming)];
  if (has < had || newMarks < marks) return known;
  const isSame = oneLine(known) === oneLine(incoming) && has === had;
  return isSame ? known : incoming;
}

function paragraphs(text: string): number {
  return text.split(/\n\s*\n/).length;
}

function marksIn(text: string): number {
  return text.normalize('NFC').match(BEYOND_ASCII)?.length ?? 0;
}
