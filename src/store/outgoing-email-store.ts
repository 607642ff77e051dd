import { and, asc, eq, gte, isNull, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import { noticeFactsSchema, obstacleToNotice } from '../issues/editor-notice.ts';
import { obstacleToEmail } from '../subscribers/transactional-email.ts';
import type { EmailOutcome } from '../transactional/email-outcome.ts';
import type { EmailClaim, OutgoingEmail, OutgoingEmailStore } from '../transactional/outgoing-email-store.ts';
import { addRequest, findRequest, forgetRequest } from './email-requests.ts';
import type { Database, Engine, Steps } from './engine.ts';
import { outgoingEmails, subscribers, suppressions } from './schema/index.ts';
import { change, first, prepared } from './steps.ts';
import { BEFORE_ALL } from './subscribers/turns.ts';

export function createOutgoingEmailStore({ read, write }: Engine): OutgoingEmailStore {
  return {
    claimEmail: async (claim) => {
      // Mostly there is none, and then no write lock is needed.
      if ((await read(() => findNext(claim))) === undefined) return null;
      const claimed = await write((db) => claimNext(db, claim));
      // After the commit, so that a row that cannot be read does not come first again.
      return claimed === null ? null : toEmail(claimed);
    },
    fixRequest: ({ email, request }) =>
      write(function* (db) {
        const held = db.select({ id: outgoingEmails.id }).from(outgoingEmails).where(isHeldAs(email));
        if ((yield* first(held)) === undefined) return false;
        yield* addRequest(db, email.id, request);
        return true;
      }),
    settleEmail: ({ email, outcome }) => write((db) => db.words.overwriting(settle(db, email, outcome))),
  };
}

function* settle(db: Database, email: OutgoingEmail, outcome: EmailOutcome): Steps<void> {
  const settled = yield* change(db.update(outgoingEmails).set(valuesOf(outcome)).where(isHeldAs(email)));
  if (settled > 0 && !isUnknown(outcome)) yield* forgetRequest(db, email.id);
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

const { id, kind, createdAt, token, event, facts, earlierId, turn, attempts, firstAttemptAt } =
  outgoingEmails;

/** Notices have no turn. */
const next = {
  notice: preparedNext(isNull(turn)),
  toSubscriber: preparedNext(gte(turn, BEFORE_ALL)),
};

function preparedNext(among: SQL) {
  const isSuppression = and(eq(suppressions.key, subscribers.emailKey), ne(suppressions.reason, 'erased'));
  return prepared((db) =>
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
      .limit(1),
  );
}

const take = prepared((db) =>
  db
    .update(outgoingEmails)
    .set({
      status: 'taken',
      leaseExpiresAt: sql`${sql.placeholder('leaseExpiresAt')}`,
      nextAttemptAt: null,
      attempts: sql`${attempts} + 1`,
      firstAttemptAt: sql`coalesce(${firstAttemptAt}, ${sql.placeholder('now')})`,
    })
    .where(eq(id, sql.placeholder('id')))
    .returning({ attempts, firstAttemptAt }),
);

function* findNext({ now, notices }: EmailClaim) {
  const notice = notices ? yield* first(next.notice, { now }) : undefined;
  return notice ?? (yield* first(next.toSubscriber, { now }));
}

function* claimNext(db: Database, claim: EmailClaim) {
  const { now, leaseExpiresAt } = claim;
  for (let row = yield* findNext(claim); row !== undefined; row = yield* findNext(claim)) {
    const reason = obstacleTo(row, now);
    if (reason === null) {
      const taken = yield* first(take, { id: row.id, now, leaseExpiresAt });
      const { attempts = 1, firstAttemptAt } = taken ?? {};
      const request = yield* findRequest(db, row.id);
      return { ...row, attempts, firstAttemptAt: firstAttemptAt ?? now, leaseExpiresAt, request };
    }
    yield* db.words.overwriting(drop(db, row.id, reason));
  }
  return null;
}

type Returned<Work extends (...parameters: never[]) => Steps<unknown>> =
  ReturnType<Work> extends Steps<infer Result> ? NonNullable<Result> : never;

function* drop(db: Database, dropped: number, reason: string): Steps<void> {
  const values = valuesOf({ kind: 'dropped', reason });
  yield* change(db.update(outgoingEmails).set(values).where(eq(id, dropped)));
  yield* forgetRequest(db, dropped);
}

function obstacleTo(
  { kind, createdAt, status, suppression }: Returned<typeof findNext>,
  now: number,
): string | null {
  if (kind === 'notice') return obstacleToNotice(createdAt, now);
  const addressee = status === null ? null : { status, suppression };
  return obstacleToEmail({ kind, createdAt }, { addressee, now });
}

function toEmail(claimed: Returned<typeof claimNext>): OutgoingEmail {
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
