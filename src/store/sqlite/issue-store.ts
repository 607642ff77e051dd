import { and, asc, desc, eq, gte, inArray, or, type SQL, sql } from 'drizzle-orm';
import { frozenIssueSchema } from '../../render/frozen-issue.ts';
import type { ComparisonListing, IssueStore, OpenComparison } from '../issue-store.ts';
import { readComparisons, saveComparison, sideCount } from './comparison-rows.ts';
import { editIssue } from './issue-edits.ts';
import { changeStatus, freezeIssue } from './issue-freezing.ts';
import { readIssues } from './issue-rows.ts';
import type { SqliteDatabase } from './open-database.ts';
import { isPublic, listPublicIssues } from './public-issues.ts';
import {
  comparisonHolds,
  comparisonSides,
  comparisons,
  issueItems,
  issues,
  itemOverrides,
} from './schema/index.ts';

/** The store of comparisons and issues, in SQLite. */
export function createSqliteIssueStore(db: SqliteDatabase): IssueStore {
  return {
    saveComparison: async (comparison, at) => saveComparison(db, comparison, at),
    readComparisons: async (slugs) => readComparisons(db, slugs),
    listComparisons: async () => listComparisons(db),
    openComparisons: async (slot) => openComparisons(db, slot),
    listIssues: async (filter) => readIssues(db, filter && goingOutSince(filter.goingOutSince)),
    findIssue: async (slot) => readIssues(db, eq(issues.slot, slot))[0] ?? null,
    editIssue: async (edit) => editIssue(db, edit),
    freezeIssue: async (freeze) => freezeIssue(db, freeze),
    changeStatus: async (change) => changeStatus(db, change),
    readFrozenIssue: async (slot, filter) => {
      const condition = and(eq(issues.slot, slot), filter?.ifPublic ? isPublic : undefined);
      const row = db.select({ frozen: issues.frozen }).from(issues).where(condition).get();
      return row?.frozen ? frozenIssueSchema.parse(JSON.parse(row.frozen)) : null;
    },
    listPublicIssues: async (range) => listPublicIssues(db, range),
  };
}

function goingOutSince(since: number): SQL | undefined {
  return or(inArray(issues.status, ['sending', 'paused']), gte(issues.finishedAt, since));
}

function listComparisons(db: SqliteDatabase): ComparisonListing[] {
  const nameAt = (position: number) =>
    sql<
      string | null
    >`(select name from ${comparisonSides} where comparison_id = ${comparisons.id} and position = ${position})`;
  const rows = db
    .select({
      slug: comparisons.slug,
      publishedAt: comparisons.publishedAt,
      one: nameAt(1),
      other: nameAt(2),
      slot: issues.slot,
      heldAt: comparisonHolds.heldAt,
    })
    .from(comparisons)
    .leftJoin(comparisonHolds, eq(comparisonHolds.comparisonId, comparisons.id))
    .leftJoin(issueItems, eq(issueItems.comparisonId, comparisons.id))
    .leftJoin(issues, eq(issues.id, issueItems.issueId))
    .orderBy(desc(comparisons.publishedAt), asc(comparisons.slug))
    .all();
  return rows.map(({ one, other, heldAt, ...row }) => ({
    ...row,
    tools: one === null || other === null ? null : [one, other],
    held: heldAt !== null,
  }));
}

function openComparisons(db: SqliteDatabase, slot: string): OpenComparison[] {
  const rows = db
    .select({
      slug: comparisons.slug,
      publishedAt: comparisons.publishedAt,
      sides: sideCount,
      heldAt: comparisonHolds.heldAt,
      pinned: itemOverrides.pinned,
      featured: itemOverrides.featured,
      position: itemOverrides.position,
    })
    .from(comparisons)
    .leftJoin(comparisonHolds, eq(comparisonHolds.comparisonId, comparisons.id))
    .leftJoin(
      itemOverrides,
      and(
        eq(itemOverrides.comparisonId, comparisons.id),
        eq(itemOverrides.issueId, sql`(select id from issues where slot = ${slot})`),
      ),
    )
    .where(sql`not exists (select 1 from ${issueItems} where ${issueItems.comparisonId} = ${comparisons.id})`)
    .orderBy(asc(comparisons.publishedAt), asc(comparisons.slug))
    .all();
  return rows.map(({ sides, heldAt, pinned, featured, ...row }) => ({
    ...row,
    complete: sides === 2,
    held: heldAt !== null,
    pinned: pinned ?? false,
    featured: featured ?? false,
  }));
}
