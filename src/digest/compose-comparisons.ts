import { type ComparisonSide, toolKey } from '../comparisons/comparison.ts';
import type { DigestComparison, DigestSide, ToolIntroduction } from './digest.ts';
import { introduceTools } from './introduce-tools.ts';
import type { IssueItem } from './order-items.ts';
import { pairReviewers } from './pair-reviewers.ts';
import { panelOf, panelSize } from './panel.ts';
import { chooseQuotations } from './quotations/choose-quotations.ts';

/** Introductions and quotations appear once: the source repeats its reviews in every comparison of a tool. */
export function composeComparisons(
  items: readonly IssueItem[],
  quotationLength: number,
): Map<IssueItem, DigestComparison> {
  const introductions = introduceTools(items.map(({ comparison }) => comparison));
  const withoutRepeats = oncePerIssue();
  const compose = (side: ComparisonSide) =>
    withoutRepeats(composeSide(side, introductions.get(toolKey(side.name)) ?? null, quotationLength));
  return new Map(
    items.map((item, index) => {
      const { slug, url, tools } = item.comparison;
      const sides: [DigestSide, DigestSide] = [compose(tools[0]), compose(tools[1])];
      const position = index + 1;
      return [item, { slug, position, featured: item.featured, url, sides, reviewers: pairReviewers(tools) }];
    }),
  );
}

function composeSide(
  side: ComparisonSide,
  introduction: ToolIntroduction | null,
  quotationLength: number,
): DigestSide {
  const { verdict, share, count } = panelOf(side);
  return {
    name: side.name,
    introduction,
    verdict,
    panelShare: share,
    panelCount: count,
    panelSize: panelSize(side),
    quotations: chooseQuotations(side, quotationLength),
  };
}

function oncePerIssue(): (side: DigestSide) => DigestSide {
  const said = new Set<string>();
  const isNew = (name: string, text: string) => {
    const key = `${toolKey(name)}\n${text}`;
    const isFirst = !said.has(key);
    said.add(key);
    return isFirst;
  };
  return (side) => ({
    ...side,
    introduction: isNew(side.name, '') ? side.introduction : null,
    quotations: side.quotations.filter(({ text }) => isNew(side.name, text)),
  });
}
