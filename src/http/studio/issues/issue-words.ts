import type { BounceKind } from '../../../issues/delivery-states.ts';
import type { FailureKind } from '../../../issues/failure-kinds.ts';
import type { FailureCount } from '../../../issues/report-store.ts';
import type { StudioAction } from '../actions/issue-action.ts';
import type { IssueSituation } from '../actions/issue-situation.ts';
import { noSuchWeek } from '../actions/no-such-week.ts';

/** For a link whose week no issue can have. */
export const noSuchIssue = (given: string) => noSuchWeek(given, 'There is no issue with this link');

/** Who carries the messages, in the middle of a sentence. */
export function carrierOf(
  { transport }: { transport: 'resend' | 'outbox' | null },
  fallback: 'resend' | 'outbox',
) {
  return (transport ?? fallback) === 'resend' ? 'Resend' : 'the test mailbox';
}

export const FAILURE_TITLES: Readonly<Record<FailureKind, string>> = {
  uncertain: 'No answer',
  rejected: 'Refused',
  bounced: 'Bounced',
  complained: 'Complained',
  excluded: 'Left before their turn',
};

const BOUNCE_TITLES: Readonly<Record<BounceKind, string>> = {
  hard: 'Bounced, for good',
  soft: 'Bounced, this time',
};

export type FailureReason = Pick<FailureCount, 'kind' | 'code' | 'bounce'>;

/** "Bounced, for good": what happened. */
export function failureTitle({ kind, bounce }: Pick<FailureReason, 'kind' | 'bounce'>): string {
  return kind === 'bounced' && bounce !== null ? BOUNCE_TITLES[bounce] : FAILURE_TITLES[kind];
}

/** What a provider's code, or a reason to leave someone out, means. */
const MEANINGS: Readonly<Record<string, string>> = {
  'permanent/general': 'The mailbox does not exist, or takes no mail.',
  'permanent/noemail': 'The mailbox does not exist.',
  'permanent/suppressed': 'It bounced before, so Resend did not try.',
  'transient/general': 'Their server did not take it this time.',
  'transient/mailboxfull': 'The mailbox is full.',
  'transient/messagetoolarge': 'It is too large for their server.',
  'transient/contentrejected': 'Their server refused what it says.',
  'transient/attachmentrejected': 'Their server refused what is attached.',
  undetermined: 'Their server gave no clear reason.',
  'undetermined/undetermined': 'Their server gave no clear reason.',
  validation_error: 'Resend does not take the email address.',
  'too-large': 'It is too large to be handed over.',
  unsubscribed: 'They unsubscribed.',
  erased: 'They were erased.',
  suppressed: 'They can’t be mailed any more.',
  paused: 'They paused the newsletter.',
};

/** By the first part of a code, where the second may be anything. */
const FAMILIES: Readonly<Record<string, string>> = {
  suppressed: 'It bounced before, so Resend did not try.',
  failed: 'Resend could not send it.',
};

/** The reason in words, and the code as given if it says more; null if there is no code. */
export function failureReason({ kind, code }: FailureReason): { words: string; code: string | null } {
  if (kind === 'complained' && code === null) return { words: 'They marked it as spam.', code: null };
  if (code === null) return { words: 'No reason was given.', code: null };
  const words = MEANINGS[code.toLowerCase()] ?? FAMILIES[code.split('/')[0] ?? ''];
  if (words === undefined) return { words: code, code: null };
  return { words, code: kind === 'excluded' ? null : code };
}

/** What to do about a failure. */
export function remedy(
  { kind, bounce }: Pick<FailureReason, 'kind' | 'bounce'>,
  { carrier, undecided }: { carrier: string; undecided: number },
): string {
  switch (kind) {
    case 'uncertain':
      return undecided > 0
        ? `Look for them in the log of ${carrier}. Then decide: send them again, or leave them as they are.`
        : `Look for them in the log of ${carrier}. Where the issue waits for it, you are asked what to do.`;
    case 'rejected':
      return 'Correct the email address, or unsubscribe it. The next issue tries again.';
    case 'bounced':
      return bounce === 'hard'
        ? 'Nothing. They are not mailed again.'
        : bounce === 'soft'
          ? 'Nothing. The next issue tries again; after 5 in a row it stops.'
          : `Nothing. ${carrier === 'Resend' ? 'Resend' : 'It'} failed for another reason than the email address. The next issue tries again.`;
    case 'complained':
      return 'Nothing. They are not mailed again. If it happens often, look at how they signed up.';
    case 'excluded':
      return 'Nothing. They left after the count and before their turn, so nothing was sent to them.';
  }
}

/** The words of an action's link; "…" promises that it asks first. */
export function actionWords(action: StudioAction, { status }: IssueSituation): string {
  switch (action) {
    case 'approve':
      return 'Approve…';
    case 'send':
      return 'Send now…';
    case 'test':
      return status === 'sent' || status === 'cancelled' ? 'Send me a copy…' : 'Send a test…';
    case 'hold':
      return status === 'approved' ? 'Unlock to edit…' : 'Put on hold…';
    case 'skip':
      return 'Skip this week…';
    case 'pause':
      return 'Pause…';
    case 'resume':
      return status === 'paused'
        ? 'Continue sending…'
        : status === 'skipped'
          ? 'Take the skip back…'
          : 'Release…';
    case 'resend-uncertain':
      return 'Send them again…';
    case 'accept-uncertain':
      return 'Leave them as they are…';
    case 'cancel':
      return 'Stop for good…';
  }
}
