import { and, count, eq, gt, sql } from 'drizzle-orm';
import { recordsOwnUnsubscribe } from '../../subscribers/editors-undo.ts';
import { decideSubscriptionChange, mayUndo, type SubscriptionFacts } from '../../subscribers/own-change.ts';
import { mailboxHasRoom, nextRoomAt } from '../../subscribers/sign-ups/email-limits.ts';
import type { SignUpStore, SubscriptionState } from '../../subscribers/sign-ups/sign-up-store.ts';
import type { SuppressionReason } from '../../subscribers/subscriber.ts';
import type { EmailKind } from '../../subscribers/transactional-email.ts';
import { UNDO_LIFETIME_MS } from '../../subscribers/undo-limits.ts';
import type { Database, Engine } from '../engine.ts';
import { consentEvents, subscribers, suppressions } from '../schema/index.ts';
import { change, first, prepared, type Steps } from '../steps.ts';
import { latestConsentEvent, leftAt, recordConsent } from './consent-log.ts';
import { emailsInLastHour, emailsToMailbox, writeEmails } from './transactional-emails.ts';

interface OwnRow extends Omit<SubscriptionFacts, 'isSuppressed' | 'undone'> {
  id: number;
  emailKey: string;
  reason: SuppressionReason | null;
  suppressedAt: number | null;
}

type Change = Parameters<SignUpStore['changeOwn']>[0];
type Changed = Awaited<ReturnType<SignUpStore['changeOwn']>>;
type ConfirmationRequest = Parameters<SignUpStore['requestConfirmation']>[0];
type DataRequest = Parameters<SignUpStore['requestDataLink']>[0];
type Requested = Awaited<ReturnType<SignUpStore['requestDataLink']>>;

/** The new status, and the consent event to record. */
const CHANGES = {
  unsubscribe: { status: 'unsubscribed', event: 'unsubscribed' },
  resubscribe: { status: 'confirmed', event: 'resubscribed' },
} as const;

/** Changes that subscribers make themselves, through links in emails. */
export function createOwnChanges({
  read,
  write,
}: Engine): Pick<SignUpStore, 'findSubscriber' | 'changeOwn' | 'requestConfirmation' | 'requestDataLink'> {
  return {
    findSubscriber: (id, now) =>
      read(function* () {
        const row = yield* first(subscriberById, { id });
        return row === undefined ? null : yield* stateOf(row, now);
      }),
    changeOwn: (change) => write((db) => changeOwn(db, change)),
    requestConfirmation: (request) => write((db) => requestConfirmation(db, request)),
    requestDataLink: (request) => write((db) => requestDataLink(db, request)),
  };
}

const subscriberById = prepared((db) => {
  const { id, emailKey, status, pausedUntil } = subscribers;
  const { reason, at: suppressedAt } = suppressions;
  return db
    .select({ id, emailKey, status, pausedUntil, reason, suppressedAt, leftAt: leftAt(db) })
    .from(subscribers)
    .leftJoin(suppressions, eq(suppressions.key, emailKey))
    .where(eq(id, sql.placeholder('id')));
});

const resubscriptionsAfter = prepared((db) => {
  const { subscriberId, event, at } = consentEvents;
  const isOfSubscriber = eq(subscriberId, sql.placeholder('id'));
  const isRecent = gt(at, sql.placeholder('after'));
  return db
    .select({ count: count() })
    .from(consentEvents)
    .where(and(isOfSubscriber, eq(event, 'resubscribed'), isRecent));
});

function* factsOf(row: OwnRow, now: number): Steps<SubscriptionFacts> {
  const undone = yield* first(resubscriptionsAfter, { id: row.id, after: now - UNDO_LIFETIME_MS });
  return { ...row, isSuppressed: mustNotBeEmailed(row), undone: undone?.count ?? 0 };
}

function mustNotBeEmailed({ reason }: OwnRow): boolean {
  return reason !== null && reason !== 'erased';
}

