import { heldBackAdvice } from '../issues/held-back-advice.ts';
import type { IssueStatus } from '../issues/issue-status-rules.ts';
import type { IssueRecord } from '../issues/issue-store.ts';
import { decideSend, formatRefusal, type SendSituation, withPauseReason } from '../issues/send-decision.ts';
import type { IssueConfig } from '../render/draft-issue.ts';
import { type IssuePreview, previewIssue } from '../render/preview-issue.ts';
import type { IssueActionDeps } from './issue-action-deps.ts';
import { emptyAudienceObstacles } from './prepare-slot.ts';
import { sendSituation } from './send-situation.ts';

export const NO_DELIVERIES = { pending: 0, submitted: 0, rejected: 0, uncertain: 0, excluded: 0 };

export interface SendForecast extends Pick<IssueRecord, 'slot' | 'status' | 'audience' | 'deliveries'> {
  subject: string | null;
  /** Null if it would deliver. */
  reason: string | null;
  /** What would stop a real send, whether or not one is due now. */
  obstacles: readonly string[];
  /** Sending has begun: the audience is fixed, not a forecast. */
  begun: boolean;
  preview: IssuePreview;
}

/**
 * What a send would do now. Changes nothing.
 * @param sendsNow The preview has the date that the issue bears if it is sent now, not the one of its slot.
 */
export async function forecastSend(
  slot: string,
  deps: IssueActionDeps,
  { sendsNow = false }: { sendsNow?: boolean } = {},
): Promise<SendForecast> {
  const { issueStore, deliveryStore, clock } = deps;
  const issue = await issueStore.findIssue(slot);
  const preview = await previewIssue({ slot, now: clock.now(), sendsNow }, deps);
  const { status, copy } = preview;
  const about = { slot, status, subject: copy?.subject ?? null, preview };
  const situation = await sendSituation({ slot, issue }, deps);
  const begun = issue !== null && issue.sendingAt !== null;
  const audience = begun ? issue.audience : await deliveryStore.forecastAudience(clock.now());
  const deliveries = begun ? issue.deliveries : { ...NO_DELIVERIES, pending: audience.prepared };
  const obstacles = [...preview.obstacles, ...(begun ? [] : emptyAudienceObstacles(audience))];
  const statusStops = statusReasons(preview, situation, deps.config);
  // An issue started on another transport cannot continue on this one, so advice about its pause alone would not help.
  const beganThroughAnother = begun && obstacles.length > 0;
  const reasons = beganThroughAnother
    ? withPauseReason(situation, obstacles)
    : [...statusStops, ...notMentioned(obstacles, statusStops)];
  const reason = nothingToSend(status, situation.byEditor) ? (statusStops[0] ?? null) : inLines(reasons);
  return { ...about, reason, obstacles, begun, audience, deliveries };
}

function nothingToSend(status: IssueStatus, byEditor: boolean): boolean {
  return status === 'sent' || status === 'cancelled' || (status === 'skipped' && byEditor);
}

/** An issue may be held because of an obstacle that is still there. */
function notMentioned(obstacles: readonly string[], stops: readonly string[]): string[] {
  return obstacles.filter((obstacle) => !stops.some((reason) => reason.includes(obstacle)));
}

function inLines(reasons: readonly string[]): string | null {
  return reasons.length > 0 ? reasons.join('\n') : null;
}

function statusReasons(
  { items, heldBack }: IssuePreview,
  situation: SendSituation,
  { selection: { minItems } }: IssueConfig,
): string[] {
  const decision = decideSend(situation);
  const open = situation.status === 'draft' || situation.status === 'skipped';
  if (open && decision.kind !== 'done' && items.length < minItems) {
    const { slot, scheduledAt, now } = situation;
    const shortage = `It would be skipped: ${items.length} of at least ${minItems} comparisons (MIN_ITEMS).`;
    return [[shortage, ...heldBackAdvice(heldBack, { slot, isAhead: now < scheduledAt })].join(' ')];
  }
  const refusal = formatRefusal(decision);
  return refusal === null ? [] : [refusal];
}
