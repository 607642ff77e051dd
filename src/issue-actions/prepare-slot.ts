import { requireIssue } from '../delivery/send-issue.ts';
import type { Audience } from '../issues/audience.ts';
import type { IssueStatus } from '../issues/issue-status-rules.ts';
import type { IssueRecord } from '../issues/issue-store.ts';
import {
  formatObstacle,
  issueObstacles,
  type Obstacle,
  transportObstacles,
} from '../issues/problems/issue-obstacles.ts';
import { decideSend, formatRefusal, type SendDecision, withPauseReason } from '../issues/send-decision.ts';
import { skipReason } from '../issues/skip-reason.ts';
import { draftIssue } from '../render/draft-issue.ts';
import { freezeIssue } from '../render/freeze-issue.ts';
import { statusChangedError } from './decide-issue.ts';
import type { IssueActionDeps } from './issue-action-deps.ts';
import { NO_ISSUE_YET, sendSituation } from './send-situation.ts';

export type PreparedSlot =
  | { kind: 'ready' }
  | { kind: 'over'; issue: IssueRecord; reason: string }
  /** A person must act first. `unapproved`: a draft, and REVIEW requires approval. */
  | ({ kind: 'refused'; why: 'unapproved' | 'status' } & Refusal)
  | ({ kind: 'refused'; why: 'blocked' } & SendRefusal);

export interface Refusal {
  reason: string;
  advice: string | null;
}

export interface SendRefusal extends Refusal {
  /** The same, worded for an issue held because of it. */
  whenHeld: string;
}

/**
 * Brings a slot's issue to the point where sending can start or continue. Safe to run in several processes.
 * @param mayFreeze False if the issue was already approved: if that was withdrawn, it stays a draft.
 * @throws AppError `refused` or `rendering` if the draft cannot be frozen.
 */
export async function prepareSlot(
  slot: string,
  deps: IssueActionDeps,
  { mayFreeze = true }: { mayFreeze?: boolean } = {},
): Promise<PreparedSlot> {
  const { issueStore, config } = deps;
  const issue = await issueStore.findIssue(slot);
  const { status, transport } = issue ?? NO_ISSUE_YET;
  const situation = await sendSituation({ slot, issue }, deps);
  const decision = decideSend(situation);
  if (decision.kind === 'freeze' && !mayFreeze) throw statusChangedError(slot, status);
  const otherTransport = obstaclesRefusal(
    transportObstacles({ slot, status, transport }, config.transportName),
  );
  if (otherTransport !== null)
    return {
      kind: 'refused',
      why: 'blocked',
      ...otherTransport,
      reason: withPauseReason(situation, [otherTransport.reason]).join('\n'),
    };
  if (decision.kind === 'done' || decision.kind === 'wait')
    return {
      kind: 'over',
      issue: await requireIssue(slot, issueStore),
      reason: formatRefusal(decision) ?? '',
    };
  const isOpen = status === 'draft' || status === 'skipped';
  const skipped = isOpen ? await skipIfTooFew(slot, status, deps) : null;
  if (skipped !== null) return { kind: 'over', ...skipped };
  if (decision.kind === 'refused') return { ...decision, why: isOpen ? 'unapproved' : 'status' };
  const refusal = (await reasonNotToSend(slot, deps)) ?? (await endPauseOrFreeze(slot, decision, deps));
  return refusal === null ? { kind: 'ready' } : { kind: 'refused', why: 'blocked', ...refusal };
}

async function endPauseOrFreeze(
  slot: string,
  decision: SendDecision,
  deps: IssueActionDeps,
): Promise<SendRefusal | null> {
  if (decision.kind === 'go-on') await endPause(slot, decision.pausedUntil, deps);
  if (decision.kind !== 'freeze') return null;
  const { kind } = await freezeIssue({ slot, now: deps.clock.now(), sendsNow: true, from: 'draft' }, deps);
  return kind === 'not-a-draft' ? reasonNotToSend(slot, deps) : null;
}

/** Does nothing if someone paused the issue again. */
async function endPause(
  slot: string,
  pausedUntil: number,
  { issueStore, clock }: IssueActionDeps,
): Promise<void> {
  const { scheduledAt } = await requireIssue(slot, issueStore);
  const change = { slot, scheduledAt, from: 'paused', to: 'sending', reason: null, at: clock.now() } as const;
  await issueStore.changeStatus({ ...change, fromPausedUntil: pausedUntil });
}

/** Null if the slot now has enough comparisons: it is then a draft again. */
export async function skipIfTooFew(
  slot: string,
  status: IssueStatus,
  deps: IssueActionDeps,
): Promise<{ issue: IssueRecord; reason: string } | null> {
  const { issueStore, deliveryStore, clock, config } = deps;
  const at = clock.now();
  const draft = await draftIssue({ slot, now: at }, deps);
  const { scheduledAt } = draft;
  if (status === 'skipped')
    await issueStore.changeStatus({ slot, scheduledAt, from: status, to: 'draft', reason: null, at });
  if (draft.selection.enough) return null;
  const reason = skipReason(draft, config);
  const change = { slot, scheduledAt, from: 'draft', to: 'skipped', reason, at } as const;
  const forecast = await deliveryStore.forecastAudience(at);
  const { changed } = await issueStore.changeStatus({ ...change, notice: { event: 'skipped', forecast } });
  return changed ? { issue: await requireIssue(slot, issueStore), reason } : null;
}

/** A send that must not happen, or reaches no one, must not use up the slot. Null if it may go out. */
export async function reasonNotToSend(
  slot: string,
  { issueStore, deliveryStore, clock, config }: IssueActionDeps,
): Promise<SendRefusal | null> {
  const issue = await issueStore.findIssue(slot);
  const { status, transport } = issue ?? NO_ISSUE_YET;
  const frozen = status === 'approved' ? await issueStore.readFrozenIssue(slot) : null;
  const refusal = obstaclesRefusal(issueObstacles({ slot, status, transport, frozen }, config));
  if (refusal !== null || issue?.sendingAt != null) return refusal;
  const emptyAudience = emptyAudienceRefusal(await deliveryStore.forecastAudience(clock.now()));
  return emptyAudience === null
    ? null
    : { ...emptyAudience, whenHeld: `${emptyAudience.reason}\nAdd subscribers, then approve the issue.` };
}

/** `serve` reads the environment only at start. */
const HOW_TO_RELEASE = 'If you change settings in the environment, restart serve. Then approve the issue.';

function obstaclesRefusal(obstacles: readonly Obstacle[]): SendRefusal | null {
  if (obstacles.length === 0) return null;
  return {
    reason: obstacles.map(formatObstacle).join('\n'),
    advice: null,
    whenHeld: [...obstacles.map(({ words }) => words), HOW_TO_RELEASE].join('\n'),
  };
}

function emptyAudienceRefusal({ candidates, prepared }: Audience): Refusal | null {
  if (prepared > 0) return null;
  const why =
    candidates === 0
      ? 'nobody is confirmed'
      : `${candidates} are confirmed, but all of them are paused or cannot be mailed`;
  return {
    reason: `There is nobody to send to: ${why}.`,
    advice:
      'Add subscribers: verdicts subscribers import <file>, or one of them: verdicts subscribers add <email> --confirmed',
  };
}

export function emptyAudienceObstacles(audience: Audience): string[] {
  const emptyAudience = emptyAudienceRefusal(audience);
  return emptyAudience === null ? [] : [`${emptyAudience.reason} ${emptyAudience.advice}`];
}
