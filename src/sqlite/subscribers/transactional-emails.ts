import { LINK_LIFETIME_MS } from '../../links/link-lifetime.ts';
import type { EmailOutcome } from '../../shared/email-outcome.ts';
import { type HourlyEmails, LIMIT_WINDOWS_MS } from '../../subscribers/sign-ups/email-limits.ts';
import type {
  SignUpKeys,
  SignUpStore,
  TransactionalEmail,
} from '../../subscribers/sign-ups/sign-up-store.ts';
import type { SubscriberStatus, SuppressionReason } from '../../subscribers/subscriber.ts';
import { type Addressee, type EmailKind, obstacleToEmail } from '../../subscribers/transactional-email.ts';
import { inTxWithRetry } from '../in-tx.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { BEFORE_ALL, prepareTurns } from './turns.ts';

interface NextRow {
  id: number;
  kind: EmailKind;
  createdAt: number;
  token: string;
  /** This and the fields below are null if the subscriber is gone. */
  subscriberId: number | null;
  email: string | null;
  status: SubscriberStatus | null;
  suppression: SuppressionReason | null;
}

/** Used by other steps, inside their transactions. */
export interface EmailRows {
  /** When emails went to a mailbox in the last 24 hours: all, or those of one kind. */
  toMailbox(throttleKey: string, now: number, kind?: EmailKind | null): number[];
  inLastHour(now: number): EmailsByNetwork;
  /** Writes an email and its link. */
  write(email: NewEmail, at: EmailMoment): void;
}

export interface EmailsByNetwork extends HourlyEmails {
  byNetwork: Map<string, number>;
}

interface NewEmail {
  subscriberId: number;
  kind: EmailKind;
  throttleKey: string;
  /** Null if no network asked for it. */
  networkKey: string | null;
}

interface EmailMoment {
  now: number;
  newToken: SignUpKeys['newToken'];
}

export function prepareEmails(
  db: SqliteDatabase,
): EmailRows & Pick<SignUpStore, 'claimEmail' | 'settleEmail' | 'forgetEmails' | 'forgetEmailNetworks'> {
  const statements = prepareStatements(db);
  const nextTurns = prepareTurns(db, 'letters', {
    waiting: WAITING,
    due: `${WAITING} and coalesce(next_attempt_at, 0) <= @now`,
  });
  return {
    toMailbox: (throttleKey, now, kind = null) =>
      statements.toMailbox.all(throttleKey, now - LIMIT_WINDOWS_MS.mailbox, kind),
    inLastHour: (now) => countByNetwork(statements.inLastHour.all(now - LIMIT_WINDOWS_MS.all)),
    write: (email, { now, newToken }) => {
      const { subscriberId, kind, networkKey } = email;
      const { token, hash } = newToken();
      const turn = networkKey === null ? BEFORE_ALL : nextTurns([networkKey], now)(networkKey);
      statements.addLink.run(hash, subscriberId, kind, now, now + LINK_LIFETIME_MS[kind]);
      statements.add.run({ ...email, token, now, turn });
    },
    claimEmail: async (claim) => inTxWithRetry(db, () => claimNext(claim, statements)),
    settleEmail: async ({ email, outcome }) => inTxWithRetry(db, () => settle(email, outcome, statements)),
    forgetEmails: async ({ before, limit }) =>
      inTxWithRetry(db, () => {
        const emails = statements.forgetEmails.run(before, limit);
        return emails.changes + statements.forgetLinks.run(before, limit).changes;
      }),
    forgetEmailNetworks: async ({ before, limit }) =>
      inTxWithRetry(db, () => statements.forgetNetworks.run(before, limit).changes),
  };
}

type NetworkRow = { networkKey: string | null; count: number; oldestAt: number };

function countByNetwork(rows: readonly NetworkRow[]): EmailsByNetwork {
  const byNetwork = new Map<string, number>();
  for (const { networkKey, count } of rows) if (networkKey !== null) byNetwork.set(networkKey, count);
  const count = rows.reduce((total, row) => total + row.count, 0);
  const oldestAt = rows.length === 0 ? null : Math.min(...rows.map((row) => row.oldestAt));
  return { count, oldestAt, byNetwork };
}

type Statements = ReturnType<typeof prepareStatements>;

function claimNext(
  { now, leaseExpiresAt }: { now: number; leaseExpiresAt: number },
  { next, take, drop }: Statements,
): TransactionalEmail | null {
  for (let row = next.get(now, now); row !== undefined; row = next.get(now, now)) {
    const { id, kind, createdAt, token, subscriberId, email } = row;
    const obstacle = obstacleToEmail(row, { addressee: addresseeOf(row), now });
    if (obstacle === null && subscriberId !== null && email !== null) {
      const attempt = take.get(leaseExpiresAt, now, id) ?? { attempts: 1, firstAttemptAt: now };
      return { id, kind, createdAt, token, subscriberId, email, leaseExpiresAt, ...attempt };
    }
    drop.run(obstacle, id);
  }
  return null;
}

