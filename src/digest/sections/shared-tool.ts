import { type ComparisonSide, toolKey } from '../../comparisons/comparison.ts';
import type { Judged } from '../answers/answer.ts';
import type { ItemGroup } from '../group-by-tool.ts';
import type { IssueItem } from '../order-items.ts';
import { panelOf } from '../panel.ts';
import { numberWord } from '../plain-words.ts';
import { scoresOf } from './reviewer-scores.ts';

/** The group's tool as the source that states most has it; null if sources contradict each other on its panel. */
export function sharedSide({ sharedTool, items }: ItemGroup): ComparisonSide | null {
  if (sharedTool === null) return null;
  const sides = items.flatMap(({ comparison }) =>
    comparison.tools.filter((side) => isTool(side, sharedTool)),
  );
  const distinct = (values: readonly unknown[]) => new Set(values.filter((value) => value !== null)).size;
  const panels = sides.map(panelOf);
  const scores = sides
    .map(scoresOf)
    .map((known) => (known.some(({ score }) => score !== null) ? JSON.stringify(known) : null));
  const isOne = [panels.map(({ verdict }) => verdict), panels.map(({ share }) => share), scores].every(
    (values) => distinct(values) < 2,
  );
  const stated = (side: ComparisonSide) => scoresOf(side).filter(({ score }) => score !== null).length;
  const [fullest] = sides.toSorted((one, other) => stated(other) - stated(one));
  return isOne ? (fullest ?? null) : null;
}

/**
 * The rivals of a tool, with the highest share first, unknown ones last, and as they were where shares are alike. What an
 * editor placed stays in front, in that order.
 */
export function rivalsByShare(group: ItemGroup, isPlaced: (item: IssueItem) => boolean): ItemGroup {
  const shared = sharedSide(group);
  if (shared === null) return group;
  const shareIn = (item: IssueItem) => panelOf(rivalIn(item, shared)).share ?? -1;
  const free = group.items.filter((item) => !isPlaced(item));
  const ordered = free.toSorted((one, other) => shareIn(other) - shareIn(one));
  return { ...group, items: [...group.items.filter(isPlaced), ...ordered] };
}

/** The tools of a comparison, the shared one as its section describes it. */
export function toolsWith(
  { comparison: { tools } }: IssueItem,
  shared: ComparisonSide | null,
): [ComparisonSide, ComparisonSide] {
  const known = (side: ComparisonSide) => (shared !== null && isTool(side, shared.name) ? shared : side);
  return [known(tools[0]), known(tools[1])];
}

const isTool = (side: ComparisonSide, tool: string) => toolKey(side.name) === toolKey(tool);

/** The tool of a comparison that is not the group's. */
export function rivalIn({ comparison: { tools } }: IssueItem, shared: ComparisonSide): ComparisonSide {
  return isTool(tools[0], shared.name) ? tools[1] : tools[0];
}

/** "No rival has more than three." */
export function rivalsWords({ count }: Judged, rivals: readonly Judged[]): string[] {
  const counts = rivals.map((rival) => rival.count);
  if (count === null || !counts.every((other) => other !== null && other.of === count.of)) return [];
  const most = Math.max(...counts.map((other) => other?.ship ?? 0));
  if (most >= count.ship) return [];
  return [most === 0 ? ' Nobody would ship a rival.' : ` No rival has more than ${numberWord(most)}.`];
}
