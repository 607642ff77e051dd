import { inArray, sql } from 'drizzle-orm';
import { ID_GAP, RESTORED_REASON, statusAfterRestore } from '../../backup/restored-issue.ts';
import { watchAfterRestore } from '../../schedule/watch.ts';
import type { RestoreFacts, RestoreMarks } from '../database-files.ts';
import { inTx } from './in-tx.ts';
import { changeStatus } from './issue-freezing.ts';
import { openDatabase, type SqliteDatabase } from './open-database.ts';
import { raiseSequence, readSequences } from './rebuilt-tables.ts';
import { readWatch } from './schedule-store.ts';
import { editorNotices, issues, letters, schedulerWatch, signUps } from './schema/index.ts';

/** See {@link DatabaseFiles.markRestored}. */
export function markRestored(path: string, restore: RestoreFacts): RestoreMarks {
  const db = openDatabase(path);
  try {
    const marks = inTx(db, () => mark(db, restore));
    // One file, with nothing beside it that could be left behind when it is moved.
    db.$client.pragma('journal_mode = DELETE');
    return marks;
  } finally {
    db.$client.close();
  }
}

function mark(db: SqliteDatabase, { now, openSlots, witness, latestIds }: RestoreFacts): RestoreMarks {
  const before = readWatch(db);
  const watch = watchAfterRestore(before, { now, witness });
  db.update(schedulerWatch).set(watch).run();
  // Before the notices of this restore are written.
  dropNotices(db);
  const droppedLetters = dropLetters(db);
  const droppedSignUps = db.delete(signUps).run().changes;
  const at = watch.since;
  const wasMissed = (instant: number) => before.because !== 'made' || instant >= before.since;
  const held = openSlots
    .filter(({ instant }) => wasMissed(instant))
    .filter(({ slot, instant }) => wait(db, { slot, scheduledAt: instant, from: 'draft', to: 'held', at }));
  const all = db
    .select({ slot: issues.slot, status: issues.status, at: issues.scheduledAt })
    .from(issues)
    .all();
  const waiting = all.flatMap(({ slot, status, at: scheduledAt }) => {
    const to = statusAfterRestore(status);
    return to !== null && wait(db, { slot, scheduledAt, from: status, to, at }) ? [{ slot, status: to }] : [];
  });
  skipIds(db, latestIds);
  const issuesNow = [...held.map(({ slot }) => ({ slot, status: 'held' as const })), ...waiting];
  return {
    watch,
    issues: issuesNow.sort((a, b) => a.slot.localeCompare(b.slot)),
    droppedLetters,
    droppedSignUps,
  };
}

interface Wait {
  slot: string;
  scheduledAt: number;
  from: (typeof issues.$inferSelect)['status'];
  to: 'paused' | 'held';
  at: number;
}

function wait(db: SqliteDatabase, change: Wait): boolean {
  const { to } = change;
  return changeStatus(db, { ...change, reason: RESTORED_REASON[to], notice: { event: to } }).changed;
}

const UNDER_WAY = ['open', 'taken'] as const;
const DROPPED = { status: 'dropped', nextAttemptAt: null, leaseExpiresAt: null } as const;

/** They may have gone out since, and a second one of them would be one too many. */
function dropLetters(db: SqliteDatabase): number {
  const dropped = { ...DROPPED, token: null };
  return db
    .update(letters)
    .set(dropped)
    .where(inArray(letters.status, [...UNDER_WAY]))
    .run().changes;
}

function dropNotices(db: SqliteDatabase): void {
  db.update(editorNotices)
    .set(DROPPED)
    .where(inArray(editorNotices.status, [...UNDER_WAY]))
    .run();
}

/** Leaves out all ids that may have been issued since the copy was made, in every table that issues any. */
function skipIds(db: SqliteDatabase, latestIds: ReadonlyMap<string, number>): void {
  const own = readSequences(db.$client);
  const tables = db.all<{ name: string }>(
    sql`select name from sqlite_master where type = 'table' and sql like '%autoincrement%'`,
  );
  for (const { name } of tables) {
    const latest = Math.max(own.get(name) ?? 0, latestIds.get(name) ?? 0);
    raiseSequence(db.$client, name, latest + ID_GAP);
  }
}
