import { toolKey } from '../comparisons/comparison.ts';
import type { DigestComparison, DigestSection, DigestSide } from './digest.ts';

export interface Lead {
  comparison: DigestComparison;
  others: DigestComparison[];
  oneAgainstOthers: OneAgainstOthers | null;
}

export interface OneAgainstOthers {
  tool: DigestSide;
  names: string[];
}

export function leadOf(sections: readonly DigestSection[]): Lead | null {
  const comparisons = sections.flatMap((section) => section.comparisons);
  const comparison = comparisons.find(({ featured }) => featured) ?? comparisons[0];
  if (comparison === undefined) return null;
  const others = comparisons.filter((other) => other !== comparison);
  const shared = sections.length === 1 ? (sections[0]?.sharedTool ?? null) : null;
  return {
    comparison,
    others,
    oneAgainstOthers: shared === null ? null : against(shared, comparison, others),
  };
}

function against(
  shared: string,
  comparison: DigestComparison,
  others: readonly DigestComparison[],
): OneAgainstOthers | null {
  const isShared = ({ name }: DigestSide) => toolKey(name) === toolKey(shared);
  const tool = comparison.sides.find(isShared);
  const met = [comparison, ...others].flatMap(({ sides }) => sides.filter((side) => !isShared(side)));
  const names = new Map(met.map(({ name }) => [toolKey(name), name]));
  return tool === undefined || names.size < 2 ? null : { tool, names: [...names.values()] };
}
