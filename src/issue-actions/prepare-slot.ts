import type { DeliveryStore } from '../delivery/delivery-store.ts';
import { findIssue } from '../delivery/send-issue.ts';
import type { Audience } from '../issues/audience.ts';
import {
  issueObstacles,
  type Obstacle,
  obstacleInWords,
  transportObstacles,
} from '../issues/issue-obstacles.ts';
import type { IssueStatus } from '../issues/issue-states.ts';
import type { IssueRecord } from '../issues/issue-store.ts';
import { decideSend, refusalInWords, type SendDecision, withStanding } from '../issues/send-decision.ts';
import { skipReason } from '../issues/skip-reason.ts';
import { type DraftDeps, draftIssue } from '../render/draft-issue.ts';
import { freezeIssue } from '../render/freeze-issue.ts';
import type { Clock } from '../shared/clock.ts';
import { changedMeanwhile } from './decide-issue.ts';
import { NOT_YET, type SituationDeps, sendSituation } from './send-situation.ts';

export interface PrepareSlotDeps extends DraftDeps {
  store: Pick<DeliveryStore, 'forecastAudience'>;
  scheduleStore: SituationDeps['scheduleStore'];
  clock: Clock;
  review: 'auto' | 'required';
}

export type PreparedSlot =
  /** Its sending may begin, or go on. */
  | { kind: 'ready' }
  /** Nothing is to be sent, or not yet, and that is fine. */
  | { kind: 'over'; issue: IssueRecord; reason: string }
  /** A person has to do something first. `unapproved`: it is a draft, and REVIEW wants it approved. */
  | ({ kind: 'refused'; why: 'unapproved' | 'stands' } & Refusal)
  | ({ kind: 'refused'; why: 'in-vain' } & SendRefusal);

/** Why nothing is sent, and which command helps. */
export interface Refusal {
  reason: string;
  advice: string | null;
}

/** Why a send would be refused, or would reach nobody. */
export interface SendRefusal extends Refusal {
  /** The same for an issue that is held because of it, until a person lets it go. */
  whenHeld: string;
}

/**
 * Brings the issue of a slot to where its sending begins or goes on, from wherever it stands: composes and freezes it
 * where that is still to be done, and ends a pause that is over. A slot with too few comparisons is recorded as skipped.
 * Any number of processes may do so at once.
 *
 * @param mayFreeze False where the issue was approved already: if somebody has taken that back, it stays a draft.
 * @throws AppError `refused` or `rendering` where the draft cannot be frozen.
 */
export async function prepareSlot(
  slot: string,
  deps: PrepareSlotDeps,
  { mayFreeze = true }: { mayFreeze?: boolean } = {},
): Promise<PreparedSlot> {
  const { issueStore } = deps;
  const issue = await issueStore.findIssue(slot);
  const { status, transport } = issue ?? NOT_YET;
  const situation = await sendSituation({ slot, issue }, deps);
  const decision = decideSend(situation);
  if (decision.kind === 'freeze' && !mayFreeze) throw changedMeanwhile(slot, status);
  const elsewhere = obstaclesRefusal(transportObstacles({ slot, status, transport }, deps.transportName));
  if (elsewhere !== null)
    return {
      kind: 'refused',
      why: 'in-vain',
      ...elsewhere,
      reason: withStanding(situation, [elsewhere.reason]).join('\n'),
    };
  if (decision.kind === 'done' || decision.kind === 'wait')
    return {
      kind: 'over',
      issue: await findIssue(slot, issueStore),
      reason: refusalInWords(decision) ?? '',
    };
  const isOpen = status === 'draft' || status === 'skipped';
  const skipped = isOpen ? await skipIfTooFew(slot, status, deps) : null;
  if (skipped !== null) return { kind: 'over', ...skipped };
  if (decision.kind === 'refused') return { ...decision, why: isOpen ? 'unapproved' : 'stands' };
  const refusal = (await reasonNotToSend(slot, deps)) ?? (await makeReady(slot, decision, deps));
  return refusal === null ? { kind: 'ready' } : { kind: 'refused', why: 'in-vain', ...refusal };
}

