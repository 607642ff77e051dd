import { DateTime } from 'luxon';
import type { ReviewField, SideField } from '../../../comparisons/corrections/correction-fields.ts';
import type { ComparisonState } from './comparison-states.ts';

/** "27 Nov 2026". */
export function shortDay(instant: number, zone: string): string {
  return DateTime.fromMillis(instant, { zone, locale: 'en' }).toFormat('d LLL yyyy');
}

/** "27 November 2026". */
export function longDay(instant: number, zone: string): string {
  return DateTime.fromMillis(instant, { zone, locale: 'en' }).toFormat('d LLLL yyyy');
}

export const STATE_CHIPS: Readonly<Record<ComparisonState, string>> = {
  next: 'In the next issue',
  waiting: 'Waiting',
  held: 'On hold',
  old: 'Too old',
  used: 'In an earlier issue',
  broken: 'A tool is missing',
};

export const VERDICT_WORDS = { ship: 'Ship', split: 'Split', skip: 'Skip' } as const;

export const FIELD_LABELS: Readonly<Record<'url' | 'publishedAt' | SideField | ReviewField, string>> = {
  url: 'Link to the full comparison',
  publishedAt: 'Published',
  name: 'Name',
  verdict: 'Verdict',
  panelShare: 'Panel (%)',
  shipCount: 'Would ship it',
  skipCount: 'Would skip it',
  pricing: 'Pricing',
  bestFor: 'Best for',
  category: 'Category',
  entry: 'Free or paid',
  tagline: 'Tagline',
  description: 'Description',
  communityShare: 'Community (%)',
  communityVotes: 'Community votes',
  score: 'Score',
  text: 'In their words',
};

export const FIELD_HINTS: Readonly<Partial<Record<keyof typeof FIELD_LABELS, string>>> = {
  panelShare: 'Of the reviewers, how many would ship it',
  shipCount: 'Reviewers',
  skipCount: 'Reviewers',
  entry: 'Free, Paid, Freemium, …',
  communityShare: 'Of the votes, how many would ship it',
  score: 'Out of 100',
};

/** What the issue does without a field, said where it is empty. */
export const MISSING_WORDS: Readonly<Partial<Record<keyof typeof FIELD_LABELS, string>>> = {
  url: 'Missing. The issue shows no “Read the full comparison”.',
  verdict: 'Not given. Readers learn no verdict.',
  pricing: 'Not given. The issue leaves it out.',
  bestFor: 'Not given. The issue leaves it out.',
};

export const NO_SUCH_COMPARISON = {
  status: 404,
  title: 'There is no such comparison',
  detail: 'See all under Comparisons.',
} as const;

export const TOOL_MISSING =
  'One of its tools is missing, so it goes into no issue. Add the comparison again as a whole.';
