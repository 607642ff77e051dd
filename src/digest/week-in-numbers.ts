import { type ComparisonSide, toolKey } from '../comparisons/comparison.ts';
import type { PublishedComparison } from '../comparisons/comparison-store.ts';
import type { PanelHighlight, WeekInNumbers } from './digest.ts';
import {
  byReviewers,
  clarityOf,
  isFullPanel,
  isKnown,
  type KnownPanel,
  panelOf,
  panelSize,
} from './panel.ts';

interface JudgedTool {
  side: ComparisonSide;
  panel: KnownPanel;
  clarity: number;
  publishedAt: string;
}

/**
 * Each tool counts once, with the panel of its latest publication. The clearest panel is the one furthest from even,
 * unless all are even; the most divided is nearest to even, unless all are equally clear. Ties go to more reviewers,
 * then the higher mean score, then the first. One tool is never both. Smaller panels count only if none is full, a
 * single reviewer never.
 */
export function weekInNumbers(comparisons: readonly PublishedComparison[]): WeekInNumbers {
  const judged = largestPanels(judgedTools(comparisons));
  const [clearest] = judged
    .filter(({ clarity }) => clarity > 0)
    .sort((one, other) => other.clarity - one.clarity || byReviewers(one.side, other.side));
  const [mostDivided] = judged
    .filter(({ clarity }) => clarity < (clearest?.clarity ?? Number.POSITIVE_INFINITY))
    .sort((one, other) => one.clarity - other.clarity || byReviewers(one.side, other.side));
  return {
    comparisons: comparisons.length,
    tools: new Set(comparisons.flatMap(({ tools }) => tools.map(({ name }) => toolKey(name)))).size,
    clearest: clearest === undefined ? null : highlight(clearest, judged),
    mostDivided: mostDivided === undefined ? null : highlight(mostDivided, judged),
  };
}

function judgedTools(comparisons: readonly PublishedComparison[]): JudgedTool[] {
  const tools = new Map<string, JudgedTool>();
  for (const { publishedAt, tools: sides } of comparisons) {
    for (const side of sides) {
      const panel = panelOf(side);
      const known = tools.get(toolKey(side.name));
      if (!isKnown(panel) || (known !== undefined && !isLater(publishedAt, known.publishedAt))) continue;
      tools.set(toolKey(side.name), { side, panel, clarity: clarityOf(panel), publishedAt });
    }
  }
  return [...tools.values()];
}

function largestPanels(judged: readonly JudgedTool[]): JudgedTool[] {
  const full = judged.filter(({ side }) => isFullPanel(panelSize(side)));
  return full.length > 0 ? full : judged.filter(({ side }) => panelSize(side) !== 1);
}

function isLater(one: string, other: string): boolean {
  return Date.parse(one) > Date.parse(other);
}

function highlight({ side, panel, clarity }: JudgedTool, judged: readonly JudgedTool[]): PanelHighlight {
  const alike = judged.filter((other) => other.clarity === clarity).length - 1;
  return { tool: side.name, verdict: panel.verdict, panelShare: panel.share, alike };
}
