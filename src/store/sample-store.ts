import { and, eq, inArray } from 'drizzle-orm';
import type { SampleStore, ShippedSamples } from '../demo/sample-store.ts';
import { GOING_OUT_STATUSES } from '../issues/issue-status-rules.ts';
import type { Database, Engine, Steps } from './engine.ts';
import { outdateDrafts } from './issues/correction-store.ts';
import {
  comparisons,
  consentEvents,
  deliveries,
  issueItems,
  issues,
  outgoingEmails,
  reviews,
  signUps,
  subscribers,
  suppressions,
} from './schema/index.ts';
import { all, change, first } from './steps.ts';

export function createSampleStore({ readAtOnce, write }: Engine): SampleStore {
  return {
    countSamples: (samples) =>
      readAtOnce(function* (db) {
        const { comparisonIds, people } = yield* findSamples(db, samples);
        return { comparisons: comparisonIds.length, subscribers: people.length };
      }),
    removeSamples: (samples) => write((db) => db.words.overwriting(removeSamples(db, samples))),
  };
}

interface FoundSamples {
  comparisonIds: number[];
  people: { id: number; emailKey: string }[];
}

function* findSamples(db: Database, samples: ShippedSamples): Steps<FoundSamples> {
  const texts = new Map(samples.comparisons.map(({ slug, reviewTexts }) => [slug, new Set(reviewTexts)]));
  const known = yield* all(
    db
      .select({ id: comparisons.id, slug: comparisons.slug, text: reviews.text })
      .from(comparisons)
      .innerJoin(reviews, eq(reviews.comparisonId, comparisons.id))
      .where(inArray(comparisons.slug, [...texts.keys()])),
  );
  const own = known.filter(({ slug, text }) => texts.get(slug)?.has(text) === true);
  const isSample = and(
    inArray(subscribers.emailKey, [...samples.emailKeys]),
    eq(consentEvents.source, samples.source),
  );
  const people = yield* all(
    db
      .selectDistinct({ id: subscribers.id, emailKey: subscribers.emailKey })
      .from(subscribers)
      .innerJoin(consentEvents, eq(consentEvents.subscriberId, subscribers.id))
      .where(isSample),
  );
  return { comparisonIds: [...new Set(own.map(({ id }) => id))], people };
}

function* removeSamples(
  db: Database,
  samples: ShippedSamples,
): Steps<Awaited<ReturnType<SampleStore['removeSamples']>>> {
  const found = yield* findSamples(db, samples);
  const slot = yield* slotWith(db, found);
  if (slot !== undefined) return { kind: 'in-use', slot };
  const { comparisonIds, people } = found;
  const ids = people.map(({ id }) => id);
  const emailKeys = people.map(({ emailKey }) => emailKey);
  yield* change(db.delete(issueItems).where(inArray(issueItems.comparisonId, comparisonIds)));
  yield* change(db.delete(comparisons).where(inArray(comparisons.id, comparisonIds)));
  yield* change(db.delete(outgoingEmails).where(inArray(outgoingEmails.subscriberId, ids)));
  yield* change(db.delete(signUps).where(inArray(signUps.emailKey, emailKeys)));
  yield* change(db.delete(suppressions).where(inArray(suppressions.key, emailKeys)));
  yield* change(db.delete(subscribers).where(inArray(subscribers.id, ids)));
  yield* outdateDrafts(db);
  return { kind: 'removed', comparisons: comparisonIds.length, subscribers: people.length };
}

/** The slot of an issue that is approved or going out and has any of the samples. */
function* slotWith(db: Database, { comparisonIds, people }: FoundSamples): Steps<string | undefined> {
  const ids = people.map(({ id }) => id);
  const busy = inArray(issues.status, ['approved', ...GOING_OUT_STATUSES]);
  const item = yield* first(
    db
      .select({ slot: issues.slot })
      .from(issues)
      .innerJoin(issueItems, eq(issueItems.issueId, issues.id))
      .where(and(busy, inArray(issueItems.comparisonId, comparisonIds)))
      .limit(1),
  );
  if (item !== undefined) return item.slot;
  const delivery = yield* first(
    db
      .select({ slot: issues.slot })
      .from(deliveries)
      .innerJoin(issues, eq(issues.id, deliveries.issueId))
      .where(and(busy, inArray(deliveries.subscriberId, ids)))
      .limit(1),
  );
  return delivery?.slot;
}
