import { eq } from 'drizzle-orm';
import type { OpenSlot, RestoreMarks } from '../../backup/database-files.ts';
import { statusAfterRestore } from '../../backup/restore-rules.ts';
import { mayHaveBeenSent } from '../../issues/restored-reason.ts';
import type { Database } from '../engine.ts';
import { issues } from '../schema/index.ts';
import { all, change, first, type Steps } from '../steps.ts';
import { writeChangeNotice } from './notice-store.ts';
import { changeStatus } from './status-changes.ts';

export interface HoldingAfterRestore {
  /** That may have gone out since the copy was made. */
  openSlots: readonly OpenSlot[];
  /** When the database was made. */
  madeAt: number;
  at: number;
  /** Why, in words for the editor. */
  reasons: Readonly<Record<'held' | 'paused', string>>;
}

/** Makes everything wait for a person that may have gone out since this copy was made. @returns What waits now. */
export function* holdAfterRestore(
  db: Database,
  { openSlots, madeAt, at, reasons }: HoldingAfterRestore,
): Steps<RestoreMarks['issues']> {
  // An editor's decision in the copy says nothing about what happened since.
  yield* change(db.update(issues).set({ byEditor: false }).where(eq(issues.status, 'draft')));
  // Read before the open slots are held, so that issues already held keep their reason.
  const others = yield* all(
    db.select({ slot: issues.slot, status: issues.status, scheduledAt: issues.scheduledAt }).from(issues),
  );
  const waiting: RestoreMarks['issues'] = [];
  for (const { slot, instant: scheduledAt, weekEndsAt } of openSlots) {
    if (weekEndsAt < madeAt) continue;
    if (yield* holdOpenSlot(db, { slot, scheduledAt, at, reasons })) waiting.push({ slot, status: 'held' });
  }
  for (const { status, ...issue } of others) {
    const to = statusAfterRestore(status);
    if (to === null) continue;
    if (yield* holdOrPause(db, { ...issue, from: status, to, at, reasons }))
      waiting.push({ slot: issue.slot, status: to });
  }
  return waiting.sort((a, b) => a.slot.localeCompare(b.slot));
}

interface RestoreChange extends Pick<HoldingAfterRestore, 'at' | 'reasons'> {
  slot: string;
  scheduledAt: number;
  from: (typeof issues.$inferSelect)['status'];
  to: 'paused' | 'held';
}

/** Holds a slot that is still open. That includes one the program skipped, because it would reconsider it. */
function* holdOpenSlot(db: Database, slot: Omit<RestoreChange, 'from' | 'to'>): Steps<boolean> {
  const issue = yield* first(db.select().from(issues).where(eq(issues.slot, slot.slot)));
  if (issue?.status === 'skipped' && !issue.byEditor)
    yield* changeStatus(db, { ...withoutReasons(slot), from: 'skipped', to: 'draft', reason: null });
  return yield* holdOrPause(db, { ...slot, from: 'draft', to: 'held' });
}

function* holdOrPause(db: Database, restored: RestoreChange): Steps<boolean> {
  const { to, from, reasons } = restored;
  if (from === 'held') return yield* holdAgain(db, restored);
  const { changed } = yield* changeStatus(db, {
    ...withoutReasons(restored),
    reason: reasons[to],
    notice: { event: to },
  });
  return changed;
}

function withoutReasons<Change extends { reasons: unknown }>({ reasons, ...change }: Change) {
  return change;
}

/** An issue that was already held may have been approved and sent since. Its reason is kept. */
function* holdAgain(db: Database, { slot, at, reasons }: RestoreChange): Steps<boolean> {
  const issue = yield* first(db.select().from(issues).where(eq(issues.slot, slot)));
  const before = issue?.reason == null ? '' : ` In the copy it was held already: ${issue.reason}`;
  if (!mayHaveBeenSent(issue?.reason ?? null))
    yield* change(
      db
        .update(issues)
        .set({ reason: `${reasons.held}${before}`, byEditor: false })
        .where(eq(issues.slot, slot)),
    );
  yield* writeChangeNotice(db, { slot, at, event: 'held' });
  return true;
}
