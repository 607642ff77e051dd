import { and, asc, eq, gte, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import { noticeFactsSchema, obstacleToNotice } from '../issues/editor-notice.ts';
import { inTxWithRetry } from '../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../sqlite/open-database.ts';
import { overwriting } from '../sqlite/overwriting.ts';
import { obstacleToEmail } from '../subscribers/transactional-email.ts';
import type { EmailOutcome } from '../transactional/email-outcome.ts';
import type { EmailClaim, OutgoingEmail, OutgoingEmailStore } from '../transactional/outgoing-email-store.ts';
import { addRequest, findRequest, forgetRequest } from './email-requests.ts';
import { outgoingEmails, subscribers, suppressions } from './schema/index.ts';
import { BEFORE_ALL } from './subscribers/turns.ts';

export function createOutgoingEmailStore(db: SqliteDatabase): OutgoingEmailStore {
  const statements = prepareStatements(db);
  return {
    claimEmail: async (claim) => {
      // Mostly there is none, and then no write lock is needed.
      if (findNext(statements, claim) === undefined) return null;
      const claimed = await inTxWithRetry(db, () => claimNext(db, statements, claim));
      // After the commit, so that a row that cannot be read does not come first again.
      return claimed === null ? null : toEmail(claimed);
    },
    fixRequest: async ({ email, request }) =>
      inTxWithRetry(db, () => {
        const held = db.select({ id: outgoingEmails.id }).from(outgoingEmails).where(isHeldAs(email)).get();
        if (held === undefined) return false;
        addRequest(db, email.id, request);
        return true;
      }),
    settleEmail: async ({ email, outcome }) =>
      inTxWithRetry(db, () =>
        overwriting(db, () => {
          const settled = db.update(outgoingEmails).set(valuesOf(outcome)).where(isHeldAs(email)).run();
          if (settled.changes > 0 && !isUnknown(outcome)) forgetRequest(db, email.id);
        }),
      ),
  };
}

/** Whether an email is still leased as it was claimed. */
function isHeldAs({ id, leaseExpiresAt }: OutgoingEmail): SQL | undefined {
  const { status } = outgoingEmails;
  return and(
    eq(outgoingEmails.id, id),
    eq(status, 'taken'),
    eq(outgoingEmails.leaseExpiresAt, leaseExpiresAt),
  );
}

const isUnknown = (outcome: EmailOutcome) => outcome.kind === 'again' && !outcome.refused;

/** Literals, as in the condition of the partial index. */
const IS_WAITING = sql`${outgoingEmails.status} in ('open', 'taken')`;

function isDue(): SQL | undefined {
  const { status, nextAttemptAt, leaseExpiresAt } = outgoingEmails;
  const now = sql.placeholder('now');
  return or(
    and(eq(status, 'open'), lte(sql`coalesce(${nextAttemptAt}, 0)`, now)),
    and(eq(status, 'taken'), lte(leaseExpiresAt, now)),
  );
}

type Statements = ReturnType<typeof prepareStatements>;

/** Notices have no turn, and NULL sorts first. */
function prepareStatements(db: SqliteDatabase) {
  const { id, kind, createdAt, token, event, facts, earlierId, turn, attempts, firstAttemptAt } =
    outgoingEmails;
  const isSuppression = and(eq(suppressions.key, subscribers.emailKey), ne(suppressions.reason, 'erased'));
  const next = (among?: SQL) =>
    db
      .select({
        id,
        number: sql<number>`coalesce(${earlierId}, ${id})`,
        kind,
        createdAt,
        token,
        event,
        facts,
        subscriberId: subscribers.id,
        email: subscribers.email,
        status: subscribers.status,
        suppression: suppressions.reason,
      })
      .from(outgoingEmails)
      .leftJoin(subscribers, eq(subscribers.id, outgoingEmails.subscriberId))
      .leftJoin(suppressions, isSuppression)
      .where(and(IS_WAITING, isDue(), among))
      .orderBy(asc(turn), asc(id))
      .limit(1)
      .prepare();
  const take = db
    .update(outgoingEmails)
    .set({
      status: 'taken',
      leaseExpiresAt: sql`${sql.placeholder('leaseExpiresAt')}`,
      nextAttemptAt: null,
      attempts: sql`${attempts} + 1`,
      firstAttemptAt: sql`coalesce(${firstAttemptAt}, ${sql.placeholder('now')})`,
    })
    .where(eq(id, sql.placeholder('id')))
    .returning({ attempts, firstAttemptAt })
    .prepare();
  return { next: next(), nextToSubscriber: next(gte(turn, BEFORE_ALL)), take };
}

function findNext({ next, nextToSubscriber }: Statements, { now, notices }: EmailClaim) {
  return (notices ? next : nextToSubscriber).get({ now });
}

type NextRow = NonNullable<ReturnType<typeof findNext>>;

function claimNext(db: SqliteDatabase, statements: Statements, claim: EmailClaim) {
  const { now, leaseExpiresAt } = claim;
  for (let row = findNext(statements, claim); row !== undefined; row = findNext(statements, claim)) {
    const { id } = row;
    const reason = obstacleTo(row, now);
    if (reason === null) {
      const { attempts = 1, firstAttemptAt } = statements.take.get({ id, now, leaseExpiresAt }) ?? {};
      const request = findRequest(db, id);
      return { ...row, attempts, firstAttemptAt: firstAttemptAt ?? now, leaseExpiresAt, request };
    }
    drop(db, id, reason);
  }
  return null;
}

function drop(db: SqliteDatabase, id: number, reason: string): void {
  overwriting(db, () => {
    db.update(outgoingEmails)
      .set(valuesOf({ kind: 'dropped', reason }))
      .where(eq(outgoingEmails.id, id))
      .run();
    forgetRequest(db, id);
  });
}

function obstacleTo({ kind, createdAt, status, suppression }: NextRow, now: number): string | null {
  if (kind === 'notice') return obstacleToNotice(createdAt, now);
  const addressee = status === null ? null : { status, suppression };
  return obstacleToEmail({ kind, createdAt }, { addressee, now });
}

function toEmail(claimed: NonNullable<ReturnType<typeof claimNext>>): OutgoingEmail {
  const { kind, event, facts, subscriberId, email, token, ...leased } = claimed;
  const { id, number, createdAt, attempts, firstAttemptAt, leaseExpiresAt, request } = leased;
  const common = { id, number, createdAt, attempts, firstAttemptAt, leaseExpiresAt, request };
  if (kind === 'notice' && event !== null && facts !== null)
    return { ...common, kind, event, facts: noticeFactsSchema.parse(JSON.parse(facts)) };
  if (kind !== 'notice' && subscriberId !== null && email !== null && token !== null)
    return { ...common, kind, subscriberId, email, token };
  throw new Error(`The queued email ${id} is not complete.`);
}

const ENDED = { token: null, nextAttemptAt: null, leaseExpiresAt: null };

function valuesOf(outcome: EmailOutcome) {
  if (outcome.kind === 'submitted') return { status: 'submitted', lastProblem: null, ...ENDED } as const;
  if (outcome.kind === 'dropped')
    return { status: 'dropped', lastProblem: outcome.reason, ...ENDED } as const;
  const again = { nextAttemptAt: outcome.at, leaseExpiresAt: null, lastProblem: outcome.reason };
  const asFirst = outcome.refused ? { attempts: 0, firstAttemptAt: null } : {};
  return { status: 'open', ...again, ...asFirst } as const;
}
