import { asc, eq, sql } from 'drizzle-orm';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import type { ListedSubscriber, Suppression } from '../../subscribers/subscriber.ts';
import type { OwnData, SubscriberHistory } from '../../subscribers/subscriber-store.ts';
import type { EmailKind } from '../../subscribers/transactional-email.ts';
import {
  consentEvents,
  deliveries,
  issues,
  linkTokens,
  outgoingEmails,
  signUps,
  subscribers,
  suppressions,
} from '../schema/index.ts';

const listedColumns = {
  id: subscribers.id,
  email: subscribers.email,
  emailKey: subscribers.emailKey,
  name: subscribers.name,
  status: subscribers.status,
  pausedUntil: subscribers.pausedUntil,
  createdAt: subscribers.createdAt,
  reason: suppressions.reason,
  at: suppressions.at,
};

type ListedRow = Omit<ListedSubscriber, 'suppression'> & { emailKey: string } & {
  [Key in keyof Suppression]: Suppression[Key] | null;
};

/** Converts a row of {@link selectListed}. */
export function listed({ reason, at, emailKey: _, ...subscriber }: ListedRow): ListedSubscriber {
  return { ...subscriber, suppression: reason === null || at === null ? null : { reason, at } };
}

/** Subscribers, each with their suppression. */
export function selectListed(db: SqliteDatabase) {
  return db
    .select(listedColumns)
    .from(subscribers)
    .leftJoin(suppressions, eq(suppressions.key, subscribers.emailKey));
}

/** See {@link SubscriberStore.findHistory}. */
export function findHistory(db: SqliteDatabase, emailKey: string): SubscriberHistory | null {
  const row = selectListed(db).where(eq(subscribers.emailKey, emailKey)).get();
  if (row === undefined) return null;
  return {
    ...listed(row),
    consent: consentOf(db, row.id),
    deliveries: db
      .select(deliveryColumns)
      .from(deliveries)
      .innerJoin(issues, eq(issues.id, deliveries.issueId))
      .where(eq(deliveries.subscriberId, row.id))
      .orderBy(asc(issues.slot))
      .all(),
  };
}

/** See {@link SubscriberStore.findOwnData}. Columns are named one by one, so that no token is included. */
export function findOwnData(db: SqliteDatabase, emailKey: string): OwnData | null {
  const row = selectListed(db).where(eq(subscribers.emailKey, emailKey)).get();
  if (row === undefined) return null;
  const { id: _, ...known } = listed(row);
  return {
    ...known,
    consent: consentOf(db, row.id),
    deliveries: db
      .select(deliveryColumns)
      .from(deliveries)
      .innerJoin(issues, eq(issues.id, deliveries.issueId))
      .where(eq(deliveries.subscriberId, row.id))
      .orderBy(asc(issues.slot))
      .all(),
    signUps: signUpsOf(db, emailKey),
    emails: emailsTo(db, row.id),
    links: linksOf(db, row.id),
  };
}

const deliveryColumns = {
  slot: issues.slot,
  status: deliveries.status,
  providerId: deliveries.providerId,
  at: deliveries.updatedAt,
  code: sql<
    string | null
  >`coalesce(${deliveries.rejectCode}, ${deliveries.exclusionReason}, ${deliveries.bounceCode})`,
  event: deliveries.providerState,
  eventAt: deliveries.providerStateAt,
  bounce: deliveries.bounceKind,
};

function consentOf(db: SqliteDatabase, subscriberId: number): OwnData['consent'] {
  const { event, at, source, slot, textVersion, networkAddress, userAgent } = consentEvents;
  return db
    .select({ event, at, source, slot, textVersion, networkAddress, userAgent })
    .from(consentEvents)
    .where(eq(consentEvents.subscriberId, subscriberId))
    .orderBy(asc(consentEvents.id))
    .all();
}

function signUpsOf(db: SqliteDatabase, emailKey: string): OwnData['signUps'] {
  const { email, name, source, textVersion, networkAddress, userAgent, at } = signUps;
  return db
    .select({ email, name, source, textVersion, networkAddress, userAgent, at })
    .from(signUps)
    .where(eq(signUps.emailKey, emailKey))
    .orderBy(asc(signUps.id))
    .all();
}

function emailsTo(db: SqliteDatabase, subscriberId: number): OwnData['emails'] {
  const { kind, status, createdAt, attempts, lastProblem } = outgoingEmails;
  return db
    .select({ kind: sql<EmailKind>`${kind}`, status, createdAt, attempts, lastProblem })
    .from(outgoingEmails)
    .where(eq(outgoingEmails.subscriberId, subscriberId))
    .orderBy(asc(outgoingEmails.id))
    .all();
}

function linksOf(db: SqliteDatabase, subscriberId: number): OwnData['links'] {
  const { kind, createdAt, expiresAt, usedAt } = linkTokens;
  return db
    .select({ kind, createdAt, expiresAt, usedAt })
    .from(linkTokens)
    .where(eq(linkTokens.subscriberId, subscriberId))
    .orderBy(asc(linkTokens.createdAt))
    .all();
}
