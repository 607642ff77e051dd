import type { App } from '../app/compose-app.ts';
import { findDefaultSlot } from '../issue-actions/find-default-slot.ts';
import { GOING_OUT_STATUSES, type IssueStatus } from '../issues/issue-status-rules.ts';
import {
  formatFault,
  isExampleMailbox,
  type Mailbox,
  mailboxText,
  type Newsletter,
  type SenderFault,
  senderFaults,
} from '../issues/newsletter.ts';
import { type FrozenSender, senderOf } from '../issues/problems/issue-obstacles.ts';
import { formatWeek } from '../shared/format.ts';
import { type Check, ok, stop, warn } from './check.ts';

/** An issue in one of these goes out as it is, whatever the settings say. */
export const FIXED_STATUSES: readonly IssueStatus[] = ['approved', ...GOING_OUT_STATUSES];

export interface NextIssue {
  slot: string;
  status: IssueStatus;
  frozen: FrozenSender;
}

/**
 * The default slot's issue; if nobody has begun it, the oldest approved. Null if the next one would still be made from
 * the settings.
 */
export async function findNextIssue(app: App): Promise<NextIssue | null> {
  const { issueStore } = app;
  const { issue } = await findDefaultSlot(app);
  const next = issue ?? (await issueStore.listIssues()).findLast(({ status }) => status === 'approved');
  if (next === undefined || !FIXED_STATUSES.includes(next.status)) return null;
  const { slot, status } = next;
  const frozen = await issueStore.readFrozenIssue(slot);
  return frozen === null ? null : { slot, status, frozen };
}

/** The sender whose domain the provider must know: the next issue's, unless it is an example. */
export function senderToAskAbout(next: NextIssue | null, { from }: Newsletter): Mailbox {
  return next === null || isExampleMailbox(next.frozen.from) ? from : next.frozen.from;
}

/** If the domain is wrong, says what changing NEWSLETTER_FROM means for a fixed issue. */
export function withNextIssue(check: Check, next: NextIssue | null): Check {
  if (next === null || check.name !== 'domain' || check.level === 'ok') return check;
  const { slot, status } = next;
  const words =
    status === 'approved'
      ? `${formatWeek(slot)} uses a new sender (NEWSLETTER_FROM) only after you approve it again: verdicts issue hold ${slot} && verdicts issue approve ${slot}`
      : `${formatWeek(slot)} is being sent from this domain. A new sender (NEWSLETTER_FROM) does not change that.`;
  return { ...check, message: `${check.message} ${words}` };
}

export function senderChecks(newsletter: Newsletter, next: NextIssue | null): Check[] {
  const name = 'sender';
  const faults = senderFaults(newsletter);
  if (faults.length === 0)
    return [{ name, ...ok(`${mailboxText(newsletter.from)}, ${newsletter.publicUrl}`) }];
  return faults.map((fault) => {
    const words = formatFault(fault, newsletter);
    if (next === null || affects(fault, next, newsletter)) return { name, ...stop(words) };
    if (hasSameFault(fault, next))
      return {
        name,
        ...stop(
          `${words} ${formatWeek(next.slot)} was approved ${APPROVED_WITH[fault.kind]}: set it, then approve it again: verdicts issue hold ${next.slot} && verdicts issue approve ${next.slot}`,
        ),
      };
    const later = `${formatWeek(next.slot)} is ${next.status} and keeps what it was approved with; this stops the issue after it.`;
    return { name, ...warn(`${words} ${later}`) };
  });
}

const APPROVED_WITH: Readonly<Record<SenderFault['kind'], string>> = {
  example: 'with this example',
  missing: 'without it',
  'not-https': 'with such a URL',
};

/** Such an issue is refused until it is approved again with the right setting. */
function hasSameFault({ setting }: SenderFault, { status, frozen }: NextIssue): boolean {
  return status === 'approved' && senderFaults(senderOf(frozen)).some((fault) => fault.setting === setting);
}

function affects(
  { setting }: SenderFault,
  { status, frozen }: NextIssue,
  { publicUrl }: Newsletter,
): boolean {
  return setting === 'PUBLIC_URL' && status === 'approved' && frozen.publicUrl !== publicUrl;
}
