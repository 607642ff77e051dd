import { and, count, eq, gt, inArray, isNotNull, lt, lte, min, type SQL, sql } from 'drizzle-orm';
import { LINK_LIFETIME_MS } from '../../links/link-lifetime.ts';
import { inWords, runSteps } from '../../sqlite/engine.ts';
import { inTxWithRetry } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { type EmailsByNetwork, LIMIT_WINDOWS_MS } from '../../subscribers/sign-ups/email-limits.ts';
import type { SignUpStore } from '../../subscribers/sign-ups/sign-up-store.ts';
import type { EmailKind } from '../../subscribers/transactional-email.ts';
import { forgetOldRequests } from '../email-requests.ts';
import { linkTokens, outgoingEmails } from '../schema/index.ts';
import { prepareEmailStatements } from './transactional-email-statements.ts';
import { BEFORE_ALL, prepareTurns } from './turns.ts';

/** Used by other steps, inside their transactions. */
export interface EmailRows {
  /** When emails went to a mailbox in the last 24 hours: all, or those of one kind. */
  toMailbox(throttleKey: string, now: number, kind?: EmailKind | null): number[];
  inLastHour(now: number): EmailsByNetwork;
  /** Writes emails and their links, in order. */
  write(emails: readonly NewEmail[], now: number): void;
}

interface NewEmail {
  subscriberId: number;
  kind: EmailKind;
  throttleKey: string;
  /** Null if no network asked for it. */
  networkKey: string | null;
  link: { token: string; hash: string };
}

export function prepareEmails(
  db: SqliteDatabase,
): EmailRows & Pick<SignUpStore, 'forgetEmails' | 'forgetEmailNetworks'> {
  return {
    toMailbox: (throttleKey, now, kind = null) => findToMailbox(db, { throttleKey, now, kind }),
    inLastHour: prepareInLastHour(db),
    write: prepareWrite(db),
    forgetEmails: async (step) => inTxWithRetry(db, () => forgetEmails(db, step)),
    forgetEmailNetworks: async (step) => inTxWithRetry(db, () => forgetNetworks(db, step)),
  };
}

const { id, kind, status, createdAt, networkKey, nextAttemptAt } = outgoingEmails;

// Literals, as in the conditions of the partial indexes.
const IS_WAITING = sql`${status} in ('open', 'taken')`;
const IS_TO_SUBSCRIBER = sql`${kind} <> 'notice'`;

function findToMailbox(
  db: SqliteDatabase,
  mailbox: { throttleKey: string; now: number; kind: EmailKind | null },
): number[] {
  return db
    .select({ createdAt })
    .from(outgoingEmails)
    .where(
      and(
        eq(outgoingEmails.throttleKey, mailbox.throttleKey),
        gt(createdAt, mailbox.now - LIMIT_WINDOWS_MS.mailbox),
        mailbox.kind === null ? undefined : eq(kind, mailbox.kind),
      ),
    )
    .all()
    .map((email) => email.createdAt);
}

function prepareInLastHour(db: SqliteDatabase): EmailRows['inLastHour'] {
  const byNetwork = db
    .select({ networkKey, count: count(), oldestAt: sql<number>`${min(createdAt)}` })
    .from(outgoingEmails)
    .where(and(IS_TO_SUBSCRIBER, gt(createdAt, sql.placeholder('after'))))
    .groupBy(networkKey)
    .prepare();
  return (now) => countByNetwork(byNetwork.all({ after: now - LIMIT_WINDOWS_MS.all }));
}

type NetworkRow = { networkKey: string | null; count: number; oldestAt: number };

function countByNetwork(rows: readonly NetworkRow[]): EmailsByNetwork {
  const byNetwork = new Map<string, number>();
  for (const { networkKey, count } of rows) if (networkKey !== null) byNetwork.set(networkKey, count);
  const count = rows.reduce((total, row) => total + row.count, 0);
  const oldestAt = rows.length === 0 ? null : Math.min(...rows.map((row) => row.oldestAt));
  return { count, oldestAt, byNetwork };
}

function prepareWrite(db: SqliteDatabase): EmailRows['write'] {
  const statements = prepareEmailStatements(db);
  const nextTurns = prepareTurns(db, outgoingEmails, { waiting: IS_WAITING, due: isDue() });
  return (emails, now) => {
    if (emails.length === 0) return;
    const networkKeys = emails.flatMap((email) => email.networkKey ?? []);
    const nextTurn = nextTurns(networkKeys, now);
    const rows = emails.map(({ subscriberId, kind, throttleKey, networkKey, link }) => {
      const turn = networkKey === null ? BEFORE_ALL : nextTurn(networkKey);
      const expiresAt = now + LINK_LIFETIME_MS[kind];
      return [subscriberId, kind, now, link.hash, expiresAt, link.token, throttleKey, networkKey, turn];
    });
    statements.addLinks(rows);
    statements.add(rows);
  };
}

function isDue(): SQL | undefined {
  return and(IS_WAITING, lte(sql`coalesce(${nextAttemptAt}, 0)`, sql.placeholder('now')));
}

type Step = Parameters<SignUpStore['forgetEmails']>[0];

/** Sent or dropped before an instant. */
const hasEnded = (before: number) => and(lt(createdAt, before), inArray(status, ['submitted', 'dropped']));

function forgetEmails(db: SqliteDatabase, { before, limit }: Step): number {
  const emails = db
    .select({ id })
    .from(outgoingEmails)
    .where(and(IS_TO_SUBSCRIBER, hasEnded(before)))
    .limit(limit);
  runSteps(db, forgetOldRequests(inWords(db), before));
  const { hash, expiresAt } = linkTokens;
  const links = db.select({ hash }).from(linkTokens).where(lt(expiresAt, before)).limit(limit);
  return (
    db.delete(outgoingEmails).where(inArray(id, emails)).run().changes +
    db.delete(linkTokens).where(inArray(hash, links)).run().changes
  );
}

function forgetNetworks(db: SqliteDatabase, { before, limit }: Step): number {
  const emails = db
    .select({ id })
    .from(outgoingEmails)
    .where(and(isNotNull(networkKey), hasEnded(before)))
    .limit(limit);
  return db.update(outgoingEmails).set({ networkKey: null }).where(inArray(id, emails)).run().changes;
}
