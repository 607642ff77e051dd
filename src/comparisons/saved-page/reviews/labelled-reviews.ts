import { repeatKey, withoutRepeats } from '../../checks/repeated-reviewers.ts';
import type { PageLayout } from '../page-layout.ts';
import { cutOff, type PageLine, type PageProblem, type Parsed, paragraphs } from '../page-lines.ts';
import { type StatedPanel, tallyOf, WRITE_AS_JSON } from '../panel.ts';
import { findBrokenText } from '../wrapped-lines.ts';
import { advertAmong, doubtfulParagraph } from './after-reviews.ts';
import { ownersOf } from './lone-reviews.ts';
import type { ReviewPair } from './plain-reviews.ts';
import { type Block, groupBlocks, type ReviewGroup } from './review-blocks.ts';
import { isPanelName } from './reviewer-names.ts';
import { strayLine, toolNamesAmong } from './stray-lines.ts';

interface LabelledScorecard {
  layout: PageLayout;
  panels: readonly [StatedPanel, StatedPanel];
}

/**
 * Reads a page with labels: a reviewer's name, then a score and a text for the first tool and for the second. A
 * reviewer's only block belongs to the tool for which the page's figures then hold. A page whose reviews do not match
 * its figures is refused. Only the footer shows that the last review is complete.
 */
export function readLabelledReviews({ layout, panels }: LabelledScorecard): Parsed<ReviewPair> {
  const { scorecard: lines, footer } = layout;
  if (footer !== 'whole')
    return cutOff('“Weekly AI Tool Verdicts” does not follow its last review', lines.at(-1));
  const wrongLine = advertAmong(lines) ?? toolNamesAmong(lines, panels);
  if (wrongLine !== undefined) return wrongLine;
  const read = groupBlocks(lines);
  if ('problem' in read) return read;
  if ('unclear' in read) return unclear(read.unclear);
  return strayLine({ ...read, lines, panels }) ?? placed(read.groups, panels);
}

function unclear(line: PageLine | undefined): PageProblem {
  const problem =
    'Below each reviewer’s name in the “Reviewer scorecard”, a score and a text must follow for one or both tools: save the whole page again';
  return { problem, ...(line === undefined ? {} : { line: line.number }) };
}

function placed(groups: readonly ReviewGroup[], panels: LabelledScorecard['panels']): Parsed<ReviewPair> {
  const broken = groups.flatMap(({ blocks }) => blocks.map(({ text }) => findBrokenText(text))).find(Boolean);
  const problem = broken ?? (isInOwnSection(groups) ? undefined : doubtfulParagraph(textsOf(groups)));
  if (problem !== undefined) return problem;
  const shown = groups.flatMap(({ reviewer, blocks }) =>
    blocks.flatMap((block, index) => {
      const tool = blocks.length === 1 ? undefined : index;
      const review = reviewOf(block, reviewer);
      return review === undefined ? [] : [{ ...review, tool }];
    }),
  );
  // A page may show a review twice, for example for phones.
  const found = withoutRepeats(shown, ({ review, tool }) => {
    const key = repeatKey(review);
    return key === null ? null : `${tool} ${key}`;
  });
  const of = (wanted: number | undefined) => found.filter(({ tool }) => tool === wanted);
  const tally = (tool: number) => tallyOf(of(tool).map(({ review }) => review.verdict));
  const lone = ownersOf(of(undefined), [tally(0), tally(1)], panels);
  if ('problem' in lone) return lone;
  const owners = [...lone.owners];
  const reviews: ReviewPair = [[], []];
  for (const { line, review, tool } of found) {
    reviews[(tool ?? owners.shift()) === 1 ? 1 : 0].push({ line, review });
  }
  return doubtfulName(groups, reviews, panels) ?? { value: reviews };
}

/** A line that only looks like a name: the reviews around it may both be by the reviewer above. */
function doubtfulName(
  groups: readonly ReviewGroup[],
  [first, second]: ReviewPair,
  [one, other]: LabelledScorecard['panels'],
): PageProblem | undefined {
  const isIn = (reviews: ReviewPair[0], { blocks }: ReviewGroup) =>
    blocks.length === 1 && reviews.some(({ line }) => line === blocks[0]?.line);
  for (const [index, group] of groups.entries()) {
    const [above, name] = [groups[index - 1], group.reviewer];
    if (above === undefined || name === null || !isIn(first, above) || !isIn(second, group)) continue;
    if (isSurelyName(group, above)) continue;
    const problem = `It is unclear whether “${name.text}” is a reviewer’s name, or the reviews above and below it are by one reviewer, the first about “${one.name}” and the second about “${other.name}”. ${WRITE_AS_JSON}`;
    return { problem, line: name.number };
  }
  return undefined;
}

/** A panel name, a heading, a new section, or a line that blank lines group with its score. */
function isSurelyName({ reviewer, blocks: [block] }: ReviewGroup, above: ReviewGroup): boolean {
  if (reviewer === null || isPanelName(reviewer) || reviewer.role === 'heading') return true;
  if (reviewer.section !== above.blocks[0]?.line.section) return true;
  return reviewer.blanksAbove > 0 && block?.line.blanksAbove === 0;
}

function textsOf(groups: readonly ReviewGroup[]): PageLine[][] {
  return groups.flatMap(({ blocks }) => blocks.map(({ text }) => text)).filter((text) => text.length > 0);
}

/** An HTML page with a section for each reviewer has nothing else in the last one. */
function isInOwnSection(groups: readonly ReviewGroup[]): boolean {
  const [last, before] = [groups.at(-1)?.blocks.at(-1), groups.at(-2)?.blocks[0]];
  const own = last?.line.section;
  if (own === undefined || before === undefined || before.line.section === own) return false;
  return last?.text.every(({ section }) => section === own) === true;
}

function reviewOf({ line, score, verdict, text: lines }: Block, reviewer: PageLine | null) {
  const text = paragraphs(lines);
  if (text === null) return undefined;
  return { line, review: { reviewer: reviewer?.text ?? null, score, verdict, text } };
}
