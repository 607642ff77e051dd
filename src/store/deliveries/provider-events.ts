import { ZodError } from 'zod';
import type { EventPlan } from '../../provider-events/event-facts.ts';
import { EVENT_RETENTION_MS } from '../../provider-events/event-retention.ts';
import { type EventGroup, planEvents } from '../../provider-events/plan-events.ts';
import type { ProviderEvent, ProviderEventStore } from '../../provider-events/provider-event-store.ts';
import { AppError } from '../../shared/errors.ts';
import type { Database, Engine } from '../engine.ts';
import { writeChangeNotice } from '../issues/notice-store.ts';
import { change, changeRows, type Steps } from '../steps.ts';
import { findEventFacts, findParked } from './provider-event-facts.ts';
import { eventChanges, pruneEvents } from './provider-event-statements.ts';

/** Old events are removed faster than new ones arrive, but never so many at once that a request has to wait. */
const PRUNED_PER_EVENT = 2;
const PRUNED_PER_GROUP = 100;

export function createProviderEventStore({ write, refusal }: Engine): ProviderEventStore {
  return {
    applyProviderEvents: async (events, now) => {
      try {
        return await write((db) => applyEvents(db, events, now));
      } catch (error) {
        const problem = refusal(error) ?? problemOfReading(error);
        if (problem === null) throw error;
        throw new AppError('input', `An event cannot be kept: ${problem}.`, error);
      }
    },
  };
}

function* applyEvents(db: Database, events: readonly ProviderEvent[], now: number) {
  const { applied } = yield* applyGroup(db, { events, now });
  const most = PRUNED_PER_GROUP + PRUNED_PER_EVENT * events.length;
  yield* change(pruneEvents, { before: now - EVENT_RETENTION_MS, most });
  return { applied, repeated: events.length - applied };
}

/** Why a stored report cannot be read; null for any other error. */
function problemOfReading(error: unknown): string | null {
  return error instanceof ZodError || error instanceof SyntaxError ? error.message : null;
}

/**
 * Applies events that arrived before the provider ids of their deliveries were known. Call it in the transaction that
 * stores those ids.
 */
export function* applyParkedEvents(db: Database, providerIds: readonly string[], now: number): Steps<void> {
  if ((yield* findParked(providerIds)).length === 0) return;
  yield* applyGroup(db, { events: [], learnedProviderIds: providerIds, now });
}

function* applyGroup(db: Database, group: EventGroup): Steps<EventPlan> {
  const plan = planEvents(group, yield* findEventFacts(group));
  yield* writeEventPlan(db, plan, group.now);
  return plan;
}

function* writeEventPlan(db: Database, plan: EventPlan, now: number): Steps<void> {
  yield* changeRows(
    eventChanges.addEvents,
    plan.newEvents.map(({ id, type, occurredAt, providerId, deliveryId, report }) => {
      const parked = report === null ? null : JSON.stringify(report);
      return [id, type, occurredAt, now, providerId, deliveryId, parked];
    }),
  );
  yield* changeRows(
    eventChanges.linkEvents,
    plan.linkedEvents.map(({ id, deliveryId }) => [id, deliveryId]),
  );
  yield* changeRows(
    eventChanges.changeDeliveries,
    plan.deliveries.map((d) => [
      ...[d.id, d.status, d.updatedAt, d.providerId],
      ...[d.state, d.stateAt, d.bounceKind, d.bounceCode],
    ]),
  );
  yield* writePlaces(db, plan, now);
  const counts = plan.issueCounts.map(({ issueId, delayed, delivered, bounced, complained }) => [
    ...[issueId, delayed, delivered, bounced, complained],
  ]);
  yield* changeRows(eventChanges.ensureCounts, counts);
  yield* changeRows(eventChanges.countReports, counts);
  const suppressions = [...plan.suppressions];
  yield* changeRows(
    eventChanges.suppress,
    suppressions.flatMap(([key, it]) => (it === null ? [] : [[key, it.reason, it.at]])),
  );
  yield* changeRows(
    eventChanges.unsuppress,
    suppressions.flatMap(([key, it]) => (it === null ? [[key]] : [])),
  );
}

function* writePlaces(db: Database, plan: EventPlan, now: number): Steps<void> {
  yield* changeRows(
    eventChanges.changeBatches,
    plan.batches.map((b) => [b.issueId, b.number, b.submitted, b.uncertain]),
  );
  yield* changeRows(
    eventChanges.finishBatches,
    plan.finishedBatches.map(({ issueId, number }) => [issueId, number, now]),
  );
  yield* changeRows(
    eventChanges.finishIssues,
    plan.finishedIssues.map(({ id, status }) => [id, status, now]),
  );
  for (const { slot } of plan.finishedIssues) yield* writeChangeNotice(db, { slot, event: 'sent', at: now });
}
