import { eq, inArray } from 'drizzle-orm';
import { toIso } from '../../shared/clock.ts';
import type { Suppression } from '../../subscribers/subscriber.ts';
import type { SubscriberStore } from '../../subscribers/subscriber-store.ts';
import type { Database } from '../engine.ts';
import { consentEvents, subscribers, suppressions } from '../schema/index.ts';
import { all, change, first, type Steps } from '../steps.ts';
import { gravestSuppression } from './subscriber-erasure.ts';

type Request = Parameters<SubscriberStore['liftSuppression']>[0];

/** See {@link SubscriberStore.liftSuppression}. */
export function* liftSuppression(
  db: Database,
  { emailKey, erasedKeys, source, at }: Request,
): Steps<Suppression | null> {
  const known = yield* all(
    db
      .select()
      .from(suppressions)
      .where(inArray(suppressions.key, [emailKey, ...erasedKeys])),
  );
  const lifted = gravestSuppression(known, at);
  if (lifted.reason === 'erased') return null;
  for (const { key, reason } of known) {
    if (reason === 'erased') continue;
    const isHere = eq(suppressions.key, key);
    // An erased address keeps its hash, so that no list brings it back.
    if (key === emailKey) yield* change(db.delete(suppressions).where(isHere));
    else yield* change(db.update(suppressions).set({ reason: 'erased' }).where(isHere));
  }
  const person = yield* first(
    db.select({ subscriberId: subscribers.id }).from(subscribers).where(eq(subscribers.emailKey, emailKey)),
  );
  if (person !== undefined) {
    const { reason, at: since } = lifted;
    const because = `${source} (suppression lifted: ${reason} ${toIso(since)})`;
    yield* change(db.insert(consentEvents).values({ ...person, event: 'added', at, source: because }));
  }
  return { reason: lifted.reason, at: lifted.at };
}
