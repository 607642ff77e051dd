import { UNCERTAIN_DECISIONS } from '../../../issue-actions/resume-issue.ts';
import {
  decideAction,
  type EditorAction,
  type IssueStatus,
  PUBLIC_STATUSES,
  statusesByAction,
  statusLabel,
} from '../../../issues/issue-status-rules.ts';
import type { StudioEventName } from '../access/studio-store.ts';
import { formatNumber } from '../frame/format.ts';
import type { IssueSituation } from './issue-situation.ts';

/** In display order. */
export const STUDIO_ACTIONS = [
  'resend-uncertain',
  'accept-uncertain',
  'resume',
  'approve',
  'send',
  'test',
  'pause',
  'hold',
  'skip',
  'cancel',
] as const;
export type StudioAction = (typeof STUDIO_ACTIONS)[number];

/**
 * Actions that release emails, with the event that records each. Each asks for the password again; accepting
 * uncertain deliveries sends none of those, but the rest of the issue goes out.
 */
export const RECORDED_ACTIONS: Readonly<Partial<Record<StudioAction, StudioEventName>>> = {
  approve: 'approved',
  send: 'sent',
  test: 'test-sent',
  resume: 'resumed',
  'resend-uncertain': 'resumed',
  'accept-uncertain': 'resumed',
};

/** Why an action is not available; null if it is. */
export function reasonUnavailable(action: StudioAction, situation: IssueSituation): string | null {
  switch (action) {
    case 'test':
      return null;
    case 'send':
      return reasonSendUnavailable(situation);
    case 'resend-uncertain':
    case 'accept-uncertain':
      return situation.undecided > 0 ? null : 'No delivery of a paused issue waits for this decision.';
    case 'approve':
      return situation.status === 'approved' || situation.status === 'skipped'
        ? APPROVE_LATER[situation.status]
        : refusal(action, situation);
    case 'pause':
      return situation.status === 'paused' && situation.issue?.pausedUntil === null
        ? 'It is paused, and waits for a person.'
        : refusal(action, situation);
    case 'resume':
      return needsDecision(situation)
        ? 'Decide first about the deliveries of which nobody knows what became.'
        : refusal(action, situation);
    default:
      return refusal(action, situation);
  }
}

const SKIPPED = 'Take the skip back first; the issue is then a draft again.';
const APPROVE_LATER = { approved: 'It is approved.', skipped: SKIPPED } as const;

/** Resuming would only raise the same question again. */
function needsDecision({ status, undecided, issue }: IssueSituation): boolean {
  return status === 'paused' && undecided > 0 && issue?.deliveries.pending === 0;
}

function refusal(action: EditorAction, { slot, status }: IssueSituation): string | null {
  const decision = decideAction(action, { slot, status });
  return 'refused' in decision ? decision.refused : null;
}

const SEND_REFUSALS: Readonly<Partial<Record<IssueStatus, string>>> = {
  sending: 'It is going out.',
  sent: 'It was sent.',
  skipped: SKIPPED,
  held: 'It is held. Approve it first, or make it a draft again.',
  paused: 'Its sending began. Resume it instead.',
  cancelled: 'A cancelled issue cannot be sent.',
};

function reasonSendUnavailable({ status, review }: IssueSituation): string | null {
  const isUnapproved = status === 'draft' && review === 'required';
  return isUnapproved
    ? 'Approve it first: REVIEW=required lets nothing out unapproved.'
    : (SEND_REFUSALS[status] ?? null);
}

/** The button's label, and the heading of the confirmation page. */
export function actionLabel(action: StudioAction, { slot, status }: IssueSituation): string {
  switch (action) {
    case 'test':
      return `Send a test of ${slot}`;
    case 'send':
      return `Send ${slot} now`;
    case 'hold':
      return status === 'approved' ? `Take back the approval of ${slot}` : `Hold ${slot}`;
    case 'resume':
      return status === 'paused'
        ? `Resume ${slot}`
        : status === 'skipped'
          ? `Take back the skip of ${slot}`
          : `Make ${slot} a draft again`;
    case 'resend-uncertain':
      return `Send the uncertain ones of ${slot} again`;
    case 'accept-uncertain':
      return `Accept the uncertain ones of ${slot}`;
    default:
      return `${action.charAt(0).toUpperCase()}${action.slice(1)} ${slot}`;
  }
}

/** What it does, in a sentence. */
export function actionMeaning(action: StudioAction, situation: IssueSituation): string {
  const { status, undecided } = situation;
  switch (action) {
    case 'test':
      return 'To addresses of your choice and to nobody else. No delivery and no subscriber is touched.';
    case 'approve':
      return 'Fixes its comparisons and its text: what you see goes out at its time. Who gets it is fixed only then.';
    case 'send':
      return status === 'approved'
        ? 'Fixes who gets it, and begins to hand it over at once.'
        : 'Fixes its comparisons, its text and who gets it, and begins to hand it over at once.';
    case 'hold':
      return status === 'approved'
        ? 'The issue is a draft again, and can be changed.'
        : 'It does not go out by itself until somebody lets it go.';
    case 'skip':
      return 'Nothing goes out for this slot; its comparisons wait for the next one. It can be taken back.';
    case 'pause':
      return 'Nothing more is handed over until somebody resumes it. What is on its way is finished.';
    case 'resume':
      return status === 'paused'
        ? 'Goes on with handing it over, within seconds.'
        : 'It can be changed and approved again.';
    case 'resend-uncertain':
      return `Of ${formatNumber(undecided)} deliveries nobody knows what became. ${sentence(UNCERTAIN_DECISIONS.resend)}`;
    case 'accept-uncertain':
      return `Of ${formatNumber(undecided)} deliveries nobody knows what became. ${sentence(UNCERTAIN_DECISIONS.accept)}`;
    case 'cancel':
      return 'Ends it for good: who has it keeps it, nobody else gets it. This cannot be taken back.';
  }
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** Null if the action does not change the status. Sending may have ended before the page is shown. */
function resultingStatuses(action: StudioAction): readonly IssueStatus[] | null {
  switch (action) {
    case 'test':
      return null;
    case 'approve':
      return ['approved'];
    case 'send':
    case 'resend-uncertain':
    case 'accept-uncertain':
      return PUBLIC_STATUSES;
    case 'resume':
      return [...statusesByAction(action), ...PUBLIC_STATUSES];
    default:
      return statusesByAction(action);
  }
}

/** The result of an action, in words; null if the status has changed since. */
export function actionResult(action: StudioAction, { status }: IssueSituation): string | null {
  const statuses = resultingStatuses(action);
  if (statuses !== null && !statuses.includes(status)) return null;
  switch (action) {
    case 'test':
      return 'The test was handed over.';
    case 'send':
      return 'Sending has begun.';
    case 'resume':
      return status === 'draft' ? 'The issue is a draft again.' : 'Sending goes on.';
    case 'resend-uncertain':
      return 'The uncertain ones are handed over again.';
    case 'accept-uncertain':
      return 'The uncertain ones stay as they are.';
    default:
      return `The issue is ${statusLabel(status)}.`;
  }
}
