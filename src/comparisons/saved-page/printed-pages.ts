import type { SourceLine } from './page-lines.ts';

/** What browsers print in page headers and footers: time, page number, URL, title. */
const TIME = String.raw`\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s{1,9}\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?`;
const PAGE_OF = String.raw`(?:page )?\d+ of \d+|page \d+`;
const NUMBER_OF = String.raw`\d+ ?/ ?(?!100(?!\d))\d+`;
const URL_PATTERN = String.raw`https?://\S+`;
const AT_START = new RegExp(`^(?:${TIME}|${PAGE_OF}|${NUMBER_OF}|${URL_PATTERN})(?=\\s|$)`, 'i');
const AT_END = new RegExp(`(?:^|\\s)(?:${TIME}|${PAGE_OF}|${NUMBER_OF}|${URL_PATTERN})$`, 'i');
const SURE = new RegExp(
  `^(?:${TIME}|${PAGE_OF}|${URL_PATTERN}\\s+${NUMBER_OF})(?=\\s|$)|(?:^|\\s)(?:${TIME}|${PAGE_OF})$`,
  'i',
);

const MAX_MARK = 600;

/** Removes the headers and footers of printed pages; a sentence may continue on the line after each. */
export function withoutPrintMarks(lines: readonly SourceLine[]): SourceLine[] {
  const marks = lines.map(({ text }) => markOf(text));
  if (!marks.some((mark) => mark === 'sure')) return [...lines];
  const nonBlank = [...lines.keys()].filter((index) => marks[index] !== 'blank');
  const titles = new Set(nonBlank.filter((_, at) => isTitle({ lines, marks, nonBlank, at })));
  const kept: SourceLine[] = [];
  let afterPage = false;
  for (const [index, line] of lines.entries()) {
    if (marks[index] === 'blank') kept.push(line);
    else if (marks[index] !== undefined || titles.has(index)) afterPage = true;
    else {
      kept.push(afterPage ? { ...line, afterPage } : line);
      afterPage = false;
    }
  }
  return kept;
}

type Mark = 'sure' | 'other' | 'blank' | undefined;

function markOf(line: string): Mark {
  const text = line.trim();
  if (text === '') return 'blank';
  if (text.length > MAX_MARK) return undefined;
  const rest = withoutMarks(text);
  if (SURE.test(text)) return rest === '' || isNamePair(rest) ? 'sure' : undefined;
  return rest === '' || (rest !== text && isNamePair(rest)) ? 'other' : undefined;
}

function withoutMarks(text: string): string {
  let rest = text;
  for (let before = ''; rest !== before; ) {
    before = rest;
    rest = rest.replace(AT_START, '').replace(AT_END, '').trim();
  }
  return rest;
}

function isNamePair(text: string): boolean {
  return / vs\.? /i.test(text) && !/[.!?]$/.test(text);
}

/** Whether the line next to a mark is the page's title: both tools, and the site or more. */
function isTitle({
  lines,
  marks,
  nonBlank,
  at,
}: {
  lines: readonly SourceLine[];
  marks: readonly Mark[];
  nonBlank: readonly number[];
  at: number;
}): boolean {
  const text = lines[nonBlank[at] ?? 0]?.text.trim() ?? '';
  if (text.length > MAX_MARK || !isNamePair(text)) return false;
  const beside = [at - 1, at + 1].some((next) => marks[nonBlank[next] ?? -1] !== undefined);
  return beside && / [|–—·-] /.test(text);
}
