import { toolKey, type Verdict } from '../../../src/comparisons/comparison.ts';
import type { Digest, DigestSection, DigestSide, ToolIntroduction } from '../../../src/digest/digest.ts';
import { panelWeight } from '../../../src/digest/panel.ts';

/** The introduction of a section's shared tool, shown once by the section. */
export function sharedIntroduction({ sharedTool, comparisons }: DigestSection): ToolIntroduction | null {
  if (sharedTool === null) return null;
  const sides = comparisons.flatMap((comparison) => comparison.sides);
  return sides.find((side) => isTool(side, sharedTool) && side.introduction)?.introduction ?? null;
}

export const isTool = (side: DigestSide, name: string | null): boolean =>
  name !== null && toolKey(side.name) === toolKey(name);

export interface VerdictGroup {
  verdict: Verdict | null;
  tools: { name: string; share: string | null }[];
}

/** Every tool once, by verdict, the clearest ship first; tools judged by a single reviewer come after full panels. */
export function verdictGroups({ sections }: Digest): VerdictGroup[] {
  const sides = sections.flatMap(({ comparisons }) => comparisons.flatMap((comparison) => comparison.sides));
  const judged = new Map(
    sides.map((side) => [`${toolKey(side.name)}\n${side.verdict}\n${side.panelShare}`, side]),
  );
  return [...(['ship', 'split', 'skip'] as const), null]
    .map((verdict) => ({
      verdict,
      tools: [...judged.values()]
        .filter((side) => side.verdict === verdict)
        .sort(
          (one, other) =>
            panelWeight(other.panelSize) - panelWeight(one.panelSize) ||
            (other.panelShare ?? -1) - (one.panelShare ?? -1),
        )
        .map(({ name, panelShare }) => ({ name, share: panelShare === null ? null : `${panelShare}%` })),
    }))
    .filter(({ tools }) => tools.length > 0);
}
