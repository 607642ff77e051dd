import type { IssueActionDeps } from '../issue-actions/issue-action-deps.ts';
import { prepareSlot, skipIfTooFew } from '../issue-actions/prepare-slot.ts';
import type { IssueRecord } from '../issues/issue-store.ts';
import { scheduledInstant } from '../schedule/schedule.ts';
import { codeOf, messageOf } from '../shared/errors.ts';
import type { DueSlot } from './due-slots.ts';

/** If killed, the next check decides again. Returns null if the slot waits. A thrown error decides nothing. */
export async function settleSlot(due: DueSlot, deps: IssueActionDeps): Promise<IssueRecord | null> {
  const { slot, decision } = due;
  if (decision.kind === 'wait') return null;
  if (decision.kind === 'begin') await begin(due, deps);
  else await holdUnlessEmpty(due, decision.reason, deps);
  return deps.issueStore.findIssue(slot);
}

const UNAPPROVED = 'It was not approved by its time (REVIEW=required).';

async function begin(due: DueSlot, deps: IssueActionDeps): Promise<void> {
  const { slot } = due;
  const { issueStore, deliveryStore, clock } = deps;
  try {
    const prepared = await prepareSlot(slot, deps);
    if (prepared.kind === 'ready')
      await deliveryStore.freezeAudience({
        slot,
        at: clock.now(),
        transport: deps.config.transportName,
      });
    else if (prepared.kind === 'refused' && prepared.why === 'unapproved')
      await hold(due, { event: 'held', reason: UNAPPROVED }, deps);
    else if (prepared.kind === 'refused' && prepared.why === 'blocked')
      await hold(due, { event: 'failed', reason: prepared.whenHeld }, deps);
  } catch (error) {
    // The store may recover in a minute; a draft that cannot be composed needs a person.
    if (isStorageError(error) || (await issueStore.findIssue(slot))?.status === 'sending') throw error;
    await hold(due, { event: 'failed', reason: `It could not be composed: ${messageOf(error)}` }, deps);
  }
}

/** A missed slot with nothing to send needs no decision. */
async function holdUnlessEmpty(due: DueSlot, reason: string, deps: IssueActionDeps): Promise<void> {
  const { slot, status } = due;
  try {
    if (status === 'draft' && (await skipIfTooFew(slot, status, deps)) !== null) return;
  } catch (error) {
    if (isStorageError(error)) throw error;
  }
  await hold(due, { event: 'held', reason }, deps);
}

/** Does nothing if a person changed the issue in the meantime. */
async function hold(
  { slot, status }: DueSlot,
  { event, reason }: { event: 'held' | 'failed'; reason: string },
  { issueStore, deliveryStore, clock, config }: IssueActionDeps,
): Promise<void> {
  const at = clock.now();
  const forecast = await deliveryStore.forecastAudience(at);
  const change = { slot, scheduledAt: scheduledInstant(config.schedule, slot), from: status, reason, at };
  await issueStore.changeStatus({ ...change, to: 'held', notice: { event, forecast } });
}

/** Composing an issue may wrap the store's error in one of its own. */
function isStorageError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return codeOf(error) === 'storage' || isStorageError(error.cause);
}
