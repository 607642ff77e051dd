import { z } from 'zod';
import { BOUNCE_KINDS } from '../../issues/delivery-states.ts';
import type { EventFacts, KnownBatch, KnownDelivery, KnownIssue } from '../../provider-events/event-facts.ts';
import { mayFinish } from '../../provider-events/finish-rules.ts';
import type { EventGroup } from '../../provider-events/plan-events.ts';
import type { ProviderReport } from '../../provider-events/provider-event-store.ts';
import { subscribersInQuestion } from '../../provider-events/subscribers-in-question.ts';
import type { EventStatements } from './provider-event-statements.ts';

const reportSchema: z.ZodType<ProviderReport> = z.union([
  z.object({ state: z.literal('bounced'), bounce: z.enum(BOUNCE_KINDS).nullable(), code: z.string() }),
  z.object({ state: z.enum(['submitted', 'delayed', 'delivered', 'complained']) }),
]);

/** Looks up what `planEvents` needs, in a fixed number of statements. */
export function findEventFacts(
  { events, learnedProviderIds = [] }: EventGroup,
  find: EventStatements,
): EventFacts {
  const providerIds = distinct([...events.map(({ providerId }) => providerId), ...learnedProviderIds]);
  const deliveries = merge(
    find.deliveriesById(distinct(events.map(({ delivery }) => delivery?.deliveryId ?? null))),
    find.deliveriesByProviderId(providerIds),
  );
  const emailKeys = distinct(events.map(({ emailKey }) => emailKey));
  const known = {
    appliedIds: new Set(find.appliedIds(events.map(({ id }) => id)).map(({ id }) => id)),
    deliveries,
    parked: find.parkedEvents(providerIds).map(({ report, ...event }) => ({
      ...event,
      report: report === null ? null : reportSchema.parse(JSON.parse(report)),
    })),
    ...findPlaces(deliveries, find),
    suppressions: new Map(
      find
        .suppressions(distinct([...emailKeys, ...deliveries.map(({ emailKey }) => emailKey)]))
        .map(({ key, ...suppression }) => [key, suppression]),
    ),
    subscriberIds: new Map(find.subscriberIds(emailKeys).map(({ emailKey, id }) => [emailKey, id])),
  };
  return { ...known, reports: find.reports(subscribersInQuestion(events, known)) };
}

/** The batches and issues of deliveries whose status can still change; of most, it cannot. */
function findPlaces(
  deliveries: readonly KnownDelivery[],
  find: EventStatements,
): { batches: KnownBatch[]; issues: KnownIssue[] } {
  const open = deliveries.filter(({ status }) => status === 'pending' || status === 'uncertain');
  const batches = find
    .batches(distinct(open.map(({ issueId, batchNumber }) => [issueId, batchNumber])))
    .map(({ isFixed, ...batch }) => ({ ...batch, isFixed: isFixed === 1 }));
  const issues = find
    .issues(distinct(open.map(({ issueId }) => issueId)))
    .map(({ isAudienceFixed, ...issue }) => ({
      ...issue,
      isAudienceFixed: isAudienceFixed === 1,
      unfinishedBatches: null,
    }));
  const counts = new Map(
    find
      .unfinishedBatches(issues.filter(mayFinish).map(({ id }) => id))
      .map(({ issueId, count }) => [issueId, count]),
  );
  return {
    batches,
    issues: issues.map((issue) => ({ ...issue, unfinishedBatches: counts.get(issue.id) ?? null })),
  };
}

function merge(one: readonly KnownDelivery[], other: readonly KnownDelivery[]): KnownDelivery[] {
  return [...new Map([...one, ...other].map((delivery) => [delivery.id, delivery])).values()];
}

function distinct<T>(values: readonly (T | null)[]): T[] {
  return [
    ...new Map(values.filter((value) => value !== null).map((value) => [String(value), value])).values(),
  ];
}
