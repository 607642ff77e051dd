import { and, eq, getTableColumns, isNull, ne, sql } from 'drizzle-orm';
import { inWords, runSteps } from '../../sqlite/engine.ts';
import { inSet } from '../../sqlite/in-set.ts';
import { inTxWithRetry } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { linkState } from '../../subscribers/link-state.ts';
import type { SignUpStore } from '../../subscribers/sign-ups/sign-up-store.ts';
import { linkTokens, subscribers, suppressions } from '../schema/index.ts';
import { leftAt, recordConsent } from './consent-log.ts';

type Confirmation = Parameters<SignUpStore['confirm']>[0];

/** Emailed links, found by the hashes of their tokens. */
export function createLinks(db: SqliteDatabase): Pick<SignUpStore, 'findLink' | 'confirm'> {
  const find = prepareFind(db);
  return {
    findLink: async ({ hash, kind, now }) => {
      const link = find.get({ hash, kind });
      if (link === undefined) return null;
      const { subscriberId, email } = link;
      return { subscriberId, email, state: linkState(link, now) };
    },
    confirm: async (link) => inTxWithRetry(db, () => confirm(db, { find, ...link })),
  };
}

function confirm(
  db: SqliteDatabase,
  { find, hash, now, evidence, signUpKeys }: Confirmation & { find: Find },
) {
  const link = find.get({ hash, kind: 'confirm' });
  if (link === undefined) return 'unknown';
  const { subscriberId, emailKey, status } = link;
  const state = linkState(link, now);
  if (state !== 'valid') return state === 'used' ? 'already' : 'expired';
  const keys = [emailKey, ...signUpKeys.erasedKeys(emailKey)];
  if (isSuppressed(db, keys)) return 'refused';
  // Subscribing again ends a pause from an earlier subscription.
  db.update(subscribers)
    .set({ status: 'confirmed', pausedUntil: null })
    .where(and(eq(subscribers.id, subscriberId), eq(subscribers.status, status)))
    .run();
  db.update(linkTokens)
    .set({ usedAt: now })
    .where(and(eq(linkTokens.hash, hash), isNull(linkTokens.usedAt)))
    .run();
  db.delete(suppressions)
    .where(and(eq(suppressions.reason, 'erased'), inSet(suppressions.key, keys)))
    .run();
  const event = status === 'unsubscribed' ? 'resubscribed' : 'confirmed';
  runSteps(db, recordConsent(inWords(db), { subscriberId, event, at: now, evidence, slot: null }));
  return 'confirmed';
}

type Find = ReturnType<typeof prepareFind>;

function prepareFind(db: SqliteDatabase) {
  const { email, emailKey, status } = subscribers;
  return db
    .select({ ...getTableColumns(linkTokens), email, emailKey, status, leftAt: leftAt(db) })
    .from(linkTokens)
    .innerJoin(subscribers, eq(subscribers.id, linkTokens.subscriberId))
    .where(and(eq(linkTokens.hash, sql.placeholder('hash')), eq(linkTokens.kind, sql.placeholder('kind'))))
    .prepare();
}

function isSuppressed(db: SqliteDatabase, keys: readonly string[]): boolean {
  const { key, reason } = suppressions;
  const found = db
    .select({ key })
    .from(suppressions)
    .where(and(inSet(key, keys), ne(reason, 'erased')))
    .get();
  return found !== undefined;
}
