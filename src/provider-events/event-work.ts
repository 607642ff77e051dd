import { PROVIDER_STATES, type ProviderState } from '../issues/delivery-states.ts';
import type {
  EventFacts,
  KnownBatch,
  KnownDelivery,
  KnownIssue,
  KnownReport,
  NewEvent,
} from './event-facts.ts';
import { type DeliveryEnd, isDecisiveReport, type Suppression } from './suppression-rules.ts';

/** A group of events half applied: the facts, as the events so far have changed them. */
export interface EventWork extends ReturnType<typeof createWorkingState> {}

export function createWorkingState(facts: EventFacts, now: number) {
  const deliveries = new Map(facts.deliveries.map((delivery) => [delivery.id, { ...delivery }]));
  const deliveriesByProviderId = new Map<string, KnownDelivery>();
  const batches = new Map(facts.batches.map((batch) => [batchKey(batch.issueId, batch.number), batch]));
  const issues = new Map(facts.issues.map((issue) => [issue.id, { ...issue }]));
  const reports = new Map<number, Map<number, DeliveryEnd>>();
  const newEvents = new Map<string, NewEvent>();
  const learnedProviderIds = new Set<string>();
  const changedDeliveries = new Set<KnownDelivery>();
  const changedBatches = new Map<string, KnownBatch>();
  const changedSuppressions = new Map<string, Suppression | null>();
  const issueCounts = new Map<number, Record<ProviderState, number>>();
  const finishedBatches: KnownBatch[] = [];
  const finishedIssues: KnownIssue[] = [];

  const noteProviderId = (delivery: KnownDelivery) => {
    const { providerId, id } = delivery;
    const known = deliveriesByProviderId.get(providerId ?? '');
    if (providerId !== null && (known === undefined || id < known.id))
      deliveriesByProviderId.set(providerId, delivery);
  };
  const noteReport = ({ subscriberId, deliveryId, ...end }: KnownReport) => {
    const ofSubscriber = reports.get(subscriberId) ?? new Map<number, DeliveryEnd>();
    reports.set(subscriberId, ofSubscriber.set(deliveryId, end));
  };
  for (const delivery of deliveries.values()) noteProviderId(delivery);
  for (const report of facts.reports) noteReport(report);

  return {
    now,
    deliveries,
    newEvents,
    learnedProviderIds,
    changedDeliveries,
    changedBatches,
    changedSuppressions,
    issueCounts,
    finishedBatches,
    finishedIssues,
    subscriberIds: facts.subscriberIds,
    deliveryOf: (providerId: string) => deliveriesByProviderId.get(providerId),
    /** @throws Error if the store did not look them up. */
    batchAndIssueOf({ issueId, batchNumber }: KnownDelivery): { batch: KnownBatch; issue: KnownIssue } {
      const batch = batches.get(batchKey(issueId, batchNumber));
      const issue = issues.get(issueId);
      if (batch === undefined || issue === undefined)
        throw new Error(`Batch ${batchNumber} of issue ${issueId} was not looked up.`);
      return { batch, issue };
    },
    changeDelivery(delivery: KnownDelivery, change: Partial<KnownDelivery>): void {
      changedDeliveries.add(Object.assign(delivery, change));
      const { id, subscriberId, state, stateAt, bounceKind } = delivery;
      if (subscriberId !== null && state !== null && stateAt !== null)
        noteReport({ deliveryId: id, subscriberId, state, stateAt, bounceKind });
    },
    learnProviderId(delivery: KnownDelivery, providerId: string): void {
      changedDeliveries.add(Object.assign(delivery, { providerId }));
      noteProviderId(delivery);
      learnedProviderIds.add(providerId);
    },
    changeBatch(batch: KnownBatch): void {
      const key = batchKey(batch.issueId, batch.number);
      batches.set(key, batch);
      changedBatches.set(key, batch);
    },
    finishIssue(issue: KnownIssue): void {
      issue.status = 'sent';
      finishedIssues.push(issue);
    },
    countReport(issueId: number, { from, to }: { from: ProviderState | null; to: ProviderState }): void {
      const counts = issueCounts.get(issueId) ?? noCounts();
      if (from !== null) counts[from] -= 1;
      counts[to] += 1;
      issueCounts.set(issueId, counts);
    },
    suppressionOf(emailKey: string): Suppression | null {
      return changedSuppressions.has(emailKey)
        ? (changedSuppressions.get(emailKey) ?? null)
        : (facts.suppressions.get(emailKey) ?? null);
    },
    suppress: (emailKey: string, suppression: Suppression | null) =>
      changedSuppressions.set(emailKey, suppression),
    /** The subscriber's reports that say something about the email address, newest delivery first. */
    reportsOf(subscriberId: number): DeliveryEnd[] {
      return [...(reports.get(subscriberId) ?? [])]
        .sort(([one], [other]) => other - one)
        .map(([, report]) => report)
        .filter(isDecisiveReport);
    },
  };
}

function batchKey(issueId: number, number: number): string {
  return `${issueId}/${number}`;
}

function noCounts(): Record<ProviderState, number> {
  return Object.fromEntries(PROVIDER_STATES.map((state) => [state, 0])) as Record<ProviderState, number>;
}
