import { inArray } from 'drizzle-orm';
import { forgetAllRequests } from './email-requests.ts';
import type { Database } from './engine.ts';
import { outgoingEmails, signUps } from './schema/index.ts';
import { all, change, type Steps } from './steps.ts';

/**
 * Drops what waits in a copy: it may have gone out since, and a second one would be one too many.
 *
 * @returns How many emails to subscribers, and how many sign-ups.
 */
export function* forgetWaiting(db: Database): Steps<{ droppedLetters: number; droppedSignUps: number }> {
  yield* forgetAllRequests(db);
  const dropped = yield* all(
    db
      .update(outgoingEmails)
      .set({ status: 'dropped', token: null, nextAttemptAt: null, leaseExpiresAt: null })
      .where(inArray(outgoingEmails.status, ['open', 'taken']))
      .returning({ kind: outgoingEmails.kind }),
  );
  const droppedSignUps = yield* change(db.delete(signUps));
  return { droppedLetters: dropped.filter(({ kind }) => kind !== 'notice').length, droppedSignUps };
}
