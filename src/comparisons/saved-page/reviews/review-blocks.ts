import type { Review } from '../../comparison.ts';
import { type PageLine, type PageProblem, startsParagraph } from '../page-lines.ts';
import { isPanelName, withoutFillers } from './reviewer-names.ts';
import { isBlankValue } from './said-values.ts';
import {
  looksLikeName,
  marksNoReview,
  mayBeName,
  type Scored,
  scoredLines,
  splitScores,
} from './score-lines.ts';

export interface Block extends Pick<Review, 'score' | 'verdict'> {
  line: PageLine;
  text: PageLine[];
}

export interface ReviewGroup {
  reviewer: PageLine | null;
  blocks: Block[];
}

/** Groups, or the line near which a name cannot be told from the end of a text. */
type Grouping = { groups: ReviewGroup[] } | { unclear: PageLine | undefined } | PageProblem;

/**
 * Groups blocks by reviewer. If blank lines separate texts but not names, they decide. Otherwise a short line above a
 * score that does not end a sentence is a name; if that does not add up, every second score starts a new reviewer,
 * unless a line between two scores may be a name after all.
 */
export function groupBlocks(lines: readonly PageLine[]): Grouping {
  const filled = withoutFillers(splitScores(lines));
  return 'problem' in filled ? filled : groupScored(scoredLines(filled.lines));
}

function groupScored({ scored, rest }: ReturnType<typeof scoredLines>): Grouping {
  if (isSpaced(scored, rest)) {
    const starts = scored.map((score, index) => standsBelowName(score, scored[index - 1]));
    const groups = grouped(scored, rest, starts);
    // An empty place below a score leaves a blank line, and the next name looks like the end of a text.
    const hidden = groups.find((group) => group.blocks.length === 2 && endsInPanelName(group));
    return hidden === undefined ? completeGroups(groups) : { unclear: hidden.blocks[0]?.line };
  }
  const named = scored.map(({ above }, index) => index === 0 || isName(above, scored[index - 1]));
  const byName = grouped(scored, rest, named);
  const names = byName.map(({ reviewer }) => reviewer?.key);
  if (new Set(names).size === names.length && byName.every(isWhole)) return checkHiddenNames(byName);
  const inPairs = grouped(
    scored,
    rest,
    scored.map((_, index) => index % 2 === 0),
  );
  return checkHiddenNames(inPairs);
}

function checkHiddenNames(groups: ReviewGroup[]): Grouping {
  const hidden = groups.find(hidesName);
  return hidden === undefined ? completeGroups(groups) : { unclear: hidden.blocks[0]?.line };
}

function completeGroups(groups: ReviewGroup[]): Grouping {
  const part = groups.find((group) => !isWhole(group));
  return part === undefined ? { groups } : { unclear: part.blocks[0]?.line };
}

function endsInPanelName({ blocks: [block] }: ReviewGroup): boolean {
  return (block?.text.length ?? 0) > 1 && isPanelName(block?.text.at(-1));
}

function hidesName({ blocks: [block, second] }: ReviewGroup): boolean {
  const lines = (block?.text ?? []).filter(({ key }) => /[\p{L}\p{N}]/u.test(key));
  const last = lines.at(-1);
  if (last === undefined || second === undefined || lines.length < 2) return false;
  return looksLikeName(last.text) || (startsParagraph(last) && mayBeName(last.text));
}

function isPlaceholder({ score, verdict, text }: Block): boolean {
  return score === null && verdict === null && text.length === 0;
}

function isWhole({ blocks }: ReviewGroup): boolean {
  return (
    blocks.length <= 2 &&
    blocks.some(({ text }) => text.length > 0) &&
    blocks.every((block) => block.text.length > 0 || isPlaceholder(block))
  );
}

/** Blank lines below every score, and none between the first name and its score. */
function isSpaced(scored: readonly Scored[], rest: readonly PageLine[]): boolean {
  const below = scored.map((_, index) => (scored[index + 1]?.above ?? rest)[0]);
  const first = scored.find(({ line, above }) => above.length > 0 && !marksNoReview(line));
  return first?.line.blanksAbove === 0 && below.every((line) => line === undefined || line.blanksAbove > 0);
}

/** On a spaced page, no blank line separates a name from its score, unless a printed page ended there. */
function standsBelowName({ line, above }: Scored, before: Scored | undefined): boolean {
  if (line.blanksAbove > 0 && line.afterPage === true) return before === undefined || isName(above, before);
  return above.length > 0 && (line.blanksAbove === 0 || isPanelName(above.at(-1)));
}

/** Whether the last line above a score is a name; the previous score must keep a line of text, if it has any. */
function isName(above: readonly PageLine[], before: Scored | undefined): boolean {
  const last = above.at(-1);
  const least = before !== undefined && marksNoReview(before.line) ? 1 : 2;
  return last !== undefined && above.length >= least && last.joins !== 'wrapped' && looksLikeName(last.text);
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
  return name === undefined || isBlankValue(name.text) ? null : name;
}

/** Dashes below a text mean a missing review. */
function textOf(lines: readonly PageLine[]): PageLine[] {
  const end = lines.findLastIndex(({ text }) => !isBlankValue(text));
  return lines.slice(0, end + 1);
}
