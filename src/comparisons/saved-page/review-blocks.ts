import type { Review } from '../comparison.ts';
import type { PageLine } from './page-lines.ts';
import { saysNothing } from './said-values.ts';
import { type Scored, scoredLines } from './score-lines.ts';

/** A score line and the text below it. */
export interface Block extends Pick<Review, 'score' | 'verdict'> {
  line: PageLine;
  text: PageLine[];
}

/** What stands below one reviewer's name: a block a tool. */
export interface ReviewGroup {
  reviewer: PageLine | null;
  blocks: Block[];
}

/**
 * The scorecard's blocks by reviewer, or the line near which a reviewer's name cannot be told from the end of a text. Where blank lines set off the texts but not the names, they decide. Otherwise a short line above a score
 * that does not end as a sentence is a name; should that not add up, every second score belongs to a new reviewer.
 */
export function groupBlocks(
  lines: readonly PageLine[],
): { groups: ReviewGroup[] } | { unclear: PageLine | undefined } {
  const { scored, rest } = scoredLines(lines);
  const spaced = isSpaced(scored, rest);
  const ways = spaced
    ? [scored.map(({ line, above }) => above.length > 0 && line.blanks === 0)]
    : [
        scored.map(({ above }, index) => index === 0 || isName(above)),
        scored.map((_, index) => index % 2 === 0),
      ];
  let unclear: PageLine | undefined;
  for (const [way, named] of ways.entries()) {
    const groups = grouped(scored, rest, named);
    const names = groups.map(({ reviewer }) => reviewer?.key);
    const distinct = spaced || way > 0 || new Set(names).size === names.length;
    if (distinct && groups.every(isWhole)) return { groups };
    unclear = groups.find((group) => !isWhole(group))?.blocks[0]?.line;
  }
  return { unclear };
}

/** Whether the block says that its tool was not reviewed: no score, no verdict, no text. */
export function isPlaceholder({ score, verdict, text }: Block): boolean {
  return score === null && verdict === null && text.length === 0;
}

function isWhole({ blocks }: ReviewGroup): boolean {
  return (
    blocks.length <= 2 &&
    blocks.some(({ text }) => text.length > 0) &&
    blocks.every((block) => block.text.length > 0 || isPlaceholder(block))
  );
}

/** Blank lines below every score, none between the first name and its score. */
function isSpaced(scored: readonly Scored[], rest: readonly PageLine[]): boolean {
  const below = scored.map((_, index) => (scored[index + 1]?.above ?? rest)[0]);
  const first = scored[0];
  return (
    first?.line.blanks === 0 &&
    first.above.length > 0 &&
    below.every((line) => line === undefined || line.blanks > 0)
  );
}

function isName(above: readonly PageLine[]): boolean {
  const last = above.at(-1);
  if (last === undefined || above.length < 2) return false;
  const { text } = last;
  return (
    text.length <= 40 &&
    text.split(' ').length <= 4 &&
    !/[.!?…:;,。！？؟]$/.test(text) &&
    !/^[-–—•*\p{Ll}]/u.test(text)
  );
}

function grouped(
  scored: readonly Scored[],
  rest: readonly PageLine[],
  named: readonly boolean[],
): ReviewGroup[] {
  const groups: ReviewGroup[] = [];
  for (const [index, { score, verdict, line, above }] of scored.entries()) {
    const below = scored[index + 1]?.above ?? rest;
    const nextNamed = named[index + 1] === true;
    const block = { score, verdict, line, text: textOf(nextNamed ? below.slice(0, -1) : below) };
    if (named[index]) groups.push({ reviewer: reviewerOf(above), blocks: [block] });
    else groups.at(-1)?.blocks.push(block);
  }
  return groups;
}

function reviewerOf(above: readonly PageLine[]): PageLine | null {
  const name = above.at(-1);
  return name === undefined || saysNothing(name.text) ? null : name;
}

/** Dashes below a text stand for a review that is not there. */
function textOf(lines: readonly PageLine[]): PageLine[] {
  const end = lines.findLastIndex(({ text }) => !saysNothing(text));
  return lines.slice(0, end + 1);
}
