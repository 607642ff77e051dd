import { z } from 'zod';
import { BOUNCE_KINDS, PROVIDER_STATES, type ProviderState } from '../../issues/delivery-states.ts';
import type { ProviderEvent, ProviderReport } from '../../provider-events/provider-event-store.ts';
import { strongerReport } from '../../provider-events/stronger-report.ts';
import type { EventStatements, KnownDelivery } from './provider-event-statements.ts';
import { suppressAround } from './provider-event-suppression.ts';

/** The state of one transaction that applies events. */
export interface Report {
  statements: EventStatements;
  now: number;
  /** Changes to each issue's counts, by issue id. */
  counts: Map<number, Record<ProviderState, number>>;
  /** Provider ids that became known; parked events may have been waiting for them. */
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

export function reportFromJson(json: string | null): ProviderReport | null {
  return json === null ? null : reportSchema.parse(JSON.parse(json));
}

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
  // An erased subscriber has no email address left to suppress.
  if (subscriberId === null || emailKey === null) hear();
  else suppressAround({ subscriberId, emailKey }, { report: said, occurredAt }, { statements, hear });
}

/**
 * An event proves that the provider accepted the delivery. While its request is still in flight the response is left
 * to settle it; `recordOutcomes` and `postponeBatch` then pick up the provider id set here.
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

export function writeCounts({ statements, counts }: Report): void {
  for (const [issueId, changes] of counts) {
    const [delayed, delivered, bounced, complained] = PROVIDER_STATES.map((state) => changes[state]);
    statements.countHeard.run(delayed ?? 0, delivered ?? 0, bounced ?? 0, complained ?? 0, issueId);
  }
}
