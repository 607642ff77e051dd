import { ZodError } from 'zod';
import type { EventPlan } from '../../provider-events/event-facts.ts';
import { EVENT_RETENTION_MS } from '../../provider-events/event-retention.ts';
import { type EventGroup, planEvents } from '../../provider-events/plan-events.ts';
import type { ProviderEvent, ProviderEventStore } from '../../provider-events/provider-event-store.ts';
import { AppError, codeOf, messageOf } from '../../shared/errors.ts';
import { inWords, runSteps } from '../../sqlite/engine.ts';
import { inTxWithRetry } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { sqliteCause } from '../../sqlite/storage-error.ts';
import { writeChangeNotice } from '../issues/notice-store.ts';
import { findEventFacts } from './provider-event-facts.ts';
import { eventStatements } from './provider-event-statements.ts';

/** Old events are removed faster than new ones arrive, but never so many at once that a request has to wait. */
const PRUNED_PER_EVENT = 2;
const PRUNED_PER_GROUP = 100;

export function createProviderEventStore(db: SqliteDatabase): ProviderEventStore {
  return { applyProviderEvents: async (events, now) => applyProviderEvents(db, events, now) };
}

/**
 * See {@link ProviderEventStore.applyProviderEvents}.
 *
 * @throws AppError `input` if one of the events cannot be stored; then none is applied.
 */
export async function applyProviderEvents(
  db: SqliteDatabase,
  events: readonly ProviderEvent[],
  now: number,
): ReturnType<ProviderEventStore['applyProviderEvents']> {
  try {
    return await inTxWithRetry(db, () => {
      const { applied } = applyGroup(db, { events, now });
      const most = PRUNED_PER_GROUP + PRUNED_PER_EVENT * events.length;
      eventStatements(db).pruneEvents.run(now - EVENT_RETENTION_MS, most);
      return { applied, repeated: events.length - applied };
    });
  } catch (error) {
    throw asEventError(error) ?? error;
  }
}

/** Blames the event for constraint violations and unreadable data; a full disk or a lock is the store's problem. */
function asEventError(error: unknown): AppError | null {
  const cause = sqliteCause(error) ?? error;
  const isRefused = codeOf(cause)?.startsWith('SQLITE_CONSTRAINT') === true;
  const isUnreadable = cause instanceof ZodError || cause instanceof SyntaxError;
  if (!isRefused && !isUnreadable) return null;
  return new AppError('input', `An event cannot be kept: ${messageOf(cause)}.`, error);
}

/**
 * Applies events that arrived before the provider ids of their deliveries were known. Call it in the transaction that
 * stores those ids.
 */
export function applyParkedEvents(db: SqliteDatabase, providerIds: readonly string[], now: number): void {
  if (eventStatements(db).parkedEvents(providerIds).length === 0) return;
  applyGroup(db, { events: [], learnedProviderIds: providerIds, now });
}

function applyGroup(db: SqliteDatabase, group: EventGroup): EventPlan {
  const plan = planEvents(group, findEventFacts(group, eventStatements(db)));
  writePlan(db, plan, group.now);
  return plan;
}

function writePlan(db: SqliteDatabase, plan: EventPlan, now: number): void {
  const write = eventStatements(db);
  write.addEvents(
    plan.newEvents.map(({ id, type, occurredAt, providerId, deliveryId, report }) => {
      const parked = report === null ? null : JSON.stringify(report);
      return [id, type, occurredAt, now, providerId, deliveryId, parked];
    }),
  );
  write.linkEvents(plan.linkedEvents.map(({ id, deliveryId }) => [id, deliveryId]));
  write.changeDeliveries(
    plan.deliveries.map((d) => [
      d.id,
      d.status,
      d.updatedAt,
      d.providerId,
      d.state,
      d.stateAt,
      d.bounceKind,
      d.bounceCode,
    ]),
  );
  write.changeBatches(plan.batches.map((b) => [b.issueId, b.number, b.submitted, b.uncertain]));
  write.finishBatches(plan.finishedBatches.map(({ issueId, number }) => [issueId, number, now]));
  write.finishIssues(plan.finishedIssues.map(({ id, status }) => [id, status, now]));
  for (const { slot } of plan.finishedIssues)
    runSteps(db, writeChangeNotice(inWords(db), { slot, event: 'sent', at: now }));
  write.ensureCounts(plan.issueCounts);
  write.countReports(plan.issueCounts);
  const suppressions = [...plan.suppressions];
  write.suppress(suppressions.flatMap(([key, it]) => (it === null ? [] : [[key, it.reason, it.at]])));
  write.unsuppress(suppressions.flatMap(([key, it]) => (it === null ? [key] : [])));
}
