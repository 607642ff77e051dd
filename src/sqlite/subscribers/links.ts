import { type LinkFacts, linkState } from '../../subscribers/link-state.ts';
import type { SignUpStore } from '../../subscribers/sign-ups/sign-up-store.ts';
import type { EmailKind } from '../../subscribers/transactional-email.ts';
import { inTxWithRetry } from '../in-tx.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { prepareConsentLog } from './consent-log.ts';

interface LinkRow extends LinkFacts {
  subscriberId: number;
  email: string;
  emailKey: string;
}

type Confirmation = Parameters<SignUpStore['confirm']>[0];

/** Emailed links, found by the hashes of their tokens. */
export function prepareLinks(db: SqliteDatabase): Pick<SignUpStore, 'findLink' | 'confirm'> {
  const statements = prepareStatements(db);
  const record = prepareConsentLog(db);

  const confirm = ({ hash, now, evidence, signUpKeys }: Confirmation) => {
    const link = statements.find.get(hash, 'confirm');
    if (link === undefined) return 'unknown';
    const { subscriberId, emailKey, status } = link;
    const state = linkState(link, now);
    if (state !== 'valid') return state === 'used' ? 'already' : 'expired';
    const keys = JSON.stringify([emailKey, ...signUpKeys.erasedKeys(emailKey)]);
    if (statements.isSuppressed.get(keys) !== undefined) return 'refused';
    statements.confirm.run(subscriberId, status);
    statements.use.run(now, hash);
    statements.endErasure.run(keys);
    const event = status === 'unsubscribed' ? 'resubscribed' : 'confirmed';
    record({ subscriberId, event, at: now, evidence, slot: null });
    return 'confirmed';
  };

  return {
    findLink: async ({ hash, kind, now }) => {
      const link = statements.find.get(hash, kind);
      if (link === undefined) return null;
      const { subscriberId, email } = link;
      return { subscriberId, email, state: linkState(link, now) };
    },
    confirm: async (link) => inTxWithRetry(db, () => confirm(link)),
  };
}

function prepareStatements({ $client }: SqliteDatabase) {
  return {
    find: $client.prepare<[hash: string, kind: EmailKind], LinkRow>(`
      select l.subscriber_id as subscriberId, s.email, s.email_key as emailKey, s.status, l.kind,
        l.created_at as createdAt, l.expires_at as expiresAt, l.used_at as usedAt,
        (select max(at) from consent_events where subscriber_id = s.id and event = 'unsubscribed') as leftAt
      from link_tokens as l join subscribers as s on s.id = l.subscriber_id
      where l.hash = ? and l.kind = ?`),
    isSuppressed: $client.prepare<[keys: string]>(`
      select 1 from json_each(?) as wanted cross join suppressions as x on x.key = wanted.value
      where x.reason <> 'erased'`),
    /** Subscribing again ends a pause from an earlier subscription. */
    confirm: $client.prepare<[subscriberId: number, from: string]>(
      `update subscribers set status = 'confirmed', paused_until = null where id = ? and status = ?`,
    ),
    use: $client.prepare<[now: number, hash: string]>(
      'update link_tokens set used_at = ? where hash = ? and used_at is null',
    ),
    endErasure: $client.prepare<[keys: string]>(`
      delete from suppressions where reason = 'erased' and key in (select value from json_each(?))`),
  };
}
