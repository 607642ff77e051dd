import { and, eq, sql } from 'drizzle-orm';
import type { NoticeEvent, NoticeFacts } from '../../issues/editor-notice.ts';
import type { ChangeNotice, NoticeStore } from '../../issues/notice-store.ts';
import type { Database, Engine } from '../engine.ts';
import { outgoingEmails } from '../schema/index.ts';
import { all, change, type Steps } from '../steps.ts';
import { findIssue } from './issue-rows.ts';

/** Writes the notice of a change. Call it in the same transaction, after the change. */
export function* writeChangeNotice(
  db: Database,
  { slot, event, at, forecast }: ChangeNotice & { slot: string; at: number },
): Steps<void> {
  const issue = yield* findIssue(db, slot);
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
  yield* addNotice(db, { event, occasion, facts, at });
}

function* addNotice(
  db: Database,
  { event, occasion, facts, at }: { event: NoticeEvent; occasion: string; facts: NoticeFacts; at: number },
): Steps<boolean> {
  const row = { slot: facts.slot, event, occasion, facts: JSON.stringify(facts), createdAt: at };
  const notice = { ...row, kind: 'notice', status: 'open' } as const;
  return (yield* change(db.insert(outgoingEmails).values(notice).onConflictDoNothing())) > 0;
}

/** A literal, as in the condition of the partial index. */
const IS_NOTICE = sql`${outgoingEmails.kind} = 'notice'`;

export function createNoticeStore({ read, write }: Engine): NoticeStore {
  return {
    noticedOf: (slot) =>
      read((db) =>
        all(
          db
            .select({ event: sql<NoticeEvent>`${outgoingEmails.event}`, at: outgoingEmails.createdAt })
            .from(outgoingEmails)
            .where(and(IS_NOTICE, eq(outgoingEmails.slot, slot))),
        ),
      ),
    addNotice: (notice) =>
      write(function* (db) {
        return (yield* addNotice(db, { occasion: '', ...notice })) ? 'queued' : 'already';
      }),
  };
}
