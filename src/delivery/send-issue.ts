import { setImmediate } from 'node:timers/promises';
import type { FrozenIssue } from '../issues/frozen-issue.ts';
import type { IssueStatus } from '../issues/issue-status-rules.ts';
import type { IssueRecord, IssueStore } from '../issues/issue-store.ts';
import { formatObstacle, transportObstacles } from '../issues/problems/issue-obstacles.ts';
import { AppError } from '../shared/errors.ts';
import { deliverIssue } from './deliver-issue.ts';
import type { SendDeps } from './send-deps.ts';

/**
 * Safe to kill and to run in several processes. Returns the issue: `sent`, `paused`, or `sending` if `signal` stopped
 * it.
 */
export async function sendIssue(slot: string, deps: SendDeps): Promise<IssueRecord> {
  const { issueStore, deliveryStore, clock, signal, transport } = deps;
  for (let done = false; !done; await setImmediate()) {
    if (signal.aborted) return requireIssue(slot, issueStore);
    const step = await deliveryStore.freezeAudience({
      slot,
      at: clock.now(),
      transport: transport.name,
    });
    deps.onAudience?.(step.candidates);
    done = step.done;
  }
  const run = await deliverIssue(await readIssue(slot, deps), deps);
  if (run.kind === 'pause') {
    const { reason, until } = run;
    await close({ slot, to: 'paused', reason, pausedUntil: until }, deps);
  }
  if (run.kind === 'finished') await finish(slot, deps);
  return requireIssue(slot, issueStore);
}

async function readIssue(slot: string, { issueStore, transport }: SendDeps): Promise<FrozenIssue> {
  const { sendingAt, status, transport: began } = await requireIssue(slot, issueStore);
  const [obstacle] = transportObstacles({ slot, status, transport: began }, transport.name);
  if (obstacle !== undefined) throw new AppError('refused', formatObstacle(obstacle));
  const issue = await issueStore.readFrozenIssue(slot);
  if (issue !== null && sendingAt !== null) return { ...issue, date: sendingAt };
  throw new AppError('refused', `The issue of ${slot} is ${status}, so there is nothing to send.`);
}

async function finish(slot: string, deps: SendDeps): Promise<void> {
  const { batches, deliveries, lastProblem } = await deps.deliveryStore.progress(slot);
  if (batches.uncertain === 0) return close({ slot, to: 'sent', reason: null, pausedUntil: null }, deps);
  const why = lastProblem === null ? '' : ` ${lastProblem}`;
  const reason = `We do not know whether ${deliveries.uncertain} deliveries were accepted, so a person must decide.${why}`;
  return close({ slot, to: 'paused', reason, pausedUntil: null }, deps);
}

interface Closing {
  slot: string;
  to: IssueStatus;
  reason: string | null;
  pausedUntil: number | null;
}

/** A person's decision stands, but a pause that needs a person replaces another sender's temporary one. */
async function close(closing: Closing, { issueStore, clock }: SendDeps): Promise<void> {
  const { scheduledAt } = await requireIssue(closing.slot, issueStore);
  const waitsForPerson = closing.to === 'paused' && closing.pausedUntil === null;
  const event = closing.to === 'sent' ? 'sent' : waitsForPerson ? 'paused' : null;
  const notice = event === null ? {} : { notice: { event } as const };
  const change = { ...closing, ...notice, scheduledAt, at: clock.now() };
  const { changed } = await issueStore.changeStatus({ ...change, from: 'sending' });
  if (changed || !waitsForPerson) return;
  const { pausedUntil } = await requireIssue(closing.slot, issueStore);
  if (pausedUntil !== null)
    await issueStore.changeStatus({ ...change, from: 'paused', fromPausedUntil: pausedUntil });
}

/** @throws AppError `not-found` */
export async function requireIssue(slot: string, issueStore: IssueStore): Promise<IssueRecord> {
  const issue = await issueStore.findIssue(slot);
  if (issue === null) throw new AppError('not-found', `There is no issue of ${slot}.`);
  return issue;
}
