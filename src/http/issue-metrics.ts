import { Gauge, type Registry } from 'prom-client';
import type { DeliveryProgress, DeliveryStore } from '../delivery/delivery-store.ts';
import { sendingPace } from '../delivery/sending-pace.ts';
import { GOING_OUT_STATUSES } from '../issues/issue-status-rules.ts';
import type { IssueRecord, IssueStore } from '../issues/issue-store.ts';
import type { TransportName } from '../issues/newsletter.ts';
import { transportObstacles } from '../issues/problems/issue-obstacles.ts';
import type { Clock } from '../shared/clock.ts';
import { WEEK_MS } from '../shared/durations.ts';

export interface IssueMetricsDeps {
  issueStore: Pick<IssueStore, 'listIssues'>;
  deliveryStore: Pick<DeliveryStore, 'progress'>;
  clock: Clock;
  transportName: TransportName;
}

/** How long an issue is reported after it ends: events keep arriving for days. */
const RECENT_MS = WEEK_MS;

/** Ends the description of what each process reads from the database. */
export const OF_THE_DATABASE = 'The same in every process on one database: take the largest, not the sum.';

type Gauges = ReturnType<typeof createGauges>;

/**
 * Registers metrics for issues that are sending, paused, or were sent within a week.
 *
 * @returns A function that refreshes them, to be called before each scrape.
 */
export function createIssueMetrics(
  registry: Registry,
  { issueStore, deliveryStore, clock, transportName }: IssueMetricsDeps,
): () => Promise<void> {
  const gauges = createGauges(registry);
  return async () => {
    const now = clock.now();
    const reported: { issue: IssueRecord; progress: DeliveryProgress }[] = [];
    for (const issue of await issueStore.listIssues({ goingOutSince: now - RECENT_MS }))
      reported.push({ issue, progress: await deliveryStore.progress(issue.slot) });
    for (const gauge of Object.values(gauges)) gauge.reset();
    for (const { issue, progress } of reported) {
      const isStuck = transportObstacles(issue, transportName).length > 0;
      setGauges(gauges, { issue, progress, now, isStuck });
    }
  };
}

function setGauges(
  gauges: Gauges,
  {
    issue,
    progress,
    now,
    isStuck,
  }: { issue: IssueRecord; progress: DeliveryProgress; now: number; isStuck: boolean },
): void {
  const { slot, pausedUntil, reason } = issue;
  const { status, deliveries, outcomes } = progress;
  for (const name of STATUSES) gauges.status.set({ slot, status: name }, Number(name === status));
  for (const [name, count] of Object.entries(deliveries))
    gauges.deliveries.set({ slot, status: name }, count);
  for (const [outcome, count] of Object.entries(outcomes)) gauges.outcomes.set({ slot, outcome }, count);
  if (!GOING_OUT_STATUSES.includes(status)) return;
  const pause =
    status === 'paused' && pausedUntil !== null ? { until: pausedUntil, reason: reason ?? '' } : null;
  const { perSecond, remainingSeconds, waitsFor } = sendingPace(progress, { now, pause });
  gauges.perSecond.set({ slot }, perSecond);
  if (remainingSeconds !== null) gauges.remaining.set({ slot }, remainingSeconds);
  const waiting = waitingFor({ isStuck, waits: waitsFor !== null, status });
  for (const name of WAITING) gauges.waiting.set({ slot, for: name }, Number(name === waiting));
  if (waiting === 'person') return;
  gauges.waits.set({ slot }, waitsFor === null ? 0 : Math.max(0, (waitsFor.until - now) / 1_000));
}

/** An issue that began on another transport waits for a person to change TRANSPORT, whatever else it waits for. */
function waitingFor({
  isStuck,
  waits,
  status,
}: {
  isStuck: boolean;
  waits: boolean;
  status: IssueRecord['status'];
}): (typeof WAITING)[number] {
  if (isStuck) return 'person';
  if (waits) return 'time';
  return status === 'paused' ? 'person' : 'nothing';
}

/** Every status; the type catches a missing one. */
const STATUSES = Object.keys({
  draft: 0,
  approved: 0,
  sending: 0,
  sent: 0,
  skipped: 0,
  held: 0,
  paused: 0,
  cancelled: 0,
} satisfies Record<IssueRecord['status'], 0>);

/** What an unfinished issue can be waiting for. */
const WAITING = ['time', 'person', 'nothing'] as const;

function createGauges(registry: Registry) {
  const registers = [registry];
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge({ name: `verdicts_issue_${name}`, help: `${help} ${OF_THE_DATABASE}`, labelNames, registers });
  return {
    status: gauge('status', 'The status of an issue: 1 at its status, 0 at all others.', ['slot', 'status']),
    deliveries: gauge('deliveries', 'Deliveries of an issue, by how handing them over ended.', [
      'slot',
      'status',
    ]),
    outcomes: gauge('outcomes', 'Deliveries of an issue, by the provider’s last report.', [
      'slot',
      'outcome',
    ]),
    perSecond: gauge('submitted_per_second', 'Messages a second submitted lately.', ['slot']),
    remaining: gauge('remaining_seconds', 'Seconds until nothing is pending, at the current pace.', ['slot']),
    waiting: gauge('waiting', 'What an issue waits for: 1 at that, 0 at all else.', ['slot', 'for']),
    waits: gauge(
      'waits_seconds',
      'Seconds until a waiting issue continues by itself; 0 if it does not wait.',
      ['slot'],
    ),
  };
}
