import type { ComparisonSide } from '../../comparisons/comparison.ts';
import type { DigestSide, ReviewerScore } from '../../digest/digest.ts';
import { panelOf } from '../../digest/panel.ts';
import { scoresOf } from '../../digest/sections/reviewer-scores.ts';

/** Reviewers by tools. A cell is null if that reviewer did not review that tool. */
export interface ScoreTable {
  tools: string[];
  rows: { reviewer: string; cells: (ReviewerScore | null)[] }[];
  /** Null if the sources state nothing about any panel. */
  panels: PanelCell[] | null;
}

export type PanelCell = Pick<DigestSide, 'verdict' | 'panelShare'> & {
  /** "3 of 4", else what is stated: "3 ship". */
  count: string | null;
};

/** Null if nothing of it is known. */
export function scoreTable(sides: readonly ComparisonSide[]): ScoreTable | null {
  const columns = sides.map((side) => numbered(scoresOf(side)));
  const keys = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  const rows = keys.map((key) => {
    const cells = columns.map((column) => column.get(key) ?? null);
    return { reviewer: cells.find((cell) => cell !== null)?.reviewer ?? '', cells };
  });
  const panels = sides.map(panelCell);
  const isKnown = panels.some((panel) => Object.values(panel).some((value) => value !== null));
  if (rows.length === 0 && !isKnown) return null;
  return { tools: sides.map(({ name }) => name), rows, panels: isKnown ? panels : null };
}

/** By reviewer; the second of the same name is another person. */
function numbered(scores: readonly ReviewerScore[]): Map<string, ReviewerScore> {
  const uses = new Map<string, number>();
  return new Map(
    scores.map((score) => {
      const use = (uses.get(score.reviewer) ?? 0) + 1;
      uses.set(score.reviewer, use);
      return [`${score.reviewer}\n${use}`, score];
    }),
  );
}

function panelCell(side: ComparisonSide): PanelCell {
  const { verdict, share, count } = panelOf(side);
  return {
    verdict,
    panelShare: share,
    count: count === null ? statedCounts(side) : `${count.ship} of ${count.of}`,
  };
}

function statedCounts({ shipCount, skipCount }: ComparisonSide): string | null {
  const stated = [
    ...(shipCount === null ? [] : [`${shipCount} ship`]),
    ...(skipCount === null ? [] : [`${skipCount} skip`]),
  ];
  return stated.join(', ') || null;
}
