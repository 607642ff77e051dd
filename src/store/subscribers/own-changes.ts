import { and, count, eq, gt, sql } from 'drizzle-orm';
import { inWords, runSteps } from '../../sqlite/engine.ts';
import { inTxWithRetry } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { recordsOwnUnsubscribe } from '../../subscribers/editors-undo.ts';
import { decideSubscriptionChange, mayUndo, type SubscriptionFacts } from '../../subscribers/own-change.ts';
import { mailboxHasRoom, nextRoomAt } from '../../subscribers/sign-ups/email-limits.ts';
import type { SignUpStore, SubscriptionState } from '../../subscribers/sign-ups/sign-up-store.ts';
import type { SuppressionReason } from '../../subscribers/subscriber.ts';
import type { EmailKind } from '../../subscribers/transactional-email.ts';
import { UNDO_LIFETIME_MS } from '../../subscribers/undo-limits.ts';
import { consentEvents, subscribers, suppressions } from '../schema/index.ts';
import { latestConsentEvent, leftAt, recordConsent } from './consent-log.ts';
import type { EmailRows } from './transactional-emails.ts';

interface OwnRow extends Omit<SubscriptionFacts, 'isSuppressed' | 'undone'> {
  id: number;
  emailKey: string;
  reason: SuppressionReason | null;
  suppressedAt: number | null;
}

type Change = Parameters<SignUpStore['changeOwn']>[0];
type ConfirmationRequest = Parameters<SignUpStore['requestConfirmation']>[0];
type DataRequest = Parameters<SignUpStore['requestDataLink']>[0];

/** The new status, and the consent event to record. */
const CHANGES = {
  unsubscribe: { status: 'unsubscribed', event: 'unsubscribed' },
  resubscribe: { status: 'confirmed', event: 'resubscribed' },
} as const;

/** Changes that subscribers make themselves, through links in emails. */
export function createOwnChanges(
  db: SqliteDatabase,
  emails: EmailRows,
): Pick<SignUpStore, 'findSubscriber' | 'changeOwn' | 'requestConfirmation' | 'requestDataLink'> {
  const find = prepareFind(db);
  const resubscriptions = prepareResubscriptions(db);

  const factsOf = (row: OwnRow, now: number): SubscriptionFacts => {
    const undone = resubscriptions.get({ id: row.id, after: now - UNDO_LIFETIME_MS })?.count ?? 0;
    return { ...row, isSuppressed: mustNotBeEmailed(row), undone };
  };

  const stateOf = (row: OwnRow | undefined, now: number): SubscriptionState | null => {
    if (row === undefined) return null;
    const { id, status, pausedUntil, reason, suppressedAt: at } = row;
    const suppression = reason === null || at === null ? null : { reason, at };
    return { id, status, pausedUntil, suppression, mayUndo: mayUndo(factsOf(row, now), now) };
  };

  const changeOwn = ({ subscriberId, change, evidence, slot, now }: Change) => {
    const row = find.get({ id: subscriberId });
    if (row === undefined) return 'unknown';
    const decision = decideSubscriptionChange(factsOf(row, now), change, now);
    const confirms = () =>
      recordsOwnUnsubscribe(runSteps(db, latestConsentEvent(inWords(db), subscriberId)), evidence.source);
    if (decision === 'already' && change.kind === 'unsubscribe' && confirms())
      runSteps(
        db,
        recordConsent(inWords(db), { subscriberId, event: 'unsubscribed', at: now, evidence, slot }),
      );
    if (decision !== 'change') return decision;
    if (change.kind === 'pause') {
      db.update(subscribers).set({ pausedUntil: change.until }).where(eq(subscribers.id, subscriberId)).run();
      return 'changed';
    }
    const { status, event } = CHANGES[change.kind];
    db.update(subscribers)
      .set({ status })
      .where(and(eq(subscribers.id, subscriberId), eq(subscribers.status, row.status)))
      .run();
    runSteps(db, recordConsent(inWords(db), { subscriberId, event, at: now, evidence, slot }));
    return 'changed';
  };

  const roomOf = (kind: EmailKind, networkKey: string | null, now: number) => {
    const { byNetwork, ...inLastHour } = emails.inLastHour(now);
    const ofNetwork = networkKey === null ? null : (byNetwork.get(networkKey) ?? 0);
    return nextRoomAt(kind, { ...inLastHour, ofNetwork }, now) <= now;
  };

  const requestDataLink = ({ subscriberId, networkAddress, now, signUpKeys }: DataRequest) => {
    const row = find.get({ id: subscriberId });
    if (row === undefined) return 'unknown';
    if (mustNotBeEmailed(row)) return 'refused';
    const throttleKey = signUpKeys.throttleKey(row.emailKey);
    // Counts only data links, so that signing the address up repeatedly cannot lock its owner out.
    if (!mailboxHasRoom(emails.toMailbox(throttleKey, now, 'data'), now)) return 'limited';
    const networkKey = signUpKeys.networkKey(networkAddress);
    if (!roomOf('data', networkKey, now)) return 'limited';
    emails.write([{ subscriberId, kind: 'data', throttleKey, networkKey, link: signUpKeys.newToken() }], now);
    return 'queued';
  };

  const requestConfirmation = ({ subscriberId, now, evidence, signUpKeys }: ConfirmationRequest) => {
    const row = find.get({ id: subscriberId });
    if (row === undefined) return 'unknown';
    if (mustNotBeEmailed(row) || row.status !== 'pending') return 'refused';
    const throttleKey = signUpKeys.throttleKey(row.emailKey);
    // The studio and commands have no network.
    const networkKey =
      evidence.networkAddress === null ? null : signUpKeys.networkKey(evidence.networkAddress);
    const hasRoom =
      mailboxHasRoom(emails.toMailbox(throttleKey, now), now) && roomOf('confirm', networkKey, now);
    if (!hasRoom) return 'limited';
    emails.write(
      [{ subscriberId, kind: 'confirm', throttleKey, networkKey, link: signUpKeys.newToken() }],
      now,
    );
    runSteps(
      db,
      recordConsent(inWords(db), { subscriberId, event: 'requested', at: now, evidence, slot: null }),
    );
    return 'queued';
  };

  return {
    findSubscriber: async (id, now) => stateOf(find.get({ id }), now),
    changeOwn: async (change) => inTxWithRetry(db, () => changeOwn(change)),
    requestConfirmation: async (request) => inTxWithRetry(db, () => requestConfirmation(request)),
    requestDataLink: async (request) => inTxWithRetry(db, () => requestDataLink(request)),
  };
}

function mustNotBeEmailed({ reason }: OwnRow): boolean {
  return reason !== null && reason !== 'erased';
}

function prepareFind(db: SqliteDatabase) {
  const { id, emailKey, status, pausedUntil } = subscribers;
  const { reason, at: suppressedAt } = suppressions;
  return db
    .select({ id, emailKey, status, pausedUntil, reason, suppressedAt, leftAt: leftAt(db) })
    .from(subscribers)
    .leftJoin(suppressions, eq(suppressions.key, emailKey))
    .where(eq(id, sql.placeholder('id')))
    .prepare();
}

function prepareResubscriptions(db: SqliteDatabase) {
  const { subscriberId, event, at } = consentEvents;
  return db
    .select({ count: count() })
    .from(consentEvents)
    .where(
      and(
        eq(subscriberId, sql.placeholder('id')),
        eq(event, 'resubscribed'),
        gt(at, sql.placeholder('after')),
      ),
    )
    .prepare();
}
