import type { Clock } from '../clock.ts';
import { decideSend, refusalInWords } from '../issues/send-decision.ts';
import type { DraftDeps } from '../render/draft-issue.ts';
import { type IssuePreview, previewIssue } from '../render/preview-issue.ts';
import type { DeliveryStore } from '../store/delivery-store.ts';
import type { IssueRecord } from '../store/issue-store.ts';

export const NO_DELIVERIES = { pending: 0, submitted: 0, rejected: 0, uncertain: 0, excluded: 0 };

export interface ForecastDeps extends DraftDeps {
  deliveryStore: Pick<DeliveryStore, 'forecastAudience'>;
  clock: Clock;
  review: 'auto' | 'required';
}

/** What a send would do, were it made now. */
export interface SendForecast extends Pick<IssueRecord, 'slot' | 'status' | 'audience' | 'deliveries'> {
  subject: string | null;
  /** Why it would not deliver; null where it would. */
  reason: string | null;
  /** Sending has begun, so the audience is fixed and not a forecast. */
  begun: boolean;
  preview: IssuePreview;
}

/** Looks ahead at the send of a slot's issue, and changes nothing. */
export async function forecastSend(slot: string, deps: ForecastDeps): Promise<SendForecast> {
  const { issueStore, deliveryStore, clock } = deps;
  const issue = await issueStore.findIssue(slot);
  const preview = await previewIssue({ slot, now: clock.now() }, deps);
  const { status, items, copy } = preview;
  const about = { slot, status, subject: copy?.subject ?? null, preview };
  const { reason: stands = null, byEditor = false, pausedUntil = null } = issue ?? {};
  const reason = whyNot(items.length, { slot, status, reason: stands, byEditor, pausedUntil }, deps);
  if (issue !== null && issue.sendingAt !== null) {
    return { ...about, reason, begun: true, audience: issue.audience, deliveries: issue.deliveries };
  }
  const audience = await deliveryStore.forecastAudience(clock.now());
  const deliveries = { ...NO_DELIVERIES, pending: audience.prepared };
  return { ...about, reason, begun: false, audience, deliveries };
}

function whyNot(
  items: number,
  issue: Pick<IssueRecord, 'slot' | 'status' | 'reason' | 'byEditor' | 'pausedUntil'>,
  { selection: { minItems }, review, clock }: ForecastDeps,
): string | null {
  const decision = decideSend({ ...issue, review, now: clock.now() });
  const open = issue.status === 'draft' || issue.status === 'skipped';
  if (open && decision.kind !== 'done' && items < minItems)
    return `It would be skipped: ${items} comparisons, and an issue has at least ${minItems} (MIN_ITEMS).`;
  return refusalInWords(decision);
}
