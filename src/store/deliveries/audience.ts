import { and, count, eq, gt, isNull, lte, max, type SQL, sql } from 'drizzle-orm';
import type { DeliveryStore } from '../../delivery/delivery-store.ts';
import { BATCH_SIZE } from '../../issues/delivery-states.ts';
import type { Database } from '../engine.ts';
import { audiences, batches, issues, subscribers, suppressions } from '../schema/index.ts';
import { change, changeRows, first, prepared, type Steps } from '../steps.ts';
import { isConfirmed, isTheirSuppression, mayBeEmailed } from './who-may-be-emailed.ts';

type FreezeStep = Required<Parameters<DeliveryStore['freezeAudience']>[0]>;
type Part = { after: number; upTo: number; at: number };

/** See {@link DeliveryStore.freezeAudience}. Each step reads `limit` rows of any status, which keeps it short. */
export function* freezeAudience(
  db: Database,
  { slot, at, limit, transport }: FreezeStep,
): Steps<{ done: boolean; candidates: number }> {
  const audience = yield* beginSending(db, { slot, at, transport });
  if (audience === undefined) return { done: true, candidates: 0 };
  const { issueId, candidates, included, lastSubscriberId: after } = audience;
  if (audience.fixedAt !== null) return { done: true, candidates };
  const ofIssue = eq(audiences.issueId, issueId);
  const upTo = (yield* first(endOfPart, { after, limit }))?.id ?? null;
  if (upTo === null) {
    yield* change(db.update(audiences).set({ fixedAt: at }).where(ofIssue));
    return { done: true, candidates };
  }
  const part = { after, upTo, at };
  const counted = (yield* first(countOfPart, part)) ?? { candidates: 0, suppressed: 0, included: 0 };
  yield* addBatches(audience, counted.included);
  yield* addDeliveries(audience, part);
  const paused = counted.candidates - counted.included - counted.suppressed;
  yield* change(
    db
      .update(audiences)
      .set({
        lastSubscriberId: upTo,
        candidates: candidates + counted.candidates,
        included: included + counted.included,
        excludedSuppressed: audience.excludedSuppressed + counted.suppressed,
        excludedPaused: audience.excludedPaused + paused,
      })
      .where(ofIssue),
  );
  return { done: false, candidates: candidates + counted.candidates };
}

type AudienceRow = typeof audiences.$inferSelect;

/** Moves an approved issue to `sending`. Undefined if it is in neither status, or bound to another transport. */
function* beginSending(
  db: Database,
  { slot, at, transport }: Pick<FreezeStep, 'slot' | 'at' | 'transport'>,
): Steps<AudienceRow | undefined> {
  const isIn = (status: 'approved' | 'sending') => and(eq(issues.slot, slot), eq(issues.status, status));
  yield* change(
    db.update(issues).set({ status: 'sending', sendingAt: at, transport }).where(isIn('approved')),
  );
  // Issues from before the transport was recorded are bound to the process that continues them.
  yield* change(
    db
      .update(issues)
      .set({ transport })
      .where(and(isIn('sending'), isNull(issues.transport))),
  );
  const sending = yield* first(
    db
      .select({ issueId: issues.id })
      .from(issues)
      .where(and(isIn('sending'), eq(issues.transport, transport))),
  );
  if (sending === undefined) return undefined;
  yield* change(db.insert(audiences).values(sending).onConflictDoNothing());
  return yield* first(db.select().from(audiences).where(eq(audiences.issueId, sending.issueId)));
}

/** The last of the next `limit` subscribers; null if none are left. */
const endOfPart = prepared((db) => {
  const { id } = subscribers;
  const part = db
    .select({ id })
    .from(subscribers)
    .where(gt(id, sql.placeholder('after')))
    .orderBy(id)
    .limit(sql.placeholder('limit'))
    .as('part');
  return db.select({ id: max(part.id) }).from(part);
});

const IS_IN_PART = and(
  gt(subscribers.id, sql.placeholder('after')),
  lte(subscribers.id, sql.placeholder('upTo')),
);

const MAY_BE_EMAILED = sql`${mayBeEmailed(sql.placeholder('at'))}`;

const countOfPart = prepared((db) =>
  db
    .select({
      candidates: count(),
      suppressed: count(suppressions.key),
      included: sql<number>`count(*) filter (where ${MAY_BE_EMAILED})`,
    })
    .from(subscribers)
    .leftJoin(suppressions, isTheirSuppression)
    .where(and(IS_IN_PART, isConfirmed)),
);

/** Fills up the last batch and adds enough new ones for `added` more deliveries. */
function* addBatches({ issueId, included }: AudienceRow, added: number): Steps<void> {
  const parts: [issueId: number, number: number, size: number][] = [];
  for (let from = included; from < included + added; ) {
    const number = Math.floor(from / BATCH_SIZE) + 1;
    const size = Math.min(number * BATCH_SIZE, included + added) - from;
    parts.push([issueId, number, size]);
    from += size;
  }
  yield* changeRows(growBatches, parts);
}

const growBatches = prepared(({ words }) => {
  const { issueId, number, size } = batches;
  return sql`
    insert into batches (issue_id, number, status, size)
    select grown."issueId", grown.number, 'open', grown.size
    from ${words.rows('grown', { issueId, number, size })} where true
    on conflict (issue_id, number) do update set size = ${size} + excluded.size`;
});

function* addDeliveries({ issueId, included }: AudienceRow, part: Part): Steps<void> {
  yield* change(addedDeliveries, { issueId, included, ...part });
}

const bigint = (name: string): SQL => sql`cast(${sql.placeholder(name)} as bigint)`;

/** Raw, because the builder would name every column. */
const addedDeliveries = prepared(() => {
  const { id } = subscribers;
  const place = sql`${bigint('included')} + row_number() over (order by ${id}) - 1`;
  return sql`
    insert into deliveries (issue_id, subscriber_id, batch_number, updated_at)
    select ${bigint('issueId')}, ${id}, (${place}) / ${sql.raw(String(BATCH_SIZE))} + 1, ${bigint('at')}
    from ${subscribers} left join ${suppressions} on ${isTheirSuppression}
    where ${IS_IN_PART} and ${MAY_BE_EMAILED}
    order by ${id}`;
});
