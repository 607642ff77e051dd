import type { IssueStatus } from './issue-states.ts';

export type EditorAction = 'hold' | 'resume' | 'cancel';

/** What an action makes of an issue, by where the issue stands; what is not listed is refused. */
const RESULTS: Readonly<Record<EditorAction, Partial<Record<IssueStatus, IssueStatus>>>> = {
  hold: { approved: 'draft', draft: 'held' },
  resume: { paused: 'sending', held: 'draft', skipped: 'draft' },
  cancel: {
    draft: 'cancelled',
    approved: 'cancelled',
    held: 'cancelled',
    sending: 'cancelled',
    paused: 'cancelled',
  },
};

const ADVICE: Readonly<Record<EditorAction, string>> = {
  hold: 'Only a draft or an approved issue can be held; what is being sent can be cancelled.',
  resume: 'Only an issue that is paused, held or skipped can be resumed.',
  cancel: 'Only an issue that is not over can be cancelled.',
};

/** The status that an editor's decision leads to, or why it cannot be taken. */
export function decideAction(
  action: EditorAction,
  { slot, status }: { slot: string; status: IssueStatus },
): { to: IssueStatus } | { refused: string } {
  const to = RESULTS[action][status];
  return to === undefined ? { refused: `The issue of ${slot} is ${status}. ${ADVICE[action]}` } : { to };
}
