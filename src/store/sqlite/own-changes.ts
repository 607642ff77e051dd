import { mailboxHasRoom } from '../../subscribers/letter-limits.ts';
import { decideOwnChange, type OwnFacts } from '../../subscribers/own-change.ts';
import type { SubscriberStatus, SuppressionReason } from '../../subscribers/subscriber.ts';
import type { OwnState, SignUpStore } from '../sign-up-store.ts';
import { inTx } from './in-tx.ts';
import type { LetterRows } from './letters.ts';
import type { SqliteDatabase } from './open-database.ts';
import { prepareOwnRecord } from './own-record.ts';

interface OwnRow extends Omit<OwnFacts, 'isSuppressed'> {
  id: number;
  emailKey: string;
  reason: SuppressionReason | null;
  suppressedAt: number | null;
}

type Change = Parameters<SignUpStore['changeOwn']>[0];
type DataRequest = Parameters<SignUpStore['requestDataLink']>[0];

/** What subscribers do with their own subscriptions through the links of a mail. */
export function prepareOwnChanges(
  db: SqliteDatabase,
  letters: LetterRows,
): Pick<SignUpStore, 'findSubscriber' | 'changeOwn' | 'requestDataLink'> {
  const { find, setStatus, setPause } = prepareStatements(db);
  const record = prepareOwnRecord(db);

  const changeOwn = ({ subscriberId, change, evidence, slot, now }: Change) => {
    const row = find.get(subscriberId);
    if (row === undefined) return 'unknown';
    const decision = decideOwnChange({ ...row, isSuppressed: mustNotBeMailed(row) }, change, now);
    if (decision !== 'change') return decision;
    if (change.kind === 'pause') {
      setPause.run(change.until, subscriberId);
      return 'changed';
    }
    const leaves = change.kind === 'unsubscribe';
    setStatus.run(leaves ? 'unsubscribed' : 'confirmed', subscriberId, row.status);
    record({ subscriberId, event: leaves ? 'unsubscribed' : 'resubscribed', at: now, evidence, slot });
    return 'changed';
  };

  const requestDataLink = ({ subscriberId, now, terms }: DataRequest) => {
    const row = find.get(subscriberId);
    if (row === undefined) return 'unknown';
    if (mustNotBeMailed(row)) return 'refused';
    const throttleKey = terms.throttleKey(row.emailKey);
    if (!mailboxHasRoom(letters.toMailbox(throttleKey, now), now)) return 'limited';
    letters.write({ subscriberId, kind: 'data', throttleKey }, { now, newToken: terms.newToken });
    return 'written';
  };

  return {
    findSubscriber: async (id) => stateOf(find.get(id)),
    changeOwn: async (change) => inTx(db, () => changeOwn(change)),
    requestDataLink: async (request) => inTx(db, () => requestDataLink(request)),
  };
}

function mustNotBeMailed({ reason }: OwnRow): boolean {
  return reason !== null && reason !== 'erased';
}

function stateOf(row: OwnRow | undefined): OwnState | null {
  if (row === undefined) return null;
  const { id, status, pausedUntil, reason, suppressedAt: at } = row;
  return { id, status, pausedUntil, suppression: reason === null || at === null ? null : { reason, at } };
}

function prepareStatements({ $client }: SqliteDatabase) {
  return {
    find: $client.prepare<[id: number], OwnRow>(`
      select s.id, s.email_key as emailKey, s.status, s.paused_until as pausedUntil, x.reason, x.at as suppressedAt,
        (select max(at) from consent_events where subscriber_id = s.id and event = 'unsubscribed') as leftAt
      from subscribers as s left join suppressions as x on x.key = s.email_key
      where s.id = ?`),
    setStatus: $client.prepare<[to: SubscriberStatus, id: number, from: SubscriberStatus]>(
      'update subscribers set status = ? where id = ? and status = ?',
    ),
    setPause: $client.prepare<[until: number | null, id: number]>(
      'update subscribers set paused_until = ? where id = ?',
    ),
  };
}
