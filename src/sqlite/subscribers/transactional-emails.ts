import { LINK_LIFETIME_MS } from '../../links/link-lifetime.ts';
import { type EmailsByNetwork, LIMIT_WINDOWS_MS } from '../../subscribers/sign-ups/email-limits.ts';
import type { SignUpStore } from '../../subscribers/sign-ups/sign-up-store.ts';
import type { EmailKind } from '../../subscribers/transactional-email.ts';
import { inTxWithRetry } from '../in-tx.ts';
import type { SqliteDatabase } from '../open-database.ts';
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
  const statements = prepareStatements(db);
  const nextTurns = prepareTurns(db, 'outgoing_emails', {
    waiting: WAITING,
    due: `${WAITING} and coalesce(next_attempt_at, 0) <= @now`,
  });
  return {
    toMailbox: (throttleKey, now, kind = null) =>
      statements.toMailbox.all(throttleKey, now - LIMIT_WINDOWS_MS.mailbox, kind),
    inLastHour: (now) => countByNetwork(statements.inLastHour.all(now - LIMIT_WINDOWS_MS.all)),
    write: (emails, now) => {
      if (emails.length === 0) return;
      const nextTurn = nextTurns(
        emails.flatMap(({ networkKey }) => networkKey ?? []),
        now,
      );
      const rows = emails.map(({ subscriberId, kind, throttleKey, networkKey, link }) => {
        const turn = networkKey === null ? BEFORE_ALL : nextTurn(networkKey);
        const expiresAt = now + LINK_LIFETIME_MS[kind];
        return [subscriberId, kind, now, link.hash, expiresAt, link.token, throttleKey, networkKey, turn];
      });
      const values = JSON.stringify(rows);
      statements.addLinks.run(values);
      statements.add.run(values);
    },
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

const WAITING = "status in ('open', 'taken')";

function prepareStatements({ $client }: SqliteDatabase) {
  return {
    toMailbox: $client
      .prepare<[throttleKey: string, after: number, kind: EmailKind | null], number>(
        'select created_at from outgoing_emails where throttle_key = ? and created_at > ? and kind = coalesce(?, kind)',
      )
      .pluck(),
    inLastHour: $client.prepare<[after: number], NetworkRow>(`
      select network_key as networkKey, count(*) as count, min(created_at) as oldestAt
      from outgoing_emails where kind <> 'notice' and created_at > ? group by network_key`),
    addLinks: $client.prepare<[emails: string]>(`
      insert into link_tokens (subscriber_id, kind, created_at, hash, expires_at)
      select value->>0, value->>1, value->>2, value->>3, value->>4 from json_each(?)`),
    add: $client.prepare<[emails: string]>(`
      insert into outgoing_emails (subscriber_id, kind, created_at, status, token, throttle_key, network_key, turn)
      select value->>0, value->>1, value->>2, 'open', value->>5, value->>6, value->>7, value->>8 from json_each(?)`),
    forgetEmails: $client.prepare<[before: number, limit: number]>(`
      delete from outgoing_emails where id in (
        select id from outgoing_emails where kind <> 'notice' and created_at < ? and status in ('submitted', 'dropped') limit ?)`),
    forgetNetworks: $client.prepare<[before: number, limit: number]>(`
      update outgoing_emails set network_key = null where id in (
        select id from outgoing_emails
        where network_key is not null and created_at < ? and status in ('submitted', 'dropped') limit ?)`),
    forgetLinks: $client.prepare<[before: number, limit: number]>(`
      delete from link_tokens where hash in (select hash from link_tokens where expires_at < ? limit ?)`),
  };
}