function addresseeOf({ status, suppression }: NextRow): Addressee {
  return status === null ? null : { status, suppression };
}

function settle(
  { id, leaseExpiresAt }: TransactionalEmail,
  outcome: EmailOutcome,
  { submit, drop, putOff, putOffRefused, holds }: Statements,
): void {
  if (holds.get(id, leaseExpiresAt) === undefined) return;
  if (outcome.kind === 'submitted') submit.run(id);
  else if (outcome.kind === 'dropped') drop.run(outcome.reason, id);
  else (outcome.refused ? putOffRefused : putOff).run(outcome.at, outcome.reason, id);
}

const WAITING = "status in ('open', 'taken')";

function prepareStatements({ $client }: SqliteDatabase) {
  const ended = 'token = null, lease_expires_at = null, next_attempt_at = null';
  const again = `status = 'open', lease_expires_at = null, next_attempt_at = ?, last_problem = ?`;
  return {
    toMailbox: $client
      .prepare<[throttleKey: string, after: number, kind: EmailKind | null], number>(
        'select created_at from letters where throttle_key = ? and created_at > ? and kind = coalesce(?, kind)',
      )
      .pluck(),
    inLastHour: $client.prepare<[after: number], NetworkRow>(`
      select network_key as networkKey, count(*) as count, min(created_at) as oldestAt
      from letters where created_at > ? group by network_key`),
    addLink: $client.prepare<
      [hash: string, subscriberId: number, kind: EmailKind, createdAt: number, expiresAt: number]
    >('insert into link_tokens (hash, subscriber_id, kind, created_at, expires_at) values (?, ?, ?, ?, ?)'),
    add: $client.prepare<[NewEmail & { token: string; now: number; turn: number }]>(`
      insert into letters (subscriber_id, throttle_key, kind, status, token, created_at, network_key, turn)
      values (@subscriberId, @throttleKey, @kind, 'open', @token, @now, @networkKey, @turn)`),
    next: $client.prepare<[now: number, now: number], NextRow>(`
      select l.id, l.kind, l.created_at as createdAt, l.token, s.id as subscriberId, s.email, s.status, x.reason as suppression
      from letters as l left join subscribers as s on s.id = l.subscriber_id
        left join suppressions as x on x.key = s.email_key and x.reason <> 'erased'
      where l.status in ('open', 'taken')
        and (l.status = 'open' and coalesce(l.next_attempt_at, 0) <= ? or l.status = 'taken' and l.lease_expires_at <= ?)
      order by l.turn, l.id limit 1`),
    take: $client.prepare<
      [leaseExpiresAt: number, now: number, id: number],
      { attempts: number; firstAttemptAt: number }
    >(`
      update letters set status = 'taken', lease_expires_at = ?, next_attempt_at = null, attempts = attempts + 1,
        first_attempt_at = coalesce(first_attempt_at, ?)
      where id = ? returning attempts, first_attempt_at as firstAttemptAt`),
    holds: $client.prepare<[id: number, leaseExpiresAt: number]>(
      `select 1 from letters where id = ? and status = 'taken' and lease_expires_at = ?`,
    ),
    submit: $client.prepare<[id: number]>(
      `update letters set status = 'submitted', ${ended}, last_problem = null where id = ?`,
    ),
    drop: $client.prepare<[reason: string | null, id: number]>(
      `update letters set status = 'dropped', ${ended}, last_problem = ? where id = ?`,
    ),
    putOff: $client.prepare<[at: number, reason: string, id: number]>(
      `update letters set ${again} where id = ?`,
    ),
    putOffRefused: $client.prepare<[at: number, reason: string, id: number]>(
      `update letters set ${again}, attempts = 0, first_attempt_at = null where id = ?`,
    ),
    forgetEmails: $client.prepare<[before: number, limit: number]>(`
      delete from letters where id in (
        select id from letters where created_at < ? and status in ('submitted', 'dropped') limit ?)`),
    forgetNetworks: $client.prepare<[before: number, limit: number]>(`
      update letters set network_key = null where id in (
        select id from letters
        where network_key is not null and created_at < ? and status in ('submitted', 'dropped') limit ?)`),
    forgetLinks: $client.prepare<[before: number, limit: number]>(`
      delete from link_tokens where hash in (select hash from link_tokens where expires_at < ? limit ?)`),
  };
}
