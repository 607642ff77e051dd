import { and, eq, inArray } from 'drizzle-orm';
import type { SampleStore, ShippedSamples } from '../demo/sample-store.ts';
import { GOING_OUT_STATUSES } from '../issues/issue-status-rules.ts';
import { inTx } from '../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../sqlite/open-database.ts';
import { overwriting } from '../sqlite/overwriting.ts';
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

export function createSampleStore(db: SqliteDatabase): SampleStore {
  return {
    countSamples: async (samples) => {
      const { comparisonIds, people } = findSamples(db, samples);
      return { comparisons: comparisonIds.length, subscribers: people.length };
    },
    removeSamples: async (samples) => overwriting(db, () => inTx(db, () => removeSamples(db, samples))),
  };
}

interface FoundSamples {
  comparisonIds: number[];
  people: { id: number; emailKey: string }[];
}

function findSamples(db: SqliteDatabase, samples: ShippedSamples): FoundSamples {
  const texts = new Map(samples.comparisons.map(({ slug, reviewTexts }) => [slug, new Set(reviewTexts)]));
  const known = db
    .select({ id: comparisons.id, slug: comparisons.slug, text: reviews.text })
    .from(comparisons)
    .innerJoin(reviews, eq(reviews.comparisonId, comparisons.id))
    .where(inArray(comparisons.slug, [...texts.keys()]))
    .all();
  const own = known.filter(({ slug, text }) => texts.get(slug)?.has(text) === true);
  const people = db
    .selectDistinct({ id: subscribers.id, emailKey: subscribers.emailKey })
    .from(subscribers)
    .innerJoin(consentEvents, eq(consentEvents.subscriberId, subscribers.id))
    .where(
      and(inArray(subscribers.emailKey, [...samples.emailKeys]), eq(consentEvents.source, samples.source)),
    )
    .all();
  return { comparisonIds: [...new Set(own.map(({ id }) => id))], people };
}

function removeSamples(
  db: SqliteDatabase,
  samples: ShippedSamples,
): Awaited<ReturnType<SampleStore['removeSamples']>> {
  const found = findSamples(db, samples);
  const slot = slotWith(db, found);
  if (slot !== undefined) return { kind: 'in-use', slot };
  const { comparisonIds, people } = found;
  const ids = people.map(({ id }) => id);
  const emailKeys = people.map(({ emailKey }) => emailKey);
  db.delete(issueItems).where(inArray(issueItems.comparisonId, comparisonIds)).run();
  db.delete(comparisons).where(inArray(comparisons.id, comparisonIds)).run();
  db.delete(outgoingEmails).where(inArray(outgoingEmails.subscriberId, ids)).run();
  db.delete(signUps).where(inArray(signUps.emailKey, emailKeys)).run();
  db.delete(suppressions).where(inArray(suppressions.key, emailKeys)).run();
  db.delete(subscribers).where(inArray(subscribers.id, ids)).run();
  outdateDrafts(db);
  return { kind: 'removed', comparisons: comparisonIds.length, subscribers: people.length };
}

/** The slot of an issue that is approved or going out and has any of the samples. */
function slotWith(db: SqliteDatabase, { comparisonIds, people }: FoundSamples): string | undefined {
  const ids = people.map(({ id }) => id);
  const busy = inArray(issues.status, ['approved', ...GOING_OUT_STATUSES]);
  const item = db
    .select({ slot: issues.slot })
    .from(issues)
    .innerJoin(issueItems, eq(issueItems.issueId, issues.id))
    .where(and(busy, inArray(issueItems.comparisonId, comparisonIds)))
    .get();
  if (item !== undefined) return item.slot;
  return db
    .select({ slot: issues.slot })
    .from(deliveries)
    .innerJoin(issues, eq(issues.id, deliveries.issueId))
    .where(and(busy, inArray(deliveries.subscriberId, ids)))
    .get()?.slot;
}
