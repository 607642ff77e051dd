import { and, count, eq, gt, inArray, isNotNull, lt, lte, min, sql } from 'drizzle-orm';
import { LINK_LIFETIME_MS } from '../../links/link-lifetime.ts';
import { type EmailsByNetwork, LIMIT_WINDOWS_MS } from '../../subscribers/sign-ups/email-limits.ts';
import type { SignUpStore } from '../../subscribers/sign-ups/sign-up-store.ts';
import type { EmailKind } from '../../subscribers/transactional-email.ts';
import { forgetOldRequests } from '../email-requests.ts';
import type { Database, Engine } from '../engine.ts';
import { insertRows } from '../insert-rows.ts';
import { linkTokens, outgoingEmails } from '../schema/index.ts';
import { all, change, changeRows, prepared, type Steps } from '../steps.ts';
import { BEFORE_ALL, prepareTurns } from './turns.ts';

/** Emails to subscribers: what the steps of others need, and forgetting what is over. */
export function createEmails({ write }: Engine): Pick<SignUpStore, 'forgetEmails' | 'forgetEmailNetworks'> {
  return {
    forgetEmails: (step) => write((db) => forgetEmails(db, step)),
    forgetEmailNetworks: (step) => write((db) => forgetNetworks(db, step)),
  };
}

interface NewEmail {
  subscriberId: number;
  kind: EmailKind;
  throttleKey: string;
  /** Null if no network asked for it. */
  networkKey: string | null;
  link: { token: string; hash: string };
}

const { id, kind, status, createdAt, throttleKey, networkKey, nextAttemptAt } = outgoingEmails;

// Literals, as in the conditions of the partial indexes.
const IS_WAITING = sql`${status} in ('open', 'taken')`;
const IS_TO_SUBSCRIBER = sql`${kind} <> 'notice'`;

/** When emails went to a mailbox in the last 24 hours: all, or those of one kind. */
export function* emailsToMailbox(
  db: Database,
  mailbox: { throttleKey: string; now: number; kind?: EmailKind },
): Steps<number[]> {
  const found = yield* all(
    db
      .select({ createdAt })
      .from(outgoingEmails)
      .where(
        and(
          eq(throttleKey, mailbox.throttleKey),
          gt(createdAt, mailbox.now - LIMIT_WINDOWS_MS.mailbox),
          mailbox.kind === undefined ? undefined : eq(kind, mailbox.kind),
        ),
      ),
  );
  return found.map((email) => email.createdAt);
}

const emailsByNetwork = prepared((db) =>
  db
    .select({ networkKey, count: count(), oldestAt: sql<number>`${min(createdAt)}` })
    .from(outgoingEmails)
    .where(and(IS_TO_SUBSCRIBER, gt(createdAt, sql.placeholder('after'))))
    .groupBy(networkKey),
);

export function* emailsInLastHour(now: number): Steps<EmailsByNetwork> {
  return countByNetwork(yield* all(emailsByNetwork, { after: now - LIMIT_WINDOWS_MS.all }));
}

type NetworkRow = { networkKey: string | null; count: number; oldestAt: number };

function countByNetwork(rows: readonly NetworkRow[]): EmailsByNetwork {
  const byNetwork = new Map<string, number>();
  for (const { networkKey, count } of rows) if (networkKey !== null) byNetwork.set(networkKey, count);
  const count = rows.reduce((total, row) => total + row.count, 0);
  const oldestAt = rows.length === 0 ? null : Math.min(...rows.map((row) => row.oldestAt));
  return { count, oldestAt, byNetwork };
}

const addLinks = prepared((db) =>
  insertRows(db, linkTokens, ['subscriberId', 'kind', 'createdAt', 'hash', 'expiresAt']),
);

const addEmails = prepared((db) =>
  insertRows(db, outgoingEmails, [
    'subscriberId',
    'kind',
    'createdAt',
    'status',
    'token',
    'throttleKey',
    'networkKey',
    'turn',
  ]),
);

const IS_DUE = and(IS_WAITING, lte(sql`coalesce(${nextAttemptAt}, 0)`, sql.placeholder('now')));

const nextTurns = prepareTurns(outgoingEmails, { waiting: IS_WAITING, due: IS_DUE });

/** Writes emails and their links, in order. */
export function* writeEmails(emails: readonly NewEmail[], now: number): Steps<void> {
  if (emails.length === 0) return;
  const nextTurn = yield* nextTurns(
    emails.flatMap((email) => email.networkKey ?? []),
    now,
  );
  const turns = emails.map(({ networkKey }) => (networkKey === null ? BEFORE_ALL : nextTurn(networkKey)));
  yield* changeRows(
    addLinks,
    emails.map(({ subscriberId, kind, link }) => {
      return [subscriberId, kind, now, link.hash, now + LINK_LIFETIME_MS[kind]];
    }),
  );
  yield* changeRows(
    addEmails,
    emails.map(({ subscriberId, kind, throttleKey, networkKey, link }, index) => {
      return [subscriberId, kind, now, 'open', link.token, throttleKey, networkKey, turns[index]];
    }),
  );
}

type Step = Parameters<SignUpStore['forgetEmails']>[0];

/** Sent or dropped before an instant. */
const hasEnded = (before: number) => and(lt(createdAt, before), inArray(status, ['submitted', 'dropped']));

function* forgetEmails(db: Database, { before, limit }: Step): Steps<number> {
  const emails = db
    .select({ id })
    .from(outgoingEmails)
    .where(and(IS_TO_SUBSCRIBER, hasEnded(before)))
    .limit(limit);
  yield* forgetOldRequests(db, before);
  const { hash, expiresAt } = linkTokens;
  const links = db.select({ hash }).from(linkTokens).where(lt(expiresAt, before)).limit(limit);
  return (
    (yield* change(db.delete(outgoingEmails).where(inArray(id, emails)))) +
    (yield* change(db.delete(linkTokens).where(inArray(hash, links))))
  );
}

function* forgetNetworks(db: Database, { before, limit }: Step): Steps<number> {
  const emails = db
    .select({ id })
    .from(outgoingEmails)
    .where(and(isNotNull(networkKey), hasEnded(before)))
    .limit(limit);
  return yield* change(db.update(outgoingEmails).set({ networkKey: null }).where(inArray(id, emails)));
}