function* stateOf(row: OwnRow, now: number): Steps<SubscriptionState> {
  const { id, status, pausedUntil, reason, suppressedAt: at } = row;
  const suppression = reason === null || at === null ? null : { reason, at };
  return { id, status, pausedUntil, suppression, mayUndo: mayUndo(yield* factsOf(row, now), now) };
}

function* changeOwn(
  db: Database,
  { subscriberId, change: wanted, evidence, slot, now }: Change,
): Steps<Changed> {
  const row = yield* first(subscriberById, { id: subscriberId });
  if (row === undefined) return 'unknown';
  const decision = decideSubscriptionChange(yield* factsOf(row, now), wanted, now);
  if (decision === 'already' && wanted.kind === 'unsubscribe') {
    const latest = yield* latestConsentEvent(db, subscriberId);
    if (recordsOwnUnsubscribe(latest, evidence.source))
      yield* recordConsent(db, { subscriberId, event: 'unsubscribed', at: now, evidence, slot });
  }
  if (decision !== 'change') return decision;
  const isSubscriber = eq(subscribers.id, subscriberId);
  if (wanted.kind === 'pause') {
    yield* change(db.update(subscribers).set({ pausedUntil: wanted.until }).where(isSubscriber));
    return 'changed';
  }
  const { status, event } = CHANGES[wanted.kind];
  const isUnchanged = and(isSubscriber, eq(subscribers.status, row.status));
  yield* change(db.update(subscribers).set({ status }).where(isUnchanged));
  yield* recordConsent(db, { subscriberId, event, at: now, evidence, slot });
  return 'changed';
}

function* hasRoom(kind: EmailKind, networkKey: string | null, now: number): Steps<boolean> {
  const { byNetwork, ...inLastHour } = yield* emailsInLastHour(now);
  const ofNetwork = networkKey === null ? null : (byNetwork.get(networkKey) ?? 0);
  return nextRoomAt(kind, { ...inLastHour, ofNetwork }, now) <= now;
}

function* requestDataLink(
  db: Database,
  { subscriberId, networkAddress, now, signUpKeys }: DataRequest,
): Steps<Requested> {
  const row = yield* first(subscriberById, { id: subscriberId });
  if (row === undefined) return 'unknown';
  if (mustNotBeEmailed(row)) return 'refused';
  const kind = 'data';
  const throttleKey = signUpKeys.throttleKey(row.emailKey);
  // Counts only data links, so that signing the address up repeatedly cannot lock its owner out.
  if (!mailboxHasRoom(yield* emailsToMailbox(db, { throttleKey, now, kind }), now)) return 'limited';
  const networkKey = signUpKeys.networkKey(networkAddress);
  if (!(yield* hasRoom(kind, networkKey, now))) return 'limited';
  yield* writeEmails([{ subscriberId, kind, throttleKey, networkKey, link: signUpKeys.newToken() }], now);
  return 'queued';
}

function* requestConfirmation(
  db: Database,
  { subscriberId, now, evidence, signUpKeys }: ConfirmationRequest,
): Steps<Requested> {
  const row = yield* first(subscriberById, { id: subscriberId });
  if (row === undefined) return 'unknown';
  if (mustNotBeEmailed(row) || row.status !== 'pending') return 'refused';
  const kind = 'confirm';
  const throttleKey = signUpKeys.throttleKey(row.emailKey);
  if (!mailboxHasRoom(yield* emailsToMailbox(db, { throttleKey, now }), now)) return 'limited';
  // The studio and commands have no network.
  const networkKey = evidence.networkAddress === null ? null : signUpKeys.networkKey(evidence.networkAddress);
  if (!(yield* hasRoom(kind, networkKey, now))) return 'limited';
  yield* writeEmails([{ subscriberId, kind, throttleKey, networkKey, link: signUpKeys.newToken() }], now);
  yield* recordConsent(db, { subscriberId, event: 'requested', at: now, evidence, slot: null });
  return 'queued';
}
