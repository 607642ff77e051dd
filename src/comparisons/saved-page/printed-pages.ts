import type { SourceLine } from './page-lines.ts';

/** What browsers print at the head and foot of each page: the time, the title, the address, the page's number. */
const TIME =
  /^\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?(?:\s.{0,300})?$/i;
const ADDRESS = /^(?:\d+ ?(?:\/|of) ?\d+\s+)?https?:\/\/\S+(?:\s+\d+ ?(?:\/|of) ?\d+)?$/i;
const PAGE_OF = /^(?:page )?\d+ of \d+$|^page \d+$/i;
const NUMBER_OF = /^\d+ ?\/ ?(?!100$)\d+$/;
const TITLE = /^(?=.{0,300} vs ).{1,300} (?:[|–—·-]) .{1,100}$/i;

/**
 * The lines of a text without the heads and feet of printed pages. The line after each is marked, because a sentence
 * may go on there.
 */
export function withoutPrintMarks(lines: readonly SourceLine[]): SourceLine[] {
  const texts = lines.map(({ text }) => text.trim());
  const printed = texts.some(
    (text) => TIME.test(text) || PAGE_OF.test(text) || /\s\d+ ?\/ ?\d+$/.test(addressOf(text)),
  );
  if (!printed) return [...lines];
  const isMark = (text: string) =>
    TIME.test(text) || ADDRESS.test(text) || PAGE_OF.test(text) || NUMBER_OF.test(text);
  const kept: SourceLine[] = [];
  let afterPage = false;
  for (const [index, line] of lines.entries()) {
    const text = texts[index] ?? '';
    const title = TITLE.test(text) && [index - 1, index + 1].some((at) => isMark(texts[at] ?? ''));
    if (isMark(text) || title) afterPage = true;
    else if (text === '') kept.push(line);
    else {
      kept.push(afterPage ? { ...line, afterPage } : line);
      afterPage = false;
    }
  }
  return kept;
}

function addressOf(text: string): string {
  return ADDRESS.test(text) ? text : '';
}
