import { z } from 'zod';
import { BOUNCE_KINDS } from '../../issues/delivery-states.ts';
import type { EventFacts, KnownBatch, KnownDelivery, KnownIssue } from '../../provider-events/event-facts.ts';
import { mayFinish } from '../../provider-events/finish-rules.ts';
import type { EventGroup } from '../../provider-events/plan-events.ts';
import type { ProviderReport } from '../../provider-events/provider-event-store.ts';
import { subscribersInQuestion } from '../../provider-events/subscribers-in-question.ts';
import { all, type Steps } from '../steps.ts';
import { eventQueries } from './provider-event-statements.ts';

const reportSchema: z.ZodType<ProviderReport> = z.union([
  z.object({ state: z.literal('bounced'), bounce: z.enum(BOUNCE_KINDS).nullable(), code: z.string() }),
  z.object({ state: z.enum(['submitted', 'delayed', 'delivered', 'complained']) }),
]);

/** Looks up what `planEvents` needs, in a fixed number of statements. */
export function* findEventFacts({ events, learnedProviderIds = [] }: EventGroup): Steps<EventFacts> {
  const providerIds = distinct([...events.map(({ providerId }) => providerId), ...learnedProviderIds]);
  const taggedIds = distinct(events.map(({ delivery }) => delivery?.deliveryId ?? null));
  const deliveries = merge(
    yield* allOf(eventQueries.deliveriesById, taggedIds),
    yield* allOf(eventQueries.deliveriesByProviderId, providerIds),
  );
  const emailKeys = distinct(events.map(({ emailKey }) => emailKey));
  const allKeys = distinct([...emailKeys, ...deliveries.map(({ emailKey }) => emailKey)]);
  const applied = yield* allOf(
    eventQueries.appliedIds,
    events.map(({ id }) => id),
  );
  const suppressed = yield* allOf(eventQueries.suppressions, allKeys);
  const subscribers = yield* allOf(eventQueries.subscriberIds, emailKeys);
  const known = {
    appliedIds: new Set(applied.map(({ id }) => id)),
    deliveries,
    parked: (yield* findParked(providerIds)).map(({ report, ...event }) => ({
      ...event,
      report: report === null ? null : reportSchema.parse(JSON.parse(report)),
    })),
    ...(yield* findPlaces(deliveries)),
    suppressions: new Map(suppressed.map(({ key, ...suppression }) => [key, suppression])),
    subscriberIds: new Map(subscribers.map(({ emailKey, id }) => [emailKey, id])),
  };
  return { ...known, reports: yield* allOf(eventQueries.reports, subscribersInQuestion(events, known)) };
}

/** Events that found no delivery, by the provider ids that they name. */
export function findParked(providerIds: readonly string[]) {
  return allOf(eventQueries.parkedEvents, providerIds);
}

/** The batches and issues of deliveries whose status can still change; of most, it cannot. */
function* findPlaces(
  deliveries: readonly KnownDelivery[],
): Steps<{ batches: KnownBatch[]; issues: KnownIssue[] }> {
  const open = deliveries.filter(({ status }) => status === 'pending' || status === 'uncertain');
  const places = distinct(open.map(({ issueId, batchNumber }) => [issueId, batchNumber]));
  const batches = yield* allOf(eventQueries.batches, places);
  const found = yield* allOf(eventQueries.issues, distinct(open.map(({ issueId }) => issueId)));
  const issues = found.map((issue): KnownIssue => ({ ...issue, unfinishedBatches: null }));
  const finishing = issues.filter(mayFinish);
  const counts = yield* allOf(
    eventQueries.unfinishedBatches,
    finishing.map(({ id }) => id),
  );
  for (const issue of finishing)
    issue.unfinishedBatches = counts.find(({ issueId }) => issueId === issue.id)?.count ?? 0;
  return { batches, issues };
}

/** What a statement finds for a group; for an empty one, nothing is run. */
function* allOf<Statement extends Parameters<typeof all>[0]>(
  statement: Statement,
  rows: readonly unknown[],
): ReturnType<typeof all<Statement>> {
  return rows.length === 0 ? [] : yield* all(statement, { rows: JSON.stringify(rows) });
}

function merge(one: readonly KnownDelivery[], other: readonly KnownDelivery[]): KnownDelivery[] {
  return [...new Map([...one, ...other].map((delivery) => [delivery.id, delivery])).values()];
}

function distinct<T>(values: readonly (T | null)[]): T[] {
  return [
    ...new Map(values.filter((value) => value !== null).map((value) => [String(value), value])).values(),
  ];
}
