import { asc, desc, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { DeliveryCounts, ProviderCounts } from '../../issues/audience.ts';
import type { IssueRecord } from '../../issues/issue-store.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { batches, comparisons, issueItems, issues } from '../schema/index.ts';

/** Excludes the frozen copy, which is as large as everything else in the table. */
const { frozen, ...columns } = getTableColumns(issues);

type IssueRow = Omit<typeof issues.$inferSelect, 'frozen'>;

export function issueRow(db: SqliteDatabase, slot: string): IssueRow | undefined {
  return db.select(columns).from(issues).where(eq(issues.slot, slot)).get();
}

/** Creates the row as a draft if the slot has none. */
export function ensureIssue(
  db: SqliteDatabase,
  { slot, scheduledAt, at }: { slot: string; scheduledAt: number; at: number },
): IssueRow {
  db.insert(issues).values({ slot, status: 'draft', scheduledAt, createdAt: at }).onConflictDoNothing().run();
  const row = issueRow(db, slot);
  if (row === undefined) throw new Error(`The row of ${slot} is gone.`);
  return row;
}

/** Newest slot first. */
export function readIssues(db: SqliteDatabase, condition?: SQL): IssueRecord[] {
  const rows = db.select(columns).from(issues).where(condition).orderBy(desc(issues.slot)).all();
  return rows.map((row) => toRecord(db, row));
}

function toRecord(db: SqliteDatabase, row: IssueRow): IssueRecord {
  const {
    slot,
    status,
    reason,
    byEditor,
    revision,
    scheduledAt,
    cutOff,
    frozenAt,
    sendingAt,
    finishedAt,
    transport,
    pausedUntil,
  } = row;
  return {
    slot,
    status,
    reason,
    byEditor,
    revision,
    edited: { subject: row.editedSubject, preheader: row.editedPreheader, intro: row.editedIntro },
    subject: row.frozenSubject,
    scheduledAt,
    cutOff,
    frozenAt,
    sendingAt,
    finishedAt,
    transport,
    pausedUntil,
    items: readItems(db, row.id),
    audience: {
      candidates: row.candidates,
      prepared: row.prepared,
      excluded: { suppressed: row.excludedSuppressed, paused: row.excludedPaused },
    },
    deliveries: countDeliveries(db, row.id),
    outcomes: outcomesOf(row),
  };
}

export function outcomesOf(row: IssueRow | undefined): ProviderCounts {
  const { delayed = 0, delivered = 0, bounced = 0, complained = 0 } = row ?? {};
  return { delayed, delivered, bounced, complained };
}

function readItems(db: SqliteDatabase, issueId: number): IssueRecord['items'] {
  return db
    .select({ slug: comparisons.slug, position: issueItems.position, featured: issueItems.featured })
    .from(issueItems)
    .innerJoin(comparisons, eq(comparisons.id, issueItems.comparisonId))
    .where(eq(issueItems.issueId, issueId))
    .orderBy(asc(issueItems.position))
    .all();
}

/** By status, summed over the issue's batches. */
export function countDeliveries(db: SqliteDatabase, issueId: number): DeliveryCounts {
  const total = (column: AnySQLiteColumn) => sql<number>`coalesce(sum(${column}), 0)`;
  const sums = db
    .select({
      size: total(batches.size),
      submitted: total(batches.submitted),
      rejected: total(batches.rejected),
      uncertain: total(batches.uncertain),
      excluded: total(batches.excluded),
    })
    .from(batches)
    .where(eq(batches.issueId, issueId))
    .get();
  const { size = 0, submitted = 0, rejected = 0, uncertain = 0, excluded = 0 } = sums ?? {};
  return {
    pending: size - submitted - rejected - uncertain - excluded,
    submitted,
    rejected,
    uncertain,
    excluded,
  };
}