/** Ends a pause that is over, and approves a draft. What somebody else approved meanwhile is judged as that. */
async function makeReady(
  slot: string,
  decision: SendDecision,
  deps: PrepareSlotDeps,
): Promise<SendRefusal | null> {
  if (decision.kind === 'go-on') await endPause(slot, decision.pausedUntil, deps);
  if (decision.kind !== 'freeze') return null;
  const { kind } = await freezeIssue({ slot, now: deps.clock.now(), from: 'draft' }, deps);
  return kind === 'not-a-draft' ? reasonNotToSend(slot, deps) : null;
}

/** Lets an issue go on whose pause is over, unless somebody paused it anew meanwhile. */
async function endPause(
  slot: string,
  pausedUntil: number,
  { issueStore, clock }: PrepareSlotDeps,
): Promise<void> {
  const { scheduledAt } = await findIssue(slot, issueStore);
  const change = { slot, scheduledAt, from: 'paused', to: 'sending', reason: null, at: clock.now() } as const;
  await issueStore.changeStatus({ ...change, fromPausedUntil: pausedUntil });
}

/**
 * Records a slot with too few comparisons as skipped, and tells the editor; one that has enough by now is a draft
 * again, and null is returned.
 */
export async function skipIfTooFew(
  slot: string,
  status: IssueStatus,
  deps: PrepareSlotDeps,
): Promise<{ issue: IssueRecord; reason: string } | null> {
  const { issueStore, store, clock, selection } = deps;
  const at = clock.now();
  const { scheduledAt, cutOff, ...draft } = await draftIssue({ slot, now: at }, deps);
  if (status === 'skipped')
    await issueStore.changeStatus({ slot, scheduledAt, from: status, to: 'draft', reason: null, at });
  if (draft.selection.enough) return null;
  const reason = skipReason(draft.selection, { minItems: selection.minItems, cutOff });
  const change = { slot, scheduledAt, from: 'draft', to: 'skipped', reason, at } as const;
  const forecast = await store.forecastAudience(at);
  const { changed } = await issueStore.changeStatus({ ...change, notice: { event: 'skipped', forecast } });
  return changed ? { issue: await findIssue(slot, issueStore), reason } : null;
}

/**
 * Why the issue of a slot must not go out as things stand: what stops a real send, or nobody to send it to. Such a send
 * must not use up the slot. Null where it may go out.
 */
export async function reasonNotToSend(
  slot: string,
  deps: Pick<
    PrepareSlotDeps,
    'issueStore' | 'transportName' | 'newsletter' | 'obstacles' | 'store' | 'clock'
  >,
): Promise<SendRefusal | null> {
  const { issueStore, store, clock } = deps;
  const issue = await issueStore.findIssue(slot);
  const { status, transport } = issue ?? NOT_YET;
  const frozen = status === 'approved' ? await issueStore.readFrozenIssue(slot) : null;
  const refusal = obstaclesRefusal(issueObstacles({ slot, status, transport, frozen }, deps));
  if (refusal !== null || issue?.sendingAt != null) return refusal;
  const nobody = nobodyToSendTo(await store.forecastAudience(clock.now()));
  return nobody === null
    ? null
    : { ...nobody, whenHeld: `${nobody.reason}\nAdd subscribers, then approve the issue.` };
}

/** `serve` reads its settings when it starts, so a change alone would lead to the same obstacle again. */
const RELEASE = 'If you change settings, restart serve. Then approve the issue.';

function obstaclesRefusal(obstacles: readonly Obstacle[]): SendRefusal | null {
  if (obstacles.length === 0) return null;
  return {
    reason: obstacles.map(obstacleInWords).join('\n'),
    advice: null,
    whenHeld: [...obstacles.map(({ words }) => words), RELEASE].join('\n'),
  };
}

/** Why a send would reach nobody; null where it would reach somebody. */
function nobodyToSendTo({ candidates, prepared }: Audience): Refusal | null {
  if (prepared > 0) return null;
  const why =
    candidates === 0
      ? 'nobody is confirmed'
      : `${candidates} are confirmed, and all of them are suppressed or paused`;
  return {
    reason: `There is nobody to send to: ${why}.`,
    advice: 'Add subscribers: verdicts subscribers import <file>',
  };
}

/** That a send would reach nobody, why, and what to do; nothing where it would reach somebody. */
export function nobodyInWords(audience: Audience): string[] {
  const nobody = nobodyToSendTo(audience);
  return nobody === null ? [] : [`${nobody.reason} ${nobody.advice}`];
}
