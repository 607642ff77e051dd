import type { IssueProblem } from '../../../issues/problems/issue-problem.ts';
import type { Home } from './read-home.ts';

/** What home is about: it decides the badge, the primary action, the menu and what is shown besides. */
export type HomeState =
  | 'first-run'
  | 'draft'
  | 'approved'
  | 'sending'
  | 'paused'
  /** Messages without an answer need a decision. */
  | 'undecided'
  /** Its time is past, or the program put it on hold: sending now is the way out. */
  | 'late'
  | 'held'
  | 'skipped'
  | 'over';

export function homeState({ situation, isFirstRun, dueAt, now }: Home): HomeState {
  const { status, issue, undecided } = situation;
  switch (status) {
    case 'draft':
      return isFirstRun ? 'first-run' : 'draft';
    case 'paused':
      return undecided > 0 && issue?.deliveries.pending === 0 ? 'undecided' : 'paused';
    case 'held':
      return dueAt !== null && dueAt > now ? 'held' : 'late';
    case 'sent':
    case 'cancelled':
      return 'over';
    default:
      return status;
  }
}

/** Whether the program skipped it for want of comparisons, and makes it a draft again once it has enough. */
export function isShort({ situation: { status, issue }, dueAt, now }: Home): boolean {
  return status === 'skipped' && issue?.byEditor === false && dueAt !== null && dueAt > now;
}

/** Whether what can be done stays at the bottom of a phone's screen. */
export function hasActionBar(state: HomeState): boolean {
  return state !== 'first-run' && state !== 'undecided' && state !== 'over';
}

/** Whether the draft's form is shown. */
export function isWriting(state: HomeState): boolean {
  return state === 'draft' || state === 'held' || state === 'late';
}

/** Problems that a notice tells instead of the checklist. */
const TOLD_ELSEWHERE: readonly IssueProblem['code'][] = ['waits-for-person', 'paused'];

export function listedProblems({ preview }: Home): IssueProblem[] {
  return (preview?.issue.problems ?? []).filter(({ code }) => !TOLD_ELSEWHERE.includes(code));
}

/** An issue with too few comparisons would be skipped, so that must be fixed too. */
export function mustFix({ level, code }: IssueProblem): boolean {
  return level === 'error' || code === 'too-few-items';
}

/** What a real send of the issue would be refused for. */
export function refusals({ preview }: Home): IssueProblem[] {
  return (preview?.issue.problems ?? []).filter(({ code }) => code === 'real-send-refused');
}
