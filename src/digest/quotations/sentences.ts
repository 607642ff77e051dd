import { oneLine } from '../../shared/clean-text.ts';

const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });

const ABBREVIATION =
  /(?:^|[\s(“"‘'])(?:e\.g|i\.e|vs|cf|ca|approx|incl|esp|mr|mrs|ms|dr|prof|inc|ltd|corp)\.\s*$/i;

/** As in a person's name, or the last in "the U.S. Army". */
const INITIAL = /(?:^|[\s(.])\p{Lu}\.\s*$/u;

const ENCLOSURES = [
  ['(', ')'],
  ['[', ']'],
  ['“', '”'],
  ['«', '»'],
  ['`', '`'],
  ['"', '"'],
] as const;

/** A mark must be closed within this many code units; also bounds the work. */
const MAX_HELD_LENGTH = 600;

/**
 * Each sentence on one line; a blank line ends one too. Unicode's boundaries (UAX #29) are ignored after an
 * abbreviation, before a lower-case letter, in `code`, in brackets and in quotation marks.
 */
export function splitSentences(text: string): string[] {
  return text.split(/\n\s*\n/).flatMap((paragraph) => splitParagraph(oneLine(paragraph)));
}

function splitParagraph(line: string): string[] {
  const sentences: string[] = [];
  let begin = 0;
  for (const { index, segment } of SENTENCES.segment(line)) {
    const end = index + segment.length;
    const isBounded = end - begin < MAX_HELD_LENGTH;
    if (isBounded && continues(line.slice(begin, end), line.slice(end, end + MAX_HELD_LENGTH))) continue;
    sentences.push(line.slice(begin, end).trim());
    begin = end;
  }
  return sentences;
}

function continues(sentence: string, rest: string): boolean {
  if (rest === '') return false;
  return (
    ABBREVIATION.test(sentence) || INITIAL.test(sentence) || /^\p{Ll}/u.test(rest) || isOpen(sentence, rest)
  );
}

/** A mark that is never closed, such as the inches of 5", does not count. */
function isOpen(sentence: string, rest: string): boolean {
  return ENCLOSURES.some(([opening, closing]) => {
    const opened = count(sentence, opening);
    const isInside = opening === closing ? opened % 2 === 1 : opened > count(sentence, closing);
    return isInside && rest.includes(closing);
  });
}

function count(text: string, mark: string): number {
  return text.split(mark).length - 1;
}
