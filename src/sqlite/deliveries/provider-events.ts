import { ZodError } from 'zod';
import { EVENT_RETENTION_MS } from '../../provider-events/event-retention.ts';
import type { ProviderEvent, ProviderEventStore } from '../../provider-events/provider-event-store.ts';
import { reasonToSuppress } from '../../provider-events/suppression-rules.ts';
import { AppError, codeOf, messageOf } from '../../shared/errors.ts';
import { inTxWithRetry } from '../in-tx.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { sqliteCause } from '../storage-error.ts';
import { applyReport, beginGroup, type EventGroup, parseReport, writeIssueCounts } from './apply-report.ts';
import { type EventStatements, eventStatements, type KnownDelivery } from './provider-event-statements.ts';
import { updateSuppression } from './provider-event-suppression.ts';

/** Old events are removed faster than new ones arrive, but never so many at once that a request has to wait. */
const PRUNED_PER_EVENT = 2;
const PRUNED_PER_GROUP = 100;

export function createSqliteProviderEventStore(db: SqliteDatabase): ProviderEventStore {
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
    return await inTxWithRetry(db, () => applyAll(db, events, now));
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

function applyAll(
  db: SqliteDatabase,
  events: readonly ProviderEvent[],
  now: number,
): { applied: number; repeated: number } {
  const group = beginGroup(eventStatements(db), now);
  let applied = 0;
  for (const event of events) if (applyEvent(event, group)) applied += 1;
  applyParked(group.learnedProviderIds, group);
  writeIssueCounts(group);
  group.statements.pruneEvents.run(
    now - EVENT_RETENTION_MS,
    PRUNED_PER_GROUP + PRUNED_PER_EVENT * events.length,
  );
  return { applied, repeated: events.length - applied };
}

/**
 * Applies events that arrived before the provider ids of their deliveries were known. Call it in the transaction that
 * stores those ids.
 */
export function applyParkedEvents(db: SqliteDatabase, providerIds: readonly string[], now: number): void {
  const group = beginGroup(eventStatements(db), now);
  applyParked(providerIds, group);
  writeIssueCounts(group);
}

function applyParked(providerIds: readonly string[], group: EventGroup): void {
  if (providerIds.length === 0) return;
  const { parkedEvents, byProviderId, linkEvent } = group.statements;
  for (const { id, providerId, occurredAt, report: json } of parkedEvents.all(JSON.stringify(providerIds))) {
    const delivery = byProviderId.get(providerId);
    if (delivery === undefined) continue;
    linkEvent.run(delivery.id, id);
    applyReport(delivery, { providerId, occurredAt, report: parseReport(json) }, group);
  }
}

/** False if the event was applied before. */
function applyEvent(event: ProviderEvent, group: EventGroup): boolean {
  const { id, type, occurredAt, providerId } = event;
  const { statements, now } = group;
  const delivery = findDelivery(event, statements);
  const parked = delivery === undefined && event.report !== null ? JSON.stringify(event.report) : null;
  const kept = statements.insertEvent.run(
    id,
    type,
    occurredAt,
    now,
    providerId,
    delivery?.id ?? null,
    parked,
  );
  if (kept.changes === 0) return false;
  if (delivery === undefined) suppressSubscriber(event, statements);
  else applyReport(delivery, event, group);
  return true;
}

function findDelivery(
  { delivery, providerId }: ProviderEvent,
  { byTags, byProviderId }: EventStatements,
): KnownDelivery | undefined {
  return (
    (delivery === null ? undefined : byTags.get(delivery.deliveryId, delivery.issueId)) ??
    (providerId === null ? undefined : byProviderId.get(providerId))
  );
}

/** An email that is not one of our deliveries, such as a test, still tells us about a subscriber's address. */
function suppressSubscriber(
  { report, emailKey, occurredAt }: ProviderEvent,
  statements: EventStatements,
): void {
  if (report === null || emailKey === null || reasonToSuppress(report) === null) return;
  const subscriberId = statements.subscriberOf.get(emailKey);
  if (subscriberId === undefined) return;
  updateSuppression({ subscriberId, emailKey }, { report, occurredAt }, { statements });
}
