import { lineKey, type PageLine, type PageProblem, startsParagraph } from '../page-lines.ts';
import { type StatedPanel, WRITE_AS_JSON } from '../panel.ts';
import type { Block, ReviewGroup } from './review-blocks.ts';
import { isPanelName, MAX_FILLER, shortened } from './reviewer-names.ts';
import { endsSentence, isScoreLine, looksLikeName, mayBeName } from './score-lines.ts';

/** A tool's name among the reviews assigns them in a way that is not supported. */
export function toolNamesAmong(
  lines: readonly PageLine[],
  panels: readonly [StatedPanel, StatedPanel],
): PageProblem | undefined {
  const [one, other] = panels.map(({ name }) => lineKey(name));
  const isTool = ({ key }: PageLine) => key === one || key === other;
  const begin = lines.findIndex((line) => isPanelName(line) || isScoreLine(line));
  const named = lines.filter((line) => isTool(line) && !isPanelName(line) && !isScoreLine(line));
  const head = lines.slice(0, Math.max(0, begin)).filter(isTool);
  const inOrder = head.every(({ key }, index) => key === (index === 0 ? one : other));
  const strayProblem = inOrder ? named.find((line) => !head.includes(line)) : head[0];
  if (strayProblem === undefined) return undefined;
  const problem = `“${strayProblem.text}” is among the reviews, which must be listed by reviewer: first the one about “${panels[0].name}”, then the one about “${panels[1].name}”. ${WRITE_AS_JSON}`;
  return { problem, line: strayProblem.number };
}

/** A line that may be a name or a placeholder, but was read as part of a text or as a name. */
export function strayLine({
  groups,
  lines,
  panels,
}: {
  groups: readonly ReviewGroup[];
  lines: readonly PageLine[];
  panels: readonly [StatedPanel, StatedPanel];
}): PageProblem | undefined {
  const head = linesAboveFirst(lines, groups).filter(({ key }) => !isTableHead(key, panels));
  for (const [index, group] of groups.entries()) {
    const before = index === 0 ? head : (groups[index - 1]?.blocks.at(-1)?.text ?? []);
    const stray =
      strayHeading(group, panels) ??
      strayName(group, before, index === 0) ??
      group.blocks.map(strayIn).find(Boolean) ??
      strayLastLine(group);
    if (stray !== undefined) return astray(stray, group);
  }
  return undefined;
}

function linesAboveFirst(lines: readonly PageLine[], [first]: readonly ReviewGroup[]): PageLine[] {
  const name = first?.reviewer;
  return lines.slice(
    0,
    Math.max(
      0,
      lines.findIndex(({ number, key }) => number === name?.number && key === name.key),
    ),
  );
}

function isTableHead(key: string, panels: readonly StatedPanel[]): boolean {
  return /^reviewers?$/.test(key) || panels.some(({ name }) => lineKey(name) === key);
}

function astray(line: PageLine, { reviewer }: ReviewGroup): PageProblem {
  const name = reviewer === null ? 'a reviewer without a name' : `“${reviewer.text}”`;
  const problem = `It is unclear whether “${shortened(line.text)}”, at the review by ${name}, is a reviewer’s name, part of a text, or there instead of a review: write “No review” where there is none, or join the line to the text it belongs to`;
  return { problem, line: line.number };
}

function looksShort(text: string): boolean {
  return text.split(' ').length <= 4;
}

function strayName(
  { reviewer }: ReviewGroup,
  before: readonly PageLine[],
  isFirst: boolean,
): PageLine | undefined {
  const last = before.at(-1);
  if (last === undefined) return undefined;
  if (isFirst) {
    const text = before.find(
      ({ role, text: words }) => role !== 'heading' && (endsSentence(words) || !looksShort(words)),
    );
    if (text !== undefined) return text;
  }
  const isName = (isFirst || before.length > 1) && startsParagraph(last) && mayBeName(last.text);
  return isName && !isPanelName(reviewer ?? undefined) ? last : undefined;
}

/** A heading within a review, such as “Verdict”, in a name's place or with nothing below it. */
function strayHeading(
  { reviewer, blocks }: ReviewGroup,
  panels: readonly [StatedPanel, StatedPanel],
): PageLine | undefined {
  const ends = blocks.flatMap(({ text }) => (text.length > 1 ? text.slice(-1) : []));
  return [...(reviewer === null ? [] : [reviewer]), ...ends].find((line) => isHeading(line, panels));
}

function isHeading({ key }: PageLine, panels: readonly [StatedPanel, StatedPanel]): boolean {
  const isAboutTool = panels.some(({ name }) => {
    const tool = lineKey(name);
    return [`on ${tool}`, `about ${tool}`, `for ${tool}`, `${tool} review`, `${tool} verdict`].includes(key);
  });
  return isAboutTool || PART_OF_REVIEW.test(key);
}

const PART_OF_REVIEW =
  /^(?:the )?(?:pros|cons|pros and cons|verdict|score|scores|rating|reviews?|reviewers?|summary|tl;?dr|bottom line|conclusion|takeaways?|first impressions?|final thoughts?|strengths?|weaknesses|(?:top|editor[’']?s[’']?) (?:pick|choice)|(?:day|week|month|round|part|take) (?:\d+|one|two|three|four|five))$/;

/** A short line inside a text, or one in place of both score and text. */
function strayIn({ text, score, verdict }: Block): PageLine | undefined {
  const [first, ...others] = text;
  if (first !== undefined && score === null && verdict === null && looksLikeName(first.text)) return first;
  return others.find(
    (line, index) =>
      isPanelName(line) || (index < others.length - 1 && startsParagraph(line) && looksLikeName(line.text)),
  );
}

/** The last line of a reviewer's only text, which may say that the other tool was not reviewed. */
function strayLastLine({ blocks }: ReviewGroup): PageLine | undefined {
  const [block, second] = blocks;
  const last = block?.text.at(-1);
  const isShort = last !== undefined && startsParagraph(last) && last.text.length <= MAX_FILLER;
  return second === undefined && isShort && (block?.text.length ?? 0) > 1 ? last : undefined;
}
