import { eq, inArray } from 'drizzle-orm';
import { toIso } from '../../shared/clock.ts';
import { inTx } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import type { Suppression } from '../../subscribers/subscriber.ts';
import type { SubscriberStore } from '../../subscribers/subscriber-store.ts';
import { consentEvents, subscribers, suppressions } from '../schema/index.ts';
import { gravestSuppression } from './subscriber-erasure.ts';

type Request = Parameters<SubscriberStore['liftSuppression']>[0];

/** See {@link SubscriberStore.liftSuppression}. */
export function liftSuppression(db: SqliteDatabase, request: Request): Suppression | null {
  return inTx(db, () => lift(db, request));
}

function lift(db: SqliteDatabase, { emailKey, erasedKeys, source, at }: Request): Suppression | null {
  const known = db
    .select()
    .from(suppressions)
    .where(inArray(suppressions.key, [emailKey, ...erasedKeys]))
    .all();
  const lifted = gravestSuppression(known, at);
  if (lifted.reason === 'erased') return null;
  for (const { key, reason } of known) {
    if (reason === 'erased') continue;
    const isHere = eq(suppressions.key, key);
    // An erased address keeps its hash, so that no list brings it back.
    if (key === emailKey) db.delete(suppressions).where(isHere).run();
    else db.update(suppressions).set({ reason: 'erased' }).where(isHere).run();
  }
  const person = db
    .select({ subscriberId: subscribers.id })
    .from(subscribers)
    .where(eq(subscribers.emailKey, emailKey))
    .get();
  if (person !== undefined) {
    const { reason, at: since } = lifted;
    const because = `${source} (suppression lifted: ${reason} ${toIso(since)})`;
    db.insert(consentEvents)
      .values({ ...person, event: 'added', at, source: because })
      .run();
  }
  return { reason: lifted.reason, at: lifted.at };
}
