import { and, count, desc, eq, exists, inArray, or, type SQL, sql } from 'drizzle-orm';
import { PUBLIC_STATUSES } from '../../issues/issue-status-rules.ts';
import type { PublicIssue } from '../../issues/issue-store.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { issueItems, issues } from '../schema/index.ts';

const isListed = inArray(issues.status, [...PUBLIC_STATUSES]);

/** Also cancelled issues that someone may have received: only those keep their items. */
export const isPublic: SQL | undefined = or(
  isListed,
  and(
    eq(issues.status, 'cancelled'),
    exists(sql`(select 1 from ${issueItems} where ${issueItems.issueId} = ${issues.id})`),
  ),
);

/** See {@link IssueStore.listPublicIssues}. */
export function listPublicIssues(
  db: SqliteDatabase,
  { offset, limit }: { offset: number; limit: number },
): { issues: PublicIssue[]; total: number } {
  const rows = db
    .select({
      id: sql<string>`${issues.freezeId}`,
      slot: issues.slot,
      subject: sql<string>`${issues.frozenSubject}`,
      preheader: sql<string>`json_extract(${issues.frozen}, '$.preheader')`,
      sendingAt: sql<number>`${issues.sendingAt}`,
    })
    .from(issues)
    .where(isListed)
    .orderBy(desc(issues.sendingAt), desc(issues.slot))
    .limit(limit)
    .offset(offset)
    .all();
  const [counted] = db.select({ total: count() }).from(issues).where(isListed).all();
  return { issues: rows, total: counted?.total ?? 0 };
}
