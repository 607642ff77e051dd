import { asc, eq, sql } from 'drizzle-orm';
import type { ListedSubscriber, Suppression } from '../../subscribers/subscriber.ts';
import type { OwnData, SubscriberHistory } from '../../subscribers/subscriber-store.ts';
import type { EmailKind } from '../../subscribers/transactional-email.ts';
import type { Database } from '../engine.ts';
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
import { all, first, type Steps } from '../steps.ts';

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
export function selectListed(db: Database) {
  return db
    .select(listedColumns)
    .from(subscribers)
    .leftJoin(suppressions, eq(suppressions.key, subscribers.emailKey));
}

/** See {@link SubscriberStore.findHistory}. */
export function* findHistory(db: Database, emailKey: string): Steps<SubscriberHistory | null> {
  const row = yield* first(selectListed(db).where(eq(subscribers.emailKey, emailKey)));
  if (row === undefined) return null;
  return {
    ...listed(row),
    consent: yield* consentOf(db, row.id),
    deliveries: yield* deliveriesTo(db, row.id),
  };
}

/** See {@link SubscriberStore.findOwnData}. Columns are named one by one, so that no token is included. */
export function* findOwnData(db: Database, emailKey: string): Steps<OwnData | null> {
  const row = yield* first(selectListed(db).where(eq(subscribers.emailKey, emailKey)));
  if (row === undefined) return null;
  const { id: _, ...known } = listed(row);
  return {
    ...known,
    consent: yield* consentOf(db, row.id),
    deliveries: yield* deliveriesTo(db, row.id),
    signUps: yield* signUpsOf(db, emailKey),
    emails: yield* emailsTo(db, row.id),
    links: yield* linksOf(db, row.id),
  };
}

function deliveriesTo(db: Database, subscriberId: number): Steps<OwnData['deliveries']> {
  const { status, providerId, updatedAt, rejectCode, exclusionReason, bounceCode } = deliveries;
  const { providerState, providerStateAt, bounceKind } = deliveries;
  const code = sql<string | null>`coalesce(${rejectCode}, ${exclusionReason}, ${bounceCode})`;
  return all(
    db
      .select({
        ...{ slot: issues.slot, status, providerId, at: updatedAt, code },
        ...{ event: providerState, eventAt: providerStateAt, bounce: bounceKind },
      })
      .from(deliveries)
      .innerJoin(issues, eq(issues.id, deliveries.issueId))
      .where(eq(deliveries.subscriberId, subscriberId))
      .orderBy(asc(issues.slot)),
  );
}

function consentOf(db: Database, subscriberId: number): Steps<OwnData['consent']> {
  const { event, at, source, slot, textVersion, networkAddress, userAgent } = consentEvents;
  return all(
    db
      .select({ event, at, source, slot, textVersion, networkAddress, userAgent })
      .from(consentEvents)
      .where(eq(consentEvents.subscriberId, subscriberId))
      .orderBy(asc(consentEvents.id)),
  );
}

function signUpsOf(db: Database, emailKey: string): Steps<OwnData['signUps']> {
  const { email, name, source, textVersion, networkAddress, userAgent, at } = signUps;
  return all(
    db
      .select({ email, name, source, textVersion, networkAddress, userAgent, at })
      .from(signUps)
      .where(eq(signUps.emailKey, emailKey))
      .orderBy(asc(signUps.id)),
  );
}

function emailsTo(db: Database, subscriberId: number): Steps<OwnData['emails']> {
  const { kind, status, createdAt, attempts, lastProblem } = outgoingEmails;
  return all(
    db
      .select({ kind: sql<EmailKind>`${kind}`, status, createdAt, attempts, lastProblem })
      .from(outgoingEmails)
      .where(eq(outgoingEmails.subscriberId, subscriberId))
      .orderBy(asc(outgoingEmails.id)),
  );
}

function linksOf(db: Database, subscriberId: number): Steps<OwnData['links']> {
  const { kind, createdAt, expiresAt, usedAt } = linkTokens;
  return all(
    db
      .select({ kind, createdAt, expiresAt, usedAt })
      .from(linkTokens)
      .where(eq(linkTokens.subscriberId, subscriberId))
      .orderBy(asc(linkTokens.createdAt)),
  );
}
