import type { PageLayout } from './page-layout.ts';
import { cutOff, type PageLine, type PageProblem, type Parsed, paragraphs } from './page-lines.ts';
import { ownerOf, type ReviewPair } from './plain-reviews.ts';
import { type Block, groupBlocks, isPlaceholder, type ReviewGroup } from './review-blocks.ts';

interface LabelledScorecard {
  layout: PageLayout;
  names: readonly [string, string];
  /** How many reviewers each tool has by the decision table, where it says. */
  panels: readonly [number | null, number | null];
}

/**
 * Reviews of a page with labels: a reviewer's name, then a score and a text for the first tool and for the second.
 * Where a reviewer has one block only, it is the tool for which the decision table counts that many more reviewers,
 * else the only one that the text names, else the first. Nothing but the page's end shows that the last review is whole.
 */
export function readLabelledReviews(scorecard: LabelledScorecard): Parsed<ReviewPair> {
  const { scorecard: lines, footer } = scorecard.layout;
  if (footer !== 'whole')
    return cutOff('“Weekly AI Tool Verdicts” does not follow its last review', lines.at(-1));
  const read = groupBlocks(lines);
  return 'unclear' in read ? unclear(read.unclear) : { value: placed(read.groups, scorecard) };
}

function unclear(line: PageLine | undefined): PageProblem {
  const problem =
    'Below each reviewer’s name in the “Reviewer scorecard”, a score and a text must follow for one or both tools: save the whole page again';
  return { problem, ...(line === undefined ? {} : { line: line.number }) };
}

function placed(groups: readonly ReviewGroup[], { names, panels }: LabelledScorecard): ReviewPair {
  const counted = countedTool(groups, panels);
  const reviews: ReviewPair = [[], []];
  for (const { reviewer, blocks } of groups) {
    for (const [index, { line, score, verdict, text: lines }] of blocks.entries()) {
      const text = paragraphs(lines);
      if (text === null) continue;
      const tool = blocks.length === 1 ? (counted ?? ownerOf(text, names)) : index;
      const review = { reviewer: reviewer?.text ?? null, score, verdict, text };
      reviews[tool === 0 ? 0 : 1].push({ line, review });
    }
  }
  return reviews;
}

/** The tool of all lone reviews, where it has as many reviewers more than there are pairs and the other has none. */
function countedTool(
  groups: readonly ReviewGroup[],
  panels: LabelledScorecard['panels'],
): number | undefined {
  const lone = groups.filter(({ blocks }) => blocks.length === 1).length;
  const missing = panels.map((panel, tool) =>
    panel === null ? null : panel - groups.filter(({ blocks }) => isReview(blocks, tool)).length,
  );
  if (missing[0] === 0 && missing[1] === lone) return 1;
  return missing[1] === 0 && missing[0] === lone ? 0 : undefined;
}

/** Whether the tool has a review in a group that shows both. */
function isReview(blocks: readonly Block[], tool: number): boolean {
  const block = blocks[tool];
  return blocks.length === 2 && block !== undefined && !isPlaceholder(block);
}
