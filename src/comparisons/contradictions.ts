import { voteProblem } from './community-votes.ts';
import type { ComparisonSide } from './comparison.ts';
import { panelProblems } from './panel-problems.ts';
import { reviewerTwice } from './repeated-reviewers.ts';

/** A statement about a tool that another statement about it rules out. */
export interface Contradiction {
  field: 'verdict' | 'panelShare' | 'shipCount' | 'skipCount' | 'reviews' | 'communityShare';
  message: string;
}

/** All that contradicts itself in what is said of a tool: its panel, its reviewers, its community's vote. */
export function contradictionsOf(side: ComparisonSide): Contradiction[] {
  return [...panelProblems(side), ...wrongInItself(side)];
}

/** What is wrong whatever the panel is: a reviewer who has two reviews, or the share of a vote that nobody cast. */
export function wrongInItself(side: ComparisonSide): Contradiction[] {
  const [twice, vote] = [reviewerTwice(side), voteProblem(side)];
  return [
    ...(twice === null ? [] : [{ field: 'reviews' as const, message: twice }]),
    ...(vote === null ? [] : [{ field: 'communityShare' as const, message: vote }]),
  ];
}
