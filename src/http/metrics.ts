import { Counter, collectDefaultMetrics, Registry } from 'prom-client';
import type { EventTally } from '../provider-events/event-tally.ts';
import { createIssueMetrics, type IssueMetricsDeps } from './issue-metrics.ts';

export interface Metrics {
  contentType: string;
  /** All metrics as they stand now, in the text format of Prometheus. */
  text(): Promise<string>;
}

export interface MetricsDeps extends IssueMetricsDeps {
  tally: EventTally;
}

/** What the program tells Prometheus: of its process, of the issues that go out, and of the events that came. */
export function createMetrics(deps: MetricsDeps): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  countEvents(registry, deps.tally);
  const refreshIssues = createIssueMetrics(registry, deps);
  return {
    contentType: registry.contentType,
    text: async () => {
      await refreshIssues();
      return registry.metrics();
    },
  };
}

function countEvents(registry: Registry, tally: EventTally): void {
  const registers = [registry];
  new Counter({
    name: 'verdicts_provider_events_total',
    help: 'Events that were told by the provider and kept, by type.',
    labelNames: ['type'],
    registers,
    collect() {
      this.reset();
      for (const [type, count] of Object.entries(tally.kept)) this.inc({ type }, count);
    },
  });
  new Counter({
    name: 'verdicts_provider_events_repeated_total',
    help: 'Events among the kept ones that had been applied before.',
    registers,
    collect() {
      this.reset();
      this.inc(tally.repeated);
    },
  });
  new Counter({
    name: 'verdicts_provider_events_refused_total',
    help: 'Events that were refused, by reason.',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset();
      for (const [reason, count] of Object.entries(tally.refused)) this.inc({ reason }, count);
    },
  });
}
