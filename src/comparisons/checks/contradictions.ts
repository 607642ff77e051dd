import type { ComparisonSide } from '../comparison.ts';
import { voteProblem } from './community-votes.ts';
import { panelProblems } from './panel-problems.ts';
import { repeatedReviewer } from './repeated-reviewers.ts';

export interface Contradiction {
  field: 'verdict' | 'panelShare' | 'shipCount' | 'skipCount' | 'reviews' | 'communityShare';
  message: string;
}

export function contradictionsOf(side: ComparisonSide): Contradiction[] {
  return [...panelProblems(side), ...nonPanelContradictions(side)];
}

/** Contradictions that do not involve the panel: a reviewer with two reviews, or a share of no votes. */
export function nonPanelContradictions(side: ComparisonSide): Contradiction[] {
  const [twice, vote] = [repeatedReviewer(side), voteProblem(side)];
  return [
    ...(twice === null ? [] : [{ field: 'reviews' as const, message: twice }]),
    ...(vote === null ? [] : [{ field: 'communityShare' as const, message: vote }]),
  ];
}
