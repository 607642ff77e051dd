import type { SourceLine } from './page-lines.ts';

/** What browsers print at the head and foot of each page: the time, the page's number, the address, the title. */
const TIME = String.raw`\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s{1,9}\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?`;
const PAGE_OF = String.raw`(?:page )?\d+ of \d+|page \d+`;
const NUMBER_OF = String.raw`\d+ ?/ ?(?!100(?!\d))\d+`;
const ADDRESS = String.raw`https?://\S+`;
const AT_START = new RegExp(`^(?:${TIME}|${PAGE_OF}|${NUMBER_OF}|${ADDRESS})(?=\\s|$)`, 'i');
const AT_END = new RegExp(`(?:^|\\s)(?:${TIME}|${PAGE_OF}|${NUMBER_OF}|${ADDRESS})$`, 'i');
const SURE = new RegExp(
  `^(?:${TIME}|${PAGE_OF}|${ADDRESS}\\s+${NUMBER_OF})(?=\\s|$)|(?:^|\\s)(?:${TIME}|${PAGE_OF})$`,
  'i',
);

/** No head or foot of a page is longer, address included. */
const MAX_MARK = 600;

/**
 * The lines of a text without the heads and feet of printed pages. The line after each is marked, because a sentence
 * may go on there. A title is one where it stands beside another mark and names two tools.
 */
export function withoutPrintMarks(lines: readonly SourceLine[]): SourceLine[] {
  const marks = lines.map(({ text }) => markOf(text));
  if (!marks.some((mark) => mark === 'sure')) return [...lines];
  const said = [...lines.keys()].filter((index) => marks[index] !== 'blank');
  const titles = new Set(said.filter((_, at) => isTitle({ lines, marks, said, at })));
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

/** What a line is of a printed page, where it is made of nothing else, or of a title beside a time or a number. */
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

/** Whether the line beside a mark, blank lines aside, is the page's title: it names both tools, and the site or again. */
function isTitle({
  lines,
  marks,
  said,
  at,
}: {
  lines: readonly SourceLine[];
  marks: readonly Mark[];
  said: readonly number[];
  at: number;
}): boolean {
  const text = lines[said[at] ?? 0]?.text.trim() ?? '';
  if (text.length > MAX_MARK || !isNamePair(text)) return false;
  const beside = [at - 1, at + 1].some((next) => marks[said[next] ?? -1] !== undefined);
  return beside && / [|–—·-] /.test(text);
}
