import { and, asc, count, desc, eq, exists, gt, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { PUBLIC_STATUSES } from '../../issues/issue-status-rules.ts';
import type { PublicIssue, PublicNeighbours } from '../../issues/issue-store.ts';
import { publicationInstant } from '../../issues/publication-instant.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { frozenCopies, issueImages, issueItems, issues } from '../schema/index.ts';

const isListed = inArray(issues.status, [...PUBLIC_STATUSES]);

/** Also cancelled issues that someone may have received: only those keep their items. */
export function isPublic(db: SqliteDatabase): SQL | undefined {
  const items = db.select().from(issueItems).where(eq(issueItems.issueId, issues.id));
  return or(isListed, and(eq(issues.status, 'cancelled'), exists(items)));
}

/** See {@link IssueStore.listPublicIssues}. */
export function listPublicIssues(
  db: SqliteDatabase,
  { offset, limit }: { offset: number; limit: number },
): { issues: PublicIssue[]; total: number } {
  const rows = selectIssues(db)
    .where(isListed)
    .orderBy(desc(issues.sendingAt), desc(issues.slot))
    .limit(limit)
    .offset(offset)
    .all();
  const [counted] = db.select({ total: count() }).from(issues).where(isListed).all();
  return { issues: rows.map(toPublicIssue), total: counted?.total ?? 0 };
}

/** See {@link IssueStore.publicNeighbours}. */
export function publicNeighbours(db: SqliteDatabase, slot: string): PublicNeighbours {
  const first = (where: SQL | undefined, order: SQL) => {
    const row = selectIssues(db).where(where).orderBy(order).limit(1).get();
    return row === undefined ? null : toPublicIssue(row);
  };
  return {
    own: first(and(eq(issues.slot, slot), isPublic(db)), asc(issues.slot)),
    earlier: first(and(isListed, lt(issues.slot, slot)), desc(issues.slot)),
    later: first(and(isListed, gt(issues.slot, slot)), asc(issues.slot)),
  };
}

function selectIssues(db: SqliteDatabase) {
  return db
    .select({
      id: frozenCopies.id,
      slot: issues.slot,
      subject: frozenCopies.subject,
      preheader: frozenCopies.preheader,
      scheduledAt: issues.scheduledAt,
      frozenAt: frozenCopies.frozenAt,
      sendingAt: sql<number>`${issues.sendingAt}`,
      comparisons: db.$count(issueItems, eq(issueItems.issueId, issues.id)),
    })
    .from(issues)
    .innerJoin(frozenCopies, eq(frozenCopies.id, issues.freezeId));
}

type PublicRow = Omit<PublicIssue, 'publishedAt'> & { scheduledAt: number; frozenAt: number };

const toPublicIssue = ({ scheduledAt, frozenAt, ...issue }: PublicRow): PublicIssue => ({
  ...issue,
  publishedAt: publicationInstant({ scheduledAt, frozenAt, sendingAt: issue.sendingAt }),
});

/** See {@link IssueStore.readPublicImage}. */
export function readPublicImage(db: SqliteDatabase, slot: string): Uint8Array | null {
  const row = db
    .select({ png: issueImages.png })
    .from(issues)
    .innerJoin(issueImages, eq(issueImages.freezeId, issues.freezeId))
    .where(and(eq(issues.slot, slot), isPublic(db)))
    .get();
  return row?.png ?? null;
}
