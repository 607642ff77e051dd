import { z } from 'zod';
import { BOUNCE_KINDS, type ProviderState } from '../../issues/delivery-states.ts';
import type { ProviderEvent, ProviderReport } from '../../provider-events/provider-event-store.ts';
import { strongerReport } from '../../provider-events/stronger-report.ts';
import type { EventStatements, KnownDelivery } from './provider-event-statements.ts';
import { updateSuppression } from './provider-event-suppression.ts';

/** The state of one transaction that applies events. */
export interface EventGroup {
  statements: EventStatements;
  now: number;
  /** Changes to each issue's counts, by issue id. */
  countChanges: Map<number, Record<ProviderState, number>>;
  /** Provider ids that became known; parked events may have been waiting for them. */
  learnedProviderIds: string[];
}

export function beginGroup(statements: EventStatements, now: number): EventGroup {
  return { statements, now, countChanges: new Map(), learnedProviderIds: [] };
}

export type EventFacts = Pick<ProviderEvent, 'providerId' | 'occurredAt' | 'report'>;

const reportSchema: z.ZodType<ProviderReport> = z.union([
  z.object({ state: z.literal('bounced'), bounce: z.enum(BOUNCE_KINDS).nullable(), code: z.string() }),
  z.object({ state: z.enum(['submitted', 'delayed', 'delivered', 'complained']) }),
]);

export function parseReport(json: string | null): ProviderReport | null {
  return json === null ? null : reportSchema.parse(JSON.parse(json));
}

export function applyReport(delivery: KnownDelivery, facts: EventFacts, group: EventGroup): void {
  const { statements } = group;
  recordAcceptance(delivery, facts, group);
  const { report, occurredAt } = facts;
  if (report === null) return;
  const storeReport = () => {
    const stronger = strongerReport(delivery, report, occurredAt);
    if (stronger?.event == null) return;
    const { event, eventAt, bounce, code } = stronger;
    statements.storeReport.run(event, eventAt ?? occurredAt, bounce, code, delivery.id);
    countReport(group, delivery.issueId, { from: delivery.event, to: event });
  };
  const { subscriberId, emailKey } = delivery;
  // An erased subscriber has no email address left to suppress.
  if (subscriberId === null || emailKey === null) storeReport();
  else updateSuppression({ subscriberId, emailKey }, { report, occurredAt }, { statements, storeReport });
}

/**
 * An event proves that the provider accepted the delivery. While its request is still in flight the response is left
 * to settle it; `recordOutcomes` and `postponeBatch` then pick up the provider id set here.
 */
function recordAcceptance(
  { id, status, providerId, issueId, batchNumber }: KnownDelivery,
  facts: EventFacts,
  { statements, now, learnedProviderIds }: EventGroup,
): void {
  if (status === 'rejected' || status === 'excluded') return;
  if (providerId === null && facts.providerId !== null) {
    statements.setProviderId.run(facts.providerId, id);
    learnedProviderIds.push(facts.providerId);
  }
  if (status === 'submitted') return;
  if (status === 'pending' && statements.isInFlight.get(issueId, batchNumber) === 1) return;
  statements.markSubmitted.run(now, id);
  statements.countSubmitted.run(status === 'uncertain' ? 1 : 0, issueId, batchNumber);
  if (statements.finishBatch.run(now, issueId, batchNumber).changes === 0) return;
  const slot = statements.finishIssue.get(now, issueId);
  if (slot !== undefined) statements.writeFinishedNotice(slot, now);
}

function countReport(
  { countChanges }: EventGroup,
  issueId: number,
  { from, to }: { from: ProviderState | null; to: ProviderState },
): void {
  const changes = countChanges.get(issueId) ?? { delayed: 0, delivered: 0, bounced: 0, complained: 0 };
  if (from !== null) changes[from] -= 1;
  changes[to] += 1;
  countChanges.set(issueId, changes);
}

export function writeIssueCounts({ statements, countChanges }: EventGroup): void {
  for (const [issueId, changes] of countChanges) {
    const { delayed, delivered, bounced, complained } = changes;
    const counts = [delayed, delivered, bounced, complained, issueId] as const;
    const isFirst = statements.updateIssueCounts.run(...counts).changes === 0;
    if (isFirst) statements.insertIssueCounts.run(...counts);
  }
}
