import { and, eq, getTableColumns, isNull, ne, sql } from 'drizzle-orm';
import { linkState } from '../../subscribers/link-state.ts';
import type { SignUpStore } from '../../subscribers/sign-ups/sign-up-store.ts';
import type { Database, Engine } from '../engine.ts';
import { linkTokens, subscribers, suppressions } from '../schema/index.ts';
import { change, first, prepared, type Steps } from '../steps.ts';
import { leftAt, recordConsent } from './consent-log.ts';

/** Emailed links, found by the hashes of their tokens. */
export function createLinks({ read, write }: Engine): Pick<SignUpStore, 'findLink' | 'confirm'> {
  return {
    findLink: ({ hash, kind, now }) =>
      read(function* () {
        const link = yield* first(linkByHash, { hash, kind });
        if (link === undefined) return null;
        const { subscriberId, email } = link;
        return { subscriberId, email, state: linkState(link, now) };
      }),
    confirm: (link) => write((db) => confirm(db, link)),
  };
}

const linkByHash = prepared((db) => {
  const { email, emailKey, status } = subscribers;
  return db
    .select({ ...getTableColumns(linkTokens), email, emailKey, status, leftAt: leftAt(db) })
    .from(linkTokens)
    .innerJoin(subscribers, eq(subscribers.id, linkTokens.subscriberId))
    .where(and(eq(linkTokens.hash, sql.placeholder('hash')), eq(linkTokens.kind, sql.placeholder('kind'))));
});

type Confirmation = Parameters<SignUpStore['confirm']>[0];
type Confirmed = Awaited<ReturnType<SignUpStore['confirm']>>;

function* confirm(db: Database, { hash, now, evidence, signUpKeys }: Confirmation): Steps<Confirmed> {
  const link = yield* first(linkByHash, { hash, kind: 'confirm' });
  if (link === undefined) return 'unknown';
  const { subscriberId, emailKey, status } = link;
  const state = linkState(link, now);
  if (state !== 'valid') return state === 'used' ? 'already' : 'expired';
  const keys = [emailKey, ...signUpKeys.erasedKeys(emailKey)];
  if (yield* isSuppressed(db, keys)) return 'refused';
  // Subscribing again ends a pause from an earlier subscription.
  yield* change(
    db
      .update(subscribers)
      .set({ status: 'confirmed', pausedUntil: null })
      .where(and(eq(subscribers.id, subscriberId), eq(subscribers.status, status))),
  );
  const isUnused = and(eq(linkTokens.hash, hash), isNull(linkTokens.usedAt));
  yield* change(db.update(linkTokens).set({ usedAt: now }).where(isUnused));
  const wasErased = and(eq(suppressions.reason, 'erased'), db.words.inSet(suppressions.key, keys));
  yield* change(db.delete(suppressions).where(wasErased));
  const event = status === 'unsubscribed' ? 'resubscribed' : 'confirmed';
  yield* recordConsent(db, { subscriberId, event, at: now, evidence, slot: null });
  return 'confirmed';
}

function* isSuppressed(db: Database, keys: readonly string[]): Steps<boolean> {
  const { key, reason } = suppressions;
  const isOne = and(db.words.inSet(key, keys), ne(reason, 'erased'));
  return (yield* first(db.select({ key }).from(suppressions).where(isOne).limit(1))) !== undefined;
}
