import { oneLine } from '../shared/clean-text.ts';
import { withoutMoreLink } from './more-link.ts';

/** A text as it is compared with other copies of itself. */
export interface ComparableText {
  /** On one line, whatever quotation marks, dashes and accents a copy has. */
  line: string;
  /** Its parts between the places where it was cut; one where it was not. */
  parts: string[];
  /** Whether it is cut before its first part, and after its last one. */
  cutBefore: boolean;
  cutAfter: boolean;
}

/** What stands where a text was cut: an ellipsis, also in brackets, "(more)", or characters that a wrong encoding has lost. */
const CUT = /[[(]\s*(?:more|continued)\s*[\])]|[[(]?\s*(?:\.{3,}|\.\s\.\s\.)\s*[\])]?|\ufffd+/g;

/** Marks and letters that a poorer copy has only as ASCII. */
const BEYOND_ASCII = /[“”„«»‘’‚‐-―…]|[\u00c0-\u024f]/g;

const ENDED = /[.!?。！？۔।]["”'’»)\]]*$/;

/** How a copy that was cut is told from another text that begins alike. */
export interface CutRule {
  /** What is left of a text in a cut copy is at least so long. */
  shortest: number;
  /**
   * Whether a copy counts as cut where no ellipsis says so: `whole words` where a word ends there, because "$9" is no
   * part of "$90".
   */
  unmarked: 'never' | 'whole words' | 'anywhere';
}

/** A beginning of so many characters is that of the same text, wherever it was cut. */
export const SURE_BEGINNING = 20;

/** Makes a text comparable. */
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

/**
 * Whether a text is only a part of another: its beginning, or what is left of it between cuts that are marked. Of two
 * that differ in nothing but a full stop, the one without it.
 */
export function isPartOf(text: ComparableText, whole: ComparableText, rule: CutRule): boolean {
  const left = text.parts.reduce((sum, { length }) => sum + length, 0);
  if (text.line === whole.line || left < rule.shortest) return false;
  const isMarked = text.cutBefore || text.cutAfter || text.parts.length > 1;
  if (isMarked && hasParts(whole.line, text)) return true;
  return rule.unmarked !== 'never' && isBeginning(text.line, whole.line, rule.unmarked === 'whole words');
}

/** Whether a text is made of these parts, in their order, with something between them. */
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

function isBeginning(text: string, whole: string, wholeWords: boolean): boolean {
  if (text === '' || !whole.startsWith(text)) return false;
  const rest = whole.slice(text.length);
  if (!/[\p{L}\p{N}]/u.test(rest)) return !ENDED.test(text) && ENDED.test(whole) && !rest.startsWith('...');
  return !wholeWords || text.length >= SURE_BEGINNING || /^(?:\s|[;:(]|,\s)/.test(rest);
}

/**
 * The known text where the newer one is a poorer copy of it: a part of it, or the same without its paragraphs,
 * typographic marks or accents. Otherwise the newer one.
 */
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
