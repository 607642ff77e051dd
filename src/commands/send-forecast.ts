import type { App } from '../compose-app.ts';
import { decideSend } from '../issues/send-decision.ts';
import { previewIssue } from '../render/preview-issue.ts';
import type { IssueRecord } from '../store/issue-store.ts';
import { audienceInWords, deliveriesInWords } from './issue-view.ts';

export const NO_DELIVERIES = { pending: 0, submitted: 0, rejected: 0, uncertain: 0, excluded: 0 };

/** What a send would do, were it made now. */
export interface SendForecast extends Pick<IssueRecord, 'slot' | 'status' | 'audience' | 'deliveries'> {
  subject: string | null;
  /** Why it would not deliver; null where it would. */
  reason: string | null;
  /** Sending has begun, so the audience is fixed and not a forecast. */
  begun: boolean;
}

/** Looks ahead at the send of a slot's issue, and changes nothing. */
export async function forecastSend(slot: string, app: App): Promise<SendForecast> {
  const { issueStore, deliveryStore, clock, config } = app;
  const issue = await issueStore.findIssue(slot);
  const preview = await previewIssue({ slot, now: clock.now() }, { ...config, issueStore });
  const { status, items, copy } = preview;
  const about = { slot, status, subject: copy?.subject ?? null };
  const { reason: stands = null, pausedUntil = null } = issue ?? {};
  const reason = whyNot(items.length, { slot, status, reason: stands, pausedUntil, app });
  if (issue !== null && issue.sendingAt !== null) {
    return { ...about, reason, begun: true, audience: issue.audience, deliveries: issue.deliveries };
  }
  const audience = await deliveryStore.forecastAudience(clock.now());
  const deliveries = { ...NO_DELIVERIES, pending: audience.prepared };
  return { ...about, reason, begun: false, audience, deliveries };
}

function whyNot(
  items: number,
  { app, ...issue }: Pick<IssueRecord, 'slot' | 'status' | 'reason' | 'pausedUntil'> & { app: App },
): string | null {
  const { status } = issue;
  const { minItems } = app.config.selection;
  const open = status === 'draft' || status === 'skipped';
  if (open && items < minItems)
    return `It would be skipped: ${items} comparisons, and an issue has at least ${minItems} (MIN_ITEMS).`;
  const decision = decideSend({ ...issue, review: app.config.review, now: app.clock.now() });
  return 'reason' in decision ? decision.reason : null;
}

/** What a person is asked before a send; null where nothing would be sent, so that there is nothing to ask. */
export function sendQuestion(
  { slot, reason, begun, audience, deliveries }: SendForecast,
  { transport, obstacles }: App['config'],
): string | null {
  if (reason !== null) return null;
  if (begun) {
    const stand = `${audienceInWords(audience)}; ${deliveriesInWords(deliveries)}`;
    return `Go on sending the issue of ${slot} by ${transport}? Its audience is fixed: ${stand}`;
  }
  if (audience.prepared === 0 || obstacles.length > 0) return null;
  return `Send the issue of ${slot} by ${transport}? ${audienceInWords(audience)}`;
}
