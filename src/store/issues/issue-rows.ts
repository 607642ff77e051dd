import { asc, desc, eq, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import { editedTexts } from '../../digest/edited-texts.ts';
import type { Audience, DeliveryCounts, ProviderCounts } from '../../issues/audience.ts';
import type { IssueRecord } from '../../issues/issue-store.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { perDatabase } from '../../sqlite/per-database.ts';
import {
  audiences,
  batches,
  comparisons,
  frozenCopies,
  issueItems,
  issues,
  providerCounts,
  textOverrides,
} from '../schema/index.ts';

/** Without the content of the frozen copy, which is as large as all else. */
const { subject, cutOff, frozenAt } = frozenCopies;
const ISSUE_PARTS = {
  issue: issues,
  edited: textOverrides,
  frozen: { subject, cutOff, frozenAt },
  audience: audiences,
  outcomes: providerCounts,
};

export type IssueParts = ReturnType<ReturnType<typeof selectParts>['all']>[number];

/** Newest slot first. */
function selectParts(db: SqliteDatabase, condition?: SQL) {
  return db
    .select(ISSUE_PARTS)
    .from(issues)
    .leftJoin(textOverrides, eq(textOverrides.issueId, issues.id))
    .leftJoin(frozenCopies, eq(frozenCopies.id, issues.freezeId))
    .leftJoin(audiences, eq(audiences.issueId, issues.id))
    .leftJoin(providerCounts, eq(providerCounts.issueId, issues.id))
    .where(condition)
    .orderBy(desc(issues.slot));
}

/** Prepared once: building it takes longer than running it, and a page of issues runs it for each. */
const partsOfSlot = perDatabase((db) => selectParts(db, eq(issues.slot, sql.placeholder('slot'))).prepare());

export function findIssueParts(db: SqliteDatabase, slot: string): IssueParts | undefined {
  return partsOfSlot(db).get({ slot });
}

/** The id of a slot's issue, as a subquery. */
export function issueIdOf(db: Pick<SqliteDatabase, 'select'>, slot: string | Placeholder) {
  return db.select({ id: issues.id }).from(issues).where(eq(issues.slot, slot));
}

/** Creates the row as a draft if the slot has none. */
export function ensureIssue(
  db: SqliteDatabase,
  { slot, scheduledAt, at }: { slot: string; scheduledAt: number; at: number },
): typeof issues.$inferSelect {
  db.insert(issues).values({ slot, status: 'draft', scheduledAt, createdAt: at }).onConflictDoNothing().run();
  const row = db.select().from(issues).where(eq(issues.slot, slot)).get();
  if (row === undefined) throw new Error(`The row of ${slot} is gone.`);
  return row;
}

export function findIssue(db: SqliteDatabase, slot: string): IssueRecord | null {
  const parts = findIssueParts(db, slot);
  return parts === undefined ? null : toRecord(db, parts);
}

/** Newest slot first. */
export function listIssues(db: SqliteDatabase, condition?: SQL): IssueRecord[] {
  return selectParts(db, condition)
    .all()
    .map((parts) => toRecord(db, parts));
}

function toRecord(
  db: SqliteDatabase,
  { issue, edited, frozen, audience, outcomes }: IssueParts,
): IssueRecord {
  const { id, freezeId, createdAt, ...row } = issue;
  return {
    ...row,
    edited: editedOf(edited),
    ...(frozen ?? { subject: null, cutOff: null, frozenAt: null }),
    items: itemsOfIssue(db).all({ issueId: id }),
    audience: audienceOf(audience),
    deliveries: countDeliveries(db, id),
    outcomes: outcomesOf(outcomes),
  };
}

function editedOf(row: IssueParts['edited']): IssueRecord['edited'] {
  return editedTexts((text) => row?.[text]);
}

function audienceOf(row: IssueParts['audience']): Audience {
  const { candidates = 0, included = 0, excludedSuppressed = 0, excludedPaused = 0 } = row ?? {};
  return {
    candidates,
    prepared: included,
    excluded: { suppressed: excludedSuppressed, paused: excludedPaused },
  };
}

export function outcomesOf(row: ProviderCounts | null | undefined): ProviderCounts {
  const { delayed = 0, delivered = 0, bounced = 0, complained = 0 } = row ?? {};
  return { delayed, delivered, bounced, complained };
}

const ISSUE_ID = sql.placeholder('issueId');

const itemsOfIssue = perDatabase((db) =>
  db
    .select({ slug: comparisons.slug, position: issueItems.position, featured: issueItems.featured })
    .from(issueItems)
    .innerJoin(comparisons, eq(comparisons.id, issueItems.comparisonId))
    .where(eq(issueItems.issueId, ISSUE_ID))
    .orderBy(asc(issueItems.position))
    .prepare(),
);

const total = (column: AnySQLiteColumn) => sql<number>`coalesce(sum(${column}), 0)`;

const sumsOfBatches = perDatabase((db) =>
  db
    .select({
      size: total(batches.size),
      submitted: total(batches.submitted),
      rejected: total(batches.rejected),
      uncertain: total(batches.uncertain),
      excluded: total(batches.excluded),
    })
    .from(batches)
    .where(eq(batches.issueId, ISSUE_ID))
    .prepare(),
);

/** By status, summed over the issue's batches. */
export function countDeliveries(db: SqliteDatabase, issueId: number): DeliveryCounts {
  const sums = sumsOfBatches(db).get({ issueId });
  const { size = 0, submitted = 0, rejected = 0, uncertain = 0, excluded = 0 } = sums ?? {};
  return {
    pending: size - submitted - rejected - uncertain - excluded,
    submitted,
    rejected,
    uncertain,
    excluded,
  };
}
