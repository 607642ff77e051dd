import { eq, lt, sql } from 'drizzle-orm';
import type { SqliteDatabase } from '../sqlite/open-database.ts';
import { overwriting } from '../sqlite/overwriting.ts';
import type { EmailRequest } from '../transactional/outgoing-email-store.ts';
import type { Database } from './engine.ts';
import { emailRequests, outgoingEmails } from './schema/index.ts';
import { change, type Steps } from './steps.ts';

// Steps of the transactions of those who change the email.

export function addRequest(db: SqliteDatabase, emailId: number, request: EmailRequest): void {
  const { transport, idempotencyKey, body } = request;
  db.insert(emailRequests)
    .values({ emailId, transport, idempotencyKey, body: Buffer.from(body) })
    .run();
}

export function findRequest(db: SqliteDatabase, id: number): EmailRequest | null {
  const { emailId, transport, idempotencyKey, body } = emailRequests;
  const request = db.select({ transport, idempotencyKey, body }).from(emailRequests).where(eq(emailId, id));
  return request.get() ?? null;
}

/** Call it while {@link overwriting}. */
export function forgetRequest(db: SqliteDatabase, emailId: number): void {
  db.delete(emailRequests).where(eq(emailRequests.emailId, emailId)).run();
}

/** Of emails that are too old to be sent, such as notices that wait for an editor. */
export function* forgetOldRequests(db: Database, before: number): Steps<void> {
  const { id, createdAt } = outgoingEmails;
  const writtenAt = db.select({ createdAt }).from(outgoingEmails).where(eq(id, emailRequests.emailId));
  const isOld = lt(sql`(${writtenAt})`, before);
  yield* db.words.overwriting(change(db.delete(emailRequests).where(isOld)));
}

export function forgetAllRequests(db: SqliteDatabase): void {
  overwriting(db, () => db.delete(emailRequests).run());
}
