import {
  decideAction,
  type EditorAction,
  type IssueStatus,
  PUBLIC_STATUSES,
  statusesByAction,
} from '../../../issues/issue-status-rules.ts';
import { counted, formatNumber } from '../../../shared/counted.ts';
import type { StudioEventName } from '../access/studio-store.ts';
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
      return situation.undecided > 0 ? null : 'No message waits for this decision.';
    case 'approve':
      return situation.status === 'approved' || situation.status === 'skipped'
        ? APPROVE_LATER[situation.status]
        : refusal(action, situation);
    case 'pause':
      return situation.status === 'paused' && situation.issue?.pausedUntil === null
        ? 'It is paused, and waits for you.'
        : refusal(action, situation);
    case 'resume':
      return needsDecision(situation)
        ? 'Decide first about the messages without an answer.'
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

const SENT = 'It was sent.';
const SEND_REFUSALS: Readonly<Partial<Record<IssueStatus, string>>> = {
  sending: 'It is going out.',
  sent: SENT,
  skipped: SKIPPED,
  paused: 'Its sending began. Continue it instead.',
  cancelled: 'It was stopped for good and cannot be sent.',
};

/** An editor who sends a draft or what is on hold approves it by that. */
function reasonSendUnavailable({ status }: IssueSituation): string | null {
  return SEND_REFUSALS[status] ?? null;
}

/** What the words of an action depend on, besides the issue. */
export interface ActionFacts {
  /** "Tuesday 09:00"; null if its time is past or none is set. */
  when: string | null;
  /** How many would get it; null where that is not counted. */
  recipients: number | null;
}

const NO_FACTS: ActionFacts = { when: null, recipients: null };

/** The words of a button, and with a question mark the heading of the page that asks. */
export function actionLabel(
  action: StudioAction,
  { status, undecided }: IssueSituation,
  { when, recipients }: ActionFacts = NO_FACTS,
): string {
  switch (action) {
    case 'approve':
      return when === null ? 'Approve' : `Approve for ${when}`;
    case 'send':
      return recipients === null ? 'Send now' : `Send to ${counted(recipients, 'subscriber')} now`;
    case 'test':
      return 'Send a test';
    case 'hold':
      return status === 'approved' ? 'Unlock to edit' : 'Put on hold';
    case 'skip':
      return 'Skip this week';
    case 'pause':
      return 'Pause sending';
    case 'resume':
      return RESUME_LABELS[status] ?? 'Continue sending';
    case 'resend-uncertain':
      return `Send the ${formatNumber(undecided)} again`;
    case 'accept-uncertain':
      return `Leave the ${formatNumber(undecided)}`;
    case 'cancel':
      return 'Stop for good';
  }
}

const RESUME_LABELS: Partial<Record<IssueStatus, string>> = {
  skipped: 'Take the skip back',
  held: 'Release',
};

/** What it does, in a sentence or two. */
export function actionMeaning(action: StudioAction, situation: IssueSituation): string {
  const { status, undecided } = situation;
  switch (action) {
    case 'test':
      return 'It goes to the email addresses you name, and to no subscriber.';
    case 'approve':
      return 'The text and the comparisons are locked as you see them, and go out by themselves. You can unlock them until then.';
    case 'send':
      return 'It starts at once and does not wait for its time. You can pause it, but mail that is out can’t be called back.';
    case 'hold':
      return status === 'approved'
        ? 'It is a draft again, and needs your approval again.'
        : 'It will not go out until somebody releases it.';
    case 'skip':
      return 'Nothing goes out this week. Its comparisons move to the next issue. You can take it back.';
    case 'pause':
      return 'Nothing more is sent until somebody continues it. What is on its way is finished.';
    case 'resume':
      return status === 'paused'
        ? 'Sending continues within seconds.'
        : 'It is a draft again, and can be changed and approved.';
    case 'resend-uncertain':
      return `For ${messages(undecided)} no answer came. They may have gone out or not. If you send them again, nobody is left out, but anyone who already has the issue gets it twice.`;
    case 'accept-uncertain':
      return `For ${messages(undecided)} no answer came. They may have gone out or not. If you leave them, nobody gets it twice, but anyone who missed it never gets it.`;
    case 'cancel':
      return 'Who has it keeps it; nobody else gets it. This can’t be taken back.';
  }
}

const messages = (count: number) => counted(count, 'message');

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
      return 'The test is sent.';
    case 'send':
      return status === 'sent' ? SENT : 'Sending has begun.';
    case 'resume':
      return status === 'draft'
        ? 'The issue is a draft again.'
        : status === 'sent'
          ? SENT
          : 'Sending continues.';
    case 'resend-uncertain':
      return 'They are sent again.';
    case 'accept-uncertain':
      return 'They stay as they are.';
    default:
      return RESULTS[status] ?? null;
  }
}

const RESULTS: Partial<Record<IssueStatus, string>> = {
  draft: 'The issue is a draft again.',
  approved: 'The issue is approved.',
  held: 'The issue is on hold.',
  skipped: 'This week is skipped.',
  paused: 'Sending is paused.',
  cancelled: 'The issue is stopped for good.',
};
