import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { EventTally } from '../provider-events/event-tally.ts';
import type { ServeHealth } from '../shared/jobs/serve-health.ts';
import { createIssueMetrics, type IssueMetricsDeps, OF_THE_DATABASE } from './issue-metrics.ts';
import type { SignUpTally } from './sign-up-tally.ts';

export interface Metrics {
  contentType: string;
  /** All current metrics, in the Prometheus text format. */
  text(): Promise<string>;
}

export interface MetricsDeps extends IssueMetricsDeps {
  tally: EventTally;
  health: ServeHealth;
  signUpTally: Pick<SignUpTally, 'heldBack'>;
  /** When settings were last changed in the studio or by a command; null if they never were. */
  settingsChangedAt?: () => number | null;
}

/**
 * Metrics for Prometheus about the process, issues being sent, sign-ups and provider events. What is of this process
 * alone is named `verdicts_process_…`; every other `verdicts_…` is read from the database.
 */
export function createMetrics(deps: MetricsDeps): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  // Metrics may be public, and a version number tells attackers which holes to try. `doctor` shows it.
  registry.removeSingleMetric('nodejs_version_info');
  registerEvents(registry, deps.tally);
  registerHealth(registry, deps.health);
  registerSignUps(registry, deps.signUpTally);
  registerSettings(registry, deps.settingsChangedAt ?? (() => null));
  const refreshIssues = createIssueMetrics(registry, deps);
  return {
    contentType: registry.contentType,
    text: async () => {
      await refreshIssues();
      return registry.metrics();
    },
  };
}

function registerHealth(registry: Registry, health: ServeHealth): void {
  const registers = [registry];
  new Gauge({
    name: 'verdicts_process_schedule_checked_timestamp_seconds',
    help: 'When this process last checked the schedule without a failure; 0 before that.',
    registers,
    collect() {
      this.set((health.schedule.checkedAt ?? 0) / 1_000);
    },
  });
  new Gauge({
    name: 'verdicts_process_accepted_timestamp_seconds',
    help: 'When the provider last accepted a request of this process with messages of an issue; 0 before that.',
    registers,
    collect() {
      this.set((health.acceptedAt ?? 0) / 1_000);
    },
  });
  new Counter({
    name: 'verdicts_process_retries_total',
    help: 'Requests of this process not accepted at first, by the provider’s answer.',
    labelNames: ['cause'],
    registers,
    collect() {
      this.reset();
      for (const [cause, count] of health.retries) this.inc({ cause }, count);
    },
  });
}

function registerSettings(registry: Registry, changedAt: () => number | null): void {
  new Gauge({
    name: 'verdicts_settings_changed_timestamp_seconds',
    help: `When settings were last changed in the studio or by a command; 0 if they never were. ${OF_THE_DATABASE}`,
    registers: [registry],
    collect() {
      this.set((changedAt() ?? 0) / 1_000);
    },
  });
}

function registerSignUps(registry: Registry, { heldBack }: Pick<SignUpTally, 'heldBack'>): void {
  new Counter({
    name: 'verdicts_process_sign_ups_held_back_total',
    help: 'Sign-ups that this process did not accept as they came, by reason: the hidden field was filled in, a proof of work was required, or there were too many. Reasons that begin with links- are of requests for the links of a subscription.',
    labelNames: ['reason'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [reason, count] of Object.entries(heldBack)) this.inc({ reason }, count);
    },
  });
}

function registerEvents(registry: Registry, tally: EventTally): void {
  const registers = [registry];
  new Counter({
    name: 'verdicts_process_provider_events_total',
    help: 'Events from the provider that this process kept, by type.',
    labelNames: ['type'],
    registers,
    collect() {
      this.reset();
      for (const [type, count] of Object.entries(tally.kept)) this.inc({ type }, count);
    },
  });
  new Counter({
    name: 'verdicts_process_provider_events_repeated_total',
    help: 'Events that this process kept and that had already been applied.',
    registers,
    collect() {
      this.reset();
      this.inc(tally.repeated);
    },
  });
  new Counter({
    name: 'verdicts_process_provider_events_refused_total',
    help: 'Events that this process refused, by reason.',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset();
      for (const [reason, count] of Object.entries(tally.refused)) this.inc({ reason }, count);
    },
  });
}
