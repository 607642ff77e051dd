import { eq, lt, sql } from 'drizzle-orm';
import type { EmailRequest } from '../transactional/outgoing-email-store.ts';
import type { Database, Steps } from './engine.ts';
import { emailRequests, outgoingEmails } from './schema/index.ts';
import { change, first } from './steps.ts';

// Steps of the transactions of those who change the email.

export function* addRequest(db: Database, emailId: number, request: EmailRequest): Steps<void> {
  const { transport, idempotencyKey, body } = request;
  const row = { emailId, transport, idempotencyKey, body: Buffer.from(body) };
  yield* change(db.insert(emailRequests).values(row));
}

export function* findRequest(db: Database, id: number): Steps<EmailRequest | null> {
  const { emailId, transport, idempotencyKey, body } = emailRequests;
  const request = db.select({ transport, idempotencyKey, body }).from(emailRequests).where(eq(emailId, id));
  return (yield* first(request)) ?? null;
}

/** Call it while `Words.overwriting`. */
export function* forgetRequest(db: Database, emailId: number): Steps<void> {
  yield* change(db.delete(emailRequests).where(eq(emailRequests.emailId, emailId)));
}

/** Of emails that are too old to be sent, such as notices that wait for an editor. */
export function* forgetOldRequests(db: Database, before: number): Steps<void> {
  const { id, createdAt } = outgoingEmails;
  const writtenAt = db.select({ createdAt }).from(outgoingEmails).where(eq(id, emailRequests.emailId));
  const isOld = lt(sql`(${writtenAt})`, before);
  yield* db.words.overwriting(change(db.delete(emailRequests).where(isOld)));
}

export function* forgetAllRequests(db: Database): Steps<void> {
  yield* db.words.overwriting(change(db.delete(emailRequests)));
}
