import { z } from 'zod';
import { BOUNCE_KINDS, PROVIDER_STATES, type ProviderState } from '../../issues/delivery-states.ts';
import type { ProviderEvent, ProviderReport } from '../../provider-events/provider-event-store.ts';
import { strongerReport } from '../../provider-events/stronger-report.ts';
import type { EventStatements, KnownDelivery } from './provider-event-statements.ts';
import { suppressAround } from './provider-event-suppression.ts';

/** What one transaction does, and gathers for its end. */
export interface Report {
  statements: EventStatements;
  now: number;
  /** The changes of the issues' counts. */
  counts: Map<number, Record<ProviderState, number>>;
  /** The provider's ids that became known: events may have waited for them. */
  named: string[];
}

export function beginReport(statements: EventStatements, now: number): Report {
  return { statements, now, counts: new Map(), named: [] };
}

export type News = Pick<ProviderEvent, 'providerId' | 'occurredAt' | 'report'>;

const reportSchema: z.ZodType<ProviderReport> = z.union([
  z.object({ state: z.literal('bounced'), bounce: z.enum(BOUNCE_KINDS).nullable(), code: z.string() }),
  z.object({ state: z.enum(['submitted', 'delayed', 'delivered', 'complained']) }),
]);

/** The report of an event that waited for its delivery. */
export function reportFromJson(json: string | null): ProviderReport | null {
  return json === null ? null : reportSchema.parse(JSON.parse(json));
}

/** Applies one event to its delivery. */
export function hearOf(delivery: KnownDelivery, news: News, report: Report): void {
  const { statements } = report;
  learnThatItWasTaken(delivery, news, report);
  const { report: said, occurredAt } = news;
  if (said === null) return;
  const hear = () => {
    const stronger = strongerReport(delivery, said, occurredAt);
    if (stronger?.event == null) return;
    const { event, eventAt, bounce, code } = stronger;
    statements.hear.run(event, eventAt ?? occurredAt, bounce, code, delivery.id);
    count(report, delivery.issueId, { from: delivery.event, to: event });
  };
  const { subscriberId, emailKey } = delivery;
  // Who was erased has no address here any more that could be suppressed.
  if (subscriberId === null || emailKey === null) hear();
  else suppressAround({ subscriberId, emailKey }, { report: said, occurredAt }, { statements, hear });
}

/**
 * An event speaks of the delivery, so the provider has its message, and that is the delivery's outcome. While a request
 * is being made, its response comes first; `recordOutcomes` and `postponeBatch` then see what was named meanwhile.
 */
function learnThatItWasTaken(
  { id, status, providerId, issueId, batchNumber }: KnownDelivery,
  news: News,
  { statements, now, named }: Report,
): void {
  if (status === 'rejected' || status === 'excluded') return;
  if (providerId === null && news.providerId !== null) {
    statements.nameDelivery.run(news.providerId, id);
    named.push(news.providerId);
  }
  if (status === 'submitted') return;
  if (status === 'pending' && statements.isInFlight.get(issueId, batchNumber) === 1) return;
  statements.submit.run(now, id);
  statements.countSubmitted.run(status === 'uncertain' ? 1 : 0, issueId, batchNumber);
  if (statements.finishBatch.run(now, issueId, batchNumber).changes === 0) return;
  const slot = statements.finishIssue.get(now, issueId);
  if (slot !== undefined) statements.tellFinished(slot, now);
}

function count(
  { counts }: Report,
  issueId: number,
  { from, to }: { from: ProviderState | null; to: ProviderState },
): void {
  const changes = counts.get(issueId) ?? { delayed: 0, delivered: 0, bounced: 0, complained: 0 };
  if (from !== null) changes[from] -= 1;
  changes[to] += 1;
  counts.set(issueId, changes);
}

/** Writes the changes of the issues' counts. */
export function writeCounts({ statements, counts }: Report): void {
  for (const [issueId, changes] of counts) {
    const [delayed, delivered, bounced, complained] = PROVIDER_STATES.map((state) => changes[state]);
    statements.countHeard.run(delayed ?? 0, delivered ?? 0, bounced ?? 0, complained ?? 0, issueId);
  }
}
