import type { EventFacts, EventPlan, KnownBatch, KnownDelivery, NewEvent } from './event-facts.ts';
import { createWorkingState, type EventWork } from './event-work.ts';
import { isBatchFinished, isInFlight, isIssueFinished } from './finish-rules.ts';
import type { ProviderEvent } from './provider-event-store.ts';
import { strongerReport } from './stronger-report.ts';
import {
  canChangeSuppression,
  type DatedReport,
  reasonToSuppress,
  suppressionAfter,
} from './suppression-rules.ts';

export interface EventGroup {
  events: readonly ProviderEvent[];
  /** Provider ids that have just become known by other means; parked events may wait for them. */
  learnedProviderIds?: readonly string[];
  now: number;
}

/** Plans a group of events as if each were applied after the other. Pure: what to write is the result. */
export function planEvents(
  { events, learnedProviderIds = [], now }: EventGroup,
  facts: EventFacts,
): EventPlan {
  const work = createWorkingState(facts, now);
  for (const id of learnedProviderIds) work.learnedProviderIds.add(id);
  for (const event of events)
    if (!work.newEvents.has(event.id) && !facts.appliedIds.has(event.id)) applyEvent(event, work);
  const applied = work.newEvents.size;
  const linkedEvents = applyParked(facts.parked, work);
  return {
    applied,
    newEvents: [...work.newEvents.values()],
    linkedEvents,
    deliveries: [...work.changedDeliveries],
    batches: [...work.changedBatches.values()],
    finishedBatches: work.finishedBatches,
    finishedIssues: work.finishedIssues,
    issueCounts: [...work.issueCounts].map(([issueId, counts]) => ({ issueId, ...counts })),
    suppressions: work.changedSuppressions,
  };
}

function applyEvent(event: ProviderEvent, work: EventWork): void {
  const { id, type, occurredAt, providerId, report } = event;
  const delivery = findDelivery(event, work);
  work.newEvents.set(id, {
    id,
    type,
    occurredAt,
    providerId,
    deliveryId: delivery?.id ?? null,
    report: delivery === undefined ? report : null,
  });
  if (delivery === undefined) suppressSubscriber(event, work);
  else applyReport(delivery, event, work);
}

/** Checks the issue too: another database's tags may contain the id of one of our deliveries. */
function findDelivery({ delivery, providerId }: ProviderEvent, work: EventWork): KnownDelivery | undefined {
  const tagged = delivery === null ? undefined : work.deliveries.get(delivery.deliveryId);
  if (tagged !== undefined && tagged.freezeId === delivery?.issueId) return tagged;
  return providerId === null ? undefined : work.deliveryOf(providerId);
}

type Report = Pick<ProviderEvent, 'providerId' | 'occurredAt' | 'report'>;

function applyReport(delivery: KnownDelivery, event: Report, work: EventWork): void {
  recordAcceptance(delivery, event.providerId, work);
  const { report, occurredAt } = event;
  if (report === null) return;
  const { subscriberId, emailKey } = delivery;
  // An erased subscriber has no email address left to suppress.
  if (subscriberId === null || emailKey === null) storeReport(delivery, { report, occurredAt }, work);
  else updateSuppression({ subscriberId, emailKey }, { report, occurredAt }, { work, delivery });
}

function storeReport(delivery: KnownDelivery, { report, occurredAt }: DatedReport, work: EventWork): void {
  const stronger = strongerReport(delivery, report, occurredAt);
  if (stronger?.state == null) return;
  const { state, stateAt, bounceKind, bounceCode } = stronger;
  work.countReport(delivery.issueId, { from: delivery.state, to: state });
  work.changeDelivery(delivery, { state, stateAt, bounceKind, bounceCode });
}

/**
 * An event proves that the provider accepted the delivery. While its request is still in flight the response is left
 * to settle it, and picks up the provider id set here.
 */
function recordAcceptance(delivery: KnownDelivery, providerId: string | null, work: EventWork): void {
  const { status } = delivery;
  if (status === 'rejected' || status === 'excluded') return;
  if (delivery.providerId === null && providerId !== null) work.learnProviderId(delivery, providerId);
  if (status === 'submitted') return;
  const { batch, issue } = work.batchAndIssueOf(delivery);
  if (status === 'pending' && isInFlight(batch, issue)) return;
  work.changeDelivery(delivery, { status: 'submitted', updatedAt: work.now });
  const uncertain = batch.uncertain - (status === 'uncertain' ? 1 : 0);
  const counted: KnownBatch = { ...batch, submitted: batch.submitted + 1, uncertain };
  const isDone = isBatchFinished(counted);
  work.changeBatch(isDone ? { ...counted, status: 'done' } : counted);
  if (!isDone) return;
  work.finishedBatches.push(counted);
  if (issue.unfinishedBatches === null) return;
  issue.unfinishedBatches -= 1;
  if (isIssueFinished(issue)) work.finishIssue(issue);
}

/** An email that is not one of our deliveries, such as a test, still tells us about a subscriber's address. */
function suppressSubscriber({ report, emailKey, occurredAt }: ProviderEvent, work: EventWork): void {
  if (report === null || emailKey === null || reasonToSuppress(report) === null) return;
  const subscriberId = work.subscriberIds.get(emailKey);
  if (subscriberId !== undefined)
    updateSuppression({ subscriberId, emailKey }, { report, occurredAt }, { work });
}

/** Suppresses an email address, or lifts a suppression; stores the report about the delivery, if there is one. */
function updateSuppression(
  { subscriberId, emailKey }: { subscriberId: number; emailKey: string },
  said: DatedReport,
  { work, delivery }: { work: EventWork; delivery?: KnownDelivery },
): void {
  const known = work.suppressionOf(emailKey);
  const mayChange = canChangeSuppression(known, said.report);
  const before = mayChange ? work.reportsOf(subscriberId) : [];
  if (delivery !== undefined) storeReport(delivery, said, work);
  if (!mayChange) return;
  const after = work.reportsOf(subscriberId);
  work.suppress(emailKey, suppressionAfter({ known, said, before, after }));
}

function applyParked(earlier: EventFacts['parked'], work: EventWork): EventPlan['linkedEvents'] {
  const linked: { id: string; deliveryId: number }[] = [];
  // Applying one may teach no further id: parked events name only the id that they waited for.
  for (const providerId of work.learnedProviderIds) {
    const delivery = work.deliveryOf(providerId);
    if (delivery === undefined) continue;
    for (const event of earlier) {
      if (event.providerId !== providerId) continue;
      linked.push({ id: event.id, deliveryId: delivery.id });
      applyReport(delivery, event, work);
    }
    for (const event of work.newEvents.values())
      if (isParkedFor(event, providerId)) {
        work.newEvents.set(event.id, { ...event, deliveryId: delivery.id, report: null });
        applyReport(delivery, event, work);
      }
  }
  return linked;
}

function isParkedFor(event: NewEvent, providerId: string): boolean {
  return event.deliveryId === null && event.providerId === providerId;
}
