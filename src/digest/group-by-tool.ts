import { type ComparisonSide, toolKey } from '../comparisons/comparison.ts';
import type { IssueItem } from './order-items.ts';

export interface ItemGroup {
  sharedTool: string | null;
  items: IssueItem[];
}

/**
 * The most frequent tool first. The first `placed` items stay where an editor put them: there only neighbours form
 * groups.
 */
export function groupByTool(items: readonly IssueItem[], placed = 0): ItemGroup[] {
  const neighbours = groupNeighbours(items.slice(0, placed));
  const last = neighbours.pop();
  const { joining, rest } = joinGroup(last, items.slice(placed));
  const groups = last === undefined ? [] : [...neighbours, [...last, ...joining]];
  return [...groups, ...groupFreely(rest)].map(asGroup);
}

function groupNeighbours(items: readonly IssueItem[]): IssueItem[][] {
  const runs: IssueItem[][] = [];
  for (const item of items) {
    const run = runs.at(-1);
    if (run !== undefined && sharedTools([...run, item]).length > 0) run.push(item);
    else runs.push([item]);
  }
  return runs;
}

function joinGroup(
  group: readonly IssueItem[] | undefined,
  items: readonly IssueItem[],
): { joining: IssueItem[]; rest: IssueItem[] } {
  const tools = group === undefined ? [] : sharedTools(group).map(({ name }) => toolKey(name));
  const [tool] = tools.toSorted((one, other) => countOf(other, items) - countOf(one, items));
  return {
    joining: items.filter((item) => tool !== undefined && keysOf(item).includes(tool)),
    rest: items.filter((item) => tool === undefined || !keysOf(item).includes(tool)),
  };
}

function groupFreely(items: readonly IssueItem[]): IssueItem[][] {
  const groups: IssueItem[][] = [];
  let left = [...items];
  for (let tool = mostRecurring(left); tool !== null; tool = mostRecurring(left)) {
    const key = tool;
    groups.push(left.filter((item) => keysOf(item).includes(key)));
    left = left.filter((item) => !keysOf(item).includes(key));
  }
  const place = new Map(items.map((item, index) => [item, index]));
  return [...groups, ...left.map((item) => [item])].sort(([one], [other]) =>
    one && other ? (place.get(one) ?? 0) - (place.get(other) ?? 0) : 0,
  );
}

/** The tool in most items, at least two; the first of several. */
function mostRecurring(items: readonly IssueItem[]): string | null {
  const [most] = [...new Set(items.flatMap(keysOf))].sort(
    (one, other) => countOf(other, items) - countOf(one, items),
  );
  return most !== undefined && countOf(most, items) > 1 ? most : null;
}

function asGroup(items: IssueItem[]): ItemGroup {
  const [shared] = sharedTools(items);
  return { sharedTool: items.length > 1 ? (shared?.name ?? null) : null, items };
}

function sharedTools([first, ...others]: readonly IssueItem[]): ComparisonSide[] {
  const sides = first?.comparison.tools ?? [];
  return sides.filter(({ name }) => others.every((item) => keysOf(item).includes(toolKey(name))));
}

function keysOf({ comparison }: IssueItem): string[] {
  return comparison.tools.map(({ name }) => toolKey(name));
}

function countOf(tool: string, items: readonly IssueItem[]): number {
  return items.filter((item) => keysOf(item).includes(tool)).length;
}
