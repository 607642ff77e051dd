import { and, eq, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import {
  NOTICE_LIFETIME_MS,
  type NoticeEvent,
  type NoticeFacts,
  noticeFactsSchema,
} from '../../issues/editor-notice.ts';
import type { ChangeNotice, Notice, NoticeStore } from '../../issues/notice-store.ts';
import type { EmailOutcome } from '../../shared/email-outcome.ts';
import { inTx } from '../in-tx.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { isOneOf } from '../schema/columns.ts';
import { editorNotices } from '../schema/index.ts';
import { findIssue } from './issue-rows.ts';

/** Writes the notice of a change. Call it in the same transaction, after the change. */
export function writeChangeNotice(
  db: SqliteDatabase,
  { slot, event, at, forecast }: ChangeNotice & { slot: string; at: number },
): void {
  const issue = findIssue(db, slot);
  if (issue === null) return;
  const { scheduledAt, reason, subject, edited, items, audience, deliveries, sendingAt } = issue;
  const begun = sendingAt !== null;
  const counted = begun ? audience : forecast;
  const facts: NoticeFacts = {
    slot,
    scheduledAt,
    reason,
    subject: subject ?? edited.subject,
    items: items.map((item) => item.slug),
    audience: counted === undefined ? null : { ...counted, isForecast: !begun },
    deliveries: begun ? deliveries : null,
  };
  // A second pause is news even for the same reason: someone thought it was dealt with.
  const occasion = event === 'paused' ? `${at} ${reason ?? ''}` : (reason ?? '');
  add(db, { event, occasion, facts, at });
}

function add(
  db: SqliteDatabase,
  { event, occasion, facts, at }: { event: NoticeEvent; occasion: string; facts: NoticeFacts; at: number },
): boolean {
  const row = { slot: facts.slot, event, occasion, facts: JSON.stringify(facts), createdAt: at };
  const added = db
    .insert(editorNotices)
    .values({ ...row, status: 'open' })
    .onConflictDoNothing()
    .run();
  return added.changes > 0;
}

export function createSqliteNoticeStore(db: SqliteDatabase): NoticeStore {
  return {
    noticedOf: async (slot) =>
      db
        .select({ event: editorNotices.event, at: editorNotices.createdAt })
        .from(editorNotices)
        .where(eq(editorNotices.slot, slot))
        .all(),
    addNotice: async (notice) => (add(db, { occasion: '', ...notice }) ? 'written' : 'already'),
    claimNotice: async (claim) => claimNotice(db, claim),
    settleNotice: async ({ notice, outcome }) => settleNotice(db, notice, outcome),
  };
}

const ENDED = { nextAttemptAt: null, leaseExpiresAt: null };

function isDue(now: number): SQL | undefined {
  const { status, nextAttemptAt, leaseExpiresAt } = editorNotices;
  const isOpen = and(eq(status, 'open'), or(isNull(nextAttemptAt), lte(nextAttemptAt, now)));
  const isAbandoned = and(eq(status, 'taken'), lte(leaseExpiresAt, now));
  // In the words of the partial index, which holds only these, so that checking for one is cheap.
  return and(isOneOf(status, ['open', 'taken']), or(isOpen, isAbandoned));
}

function claimNotice(
  db: SqliteDatabase,
  { now, leaseExpiresAt }: { now: number; leaseExpiresAt: number },
): Notice | null {
  const due = isDue(now);
  const hasAny = () => db.select({ id: editorNotices.id }).from(editorNotices).where(due).limit(1).get();
  if (hasAny() === undefined) return null;
  return inTx(db, () => {
    const tooLate = and(due, lte(editorNotices.createdAt, now - NOTICE_LIFETIME_MS));
    const dropped = { status: 'dropped', lastProblem: 'It could not be told in time.', ...ENDED } as const;
    db.update(editorNotices).set(dropped).where(tooLate).run();
    const id = hasAny()?.id;
    if (id === undefined) return null;
    const [row] = db
      .update(editorNotices)
      .set({
        status: 'taken',
        leaseExpiresAt,
        nextAttemptAt: null,
        attempts: sql`${editorNotices.attempts} + 1`,
        firstAttemptAt: sql`coalesce(${editorNotices.firstAttemptAt}, ${now})`,
      })
      .where(eq(editorNotices.id, id))
      .returning()
      .all();
    if (row === undefined) return null;
    const { event, facts, createdAt, attempts, firstAttemptAt } = row;
    const parsed = noticeFactsSchema.parse(JSON.parse(facts));
    return {
      id,
      event,
      facts: parsed,
      createdAt,
      attempts,
      firstAttemptAt: firstAttemptAt ?? now,
      leaseExpiresAt,
    };
  });
}

function settleNotice(db: SqliteDatabase, { id, leaseExpiresAt }: Notice, outcome: EmailOutcome): void {
  const held = and(
    eq(editorNotices.id, id),
    eq(editorNotices.status, 'taken'),
    eq(editorNotices.leaseExpiresAt, leaseExpiresAt),
  );
  db.update(editorNotices).set(settled(outcome)).where(held).run();
}

function settled(outcome: EmailOutcome) {
  if (outcome.kind === 'submitted') return { status: 'submitted', lastProblem: null, ...ENDED } as const;
  if (outcome.kind === 'dropped')
    return { status: 'dropped', lastProblem: outcome.reason, ...ENDED } as const;
  const again = { nextAttemptAt: outcome.at, leaseExpiresAt: null, lastProblem: outcome.reason };
  const first = outcome.refused ? { attempts: 0, firstAttemptAt: null } : {};
  return { status: 'open', ...again, ...first } as const;
}
