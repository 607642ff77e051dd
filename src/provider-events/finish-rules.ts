import { GOING_OUT_STATUSES, statusesAfter } from '../issues/issue-status-rules.ts';
import type { KnownBatch, KnownIssue } from './event-facts.ts';

/** Whether a response is still expected: the batch is leased, its request fixed, and its issue not finished. */
export function isInFlight({ status, isFixed }: KnownBatch, issue: KnownIssue): boolean {
  return status === 'taken' && isFixed && GOING_OUT_STATUSES.includes(issue.status);
}

/** Whether nothing is left to send or decide. */
export function isBatchFinished(batch: KnownBatch): boolean {
  const { status, isFixed, size, submitted, rejected, excluded, uncertain } = batch;
  if (status === 'uncertain') return uncertain === 0;
  return status === 'open' && isFixed && submitted + rejected + excluded === size;
}

/** Whether events may finish the issue: nobody is sending it, and all its batches are known. */
export function mayFinish({ status, isAudienceFixed }: KnownIssue): boolean {
  return status === 'paused' && isAudienceFixed && statusesAfter(status).includes('sent');
}

export function isIssueFinished(issue: KnownIssue): boolean {
  return mayFinish(issue) && issue.unfinishedBatches === 0;
}
