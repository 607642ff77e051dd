import type { IssueStatus } from './issue-states.ts';

export const EDITOR_ACTIONS = ['approve', 'hold', 'skip', 'pause', 'resume', 'cancel'] as const;
export type EditorAction = (typeof EDITOR_ACTIONS)[number];

/**
 * What an action makes of an issue, by where the issue stands; what is not listed is refused. Approving once more
 * changes nothing; a skipped slot becomes a draft first, which is then approved.
 */
const RESULTS: Readonly<Record<EditorAction, Partial<Record<IssueStatus, IssueStatus>>>> = {
  approve: { draft: 'approved', held: 'approved', approved: 'approved', skipped: 'draft' },
  hold: { approved: 'draft', draft: 'held' },
  skip: { draft: 'skipped', held: 'skipped' },
  pause: { sending: 'paused', paused: 'paused' },
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
  approve: 'Only a draft, or what is held or skipped, can be approved.',
  hold: 'Only a draft or an approved issue can be held; what is being sent can be paused or cancelled.',
  skip: 'Only a draft, or what is held, can be skipped; an approval is to be taken back first.',
  pause: 'Only an issue that is being sent can be paused; before that, it can be held.',
  resume: 'Only an issue that is paused, held or skipped can be resumed.',
  cancel: 'Only an issue that is not over can be cancelled.',
};

/** The status that an editor's decision leads to, or why it cannot be taken. */
export function decideAction(
  action: EditorAction,
  { slot, status }: { slot: string; status: IssueStatus },
): { to: IssueStatus } | { refused: string } {
  const to = RESULTS[action][status];
  return to === undefined ? { refused: refusal(action, { slot, status }) } : { to };
}

function refusal(action: EditorAction, { slot, status }: { slot: string; status: IssueStatus }): string {
  if (status === 'skipped') return `The issue of ${slot} is skipped: there is nothing to ${action}.`;
  return `The issue of ${slot} is ${status === 'draft' ? 'a draft' : status}. ${ADVICE[action]}`;
}
