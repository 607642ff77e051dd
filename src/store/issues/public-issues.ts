import { and, asc, count, desc, eq, exists, gt, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { PUBLIC_STATUSES } from '../../issues/issue-status-rules.ts';
import type { PublicIssue, PublicNeighbours } from '../../issues/issue-store.ts';
import { publicationInstant } from '../../issues/publication-instant.ts';
import type { Database } from '../engine.ts';
import { frozenCopies, issueImages, issueItems, issues } from '../schema/index.ts';
import { all, first, type Steps } from '../steps.ts';

const isListed = inArray(issues.status, [...PUBLIC_STATUSES]);

/** Also cancelled issues that someone may have received: only those keep their items. */
export function isPublic(db: Database): SQL | undefined {
  const items = db.select().from(issueItems).where(eq(issueItems.issueId, issues.id));
  return or(isListed, and(eq(issues.status, 'cancelled'), exists(items)));
}

/** See {@link IssueStore.listPublicIssues}. */
export function* listPublicIssues(
  db: Database,
  { offset, limit }: { offset: number; limit: number },
): Steps<{ issues: PublicIssue[]; total: number }> {
  const page = selectIssues(db)
    .where(isListed)
    .orderBy(desc(issues.sendingAt), desc(issues.slot))
    .limit(limit)
    .offset(offset);
  const rows = yield* all(page);
  const counted = yield* first(db.select({ total: count() }).from(issues).where(isListed));
  return { issues: rows.map(toPublicIssue), total: counted?.total ?? 0 };
}

/** See {@link IssueStore.publicNeighbours}. */
export function* publicNeighbours(db: Database, slot: string): Steps<PublicNeighbours> {
  const find = function* (where: SQL | undefined, order: SQL) {
    const row = yield* first(selectIssues(db).where(where).orderBy(order).limit(1));
    return row === undefined ? null : toPublicIssue(row);
  };
  return {
    own: yield* find(and(eq(issues.slot, slot), isPublic(db)), asc(issues.slot)),
    earlier: yield* find(and(isListed, lt(issues.slot, slot)), desc(issues.slot)),
    later: yield* find(and(isListed, gt(issues.slot, slot)), asc(issues.slot)),
  };
}

function selectIssues(db: Database) {
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
export function* readPublicImage(db: Database, slot: string): Steps<Uint8Array | null> {
  const image = db
    .select({ png: issueImages.png })
    .from(issues)
    .innerJoin(issueImages, eq(issueImages.freezeId, issues.freezeId))
    .where(and(eq(issues.slot, slot), isPublic(db)));
  return (yield* first(image))?.png ?? null;
}
