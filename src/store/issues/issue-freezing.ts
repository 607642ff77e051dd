import { eq, inArray } from 'drizzle-orm';
import type { IssueFreeze, IssueStore } from '../../issues/issue-store.ts';
import { inWords, runSteps } from '../../sqlite/engine.ts';
import { inTx } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { comparisons, frozenCopies, issueImages, issueItems, issues } from '../schema/index.ts';
import { ensureIssue } from './issue-rows.ts';
import { allowedBefore } from './status-changes.ts';

type FreezeOutcome = Awaited<ReturnType<IssueStore['freezeIssue']>>;

/** See {@link IssueStore.freezeIssue}. */
export function freezeIssue(db: SqliteDatabase, freeze: IssueFreeze): FreezeOutcome {
  return inTx(db, (): FreezeOutcome => {
    const issue = runSteps(db, ensureIssue(inWords(db), freeze));
    if (issue.revision !== freeze.revision) return 'changed-meanwhile';
    const slugs = freeze.items.map((item) => item.slug);
    const rows = db.select().from(comparisons).where(inArray(comparisons.slug, slugs)).all();
    const ids = new Map(rows.map((row) => [row.slug, row.id]));
    const taken = db
      .select()
      .from(issueItems)
      .where(inArray(issueItems.comparisonId, [...ids.values()]))
      .all();
    if (taken.length > 0)
      return taken.some((item) => item.issueId !== issue.id) ? 'item-taken' : 'not-a-draft';

    if (!allowedBefore('approved', freeze.from).includes(issue.status)) return 'not-a-draft';
    const freezeId = addFrozenCopy(db, freeze);
    db.update(issues)
      .set({ status: 'approved', reason: null, byEditor: false, scheduledAt: freeze.scheduledAt, freezeId })
      .where(eq(issues.id, issue.id))
      .run();
    for (const [index, { slug, featured }] of freeze.items.entries()) {
      db.insert(issueItems)
        .values({ issueId: issue.id, comparisonId: ids.get(slug) ?? 0, position: index + 1, featured })
        .run();
    }
    return 'frozen';
  });
}

function addFrozenCopy(db: SqliteDatabase, { frozen, cutOff, at, image = null }: IssueFreeze): string {
  const { id, subject, preheader } = frozen;
  db.insert(frozenCopies)
    .values({ id, subject, preheader, cutOff, frozenAt: at, content: JSON.stringify(frozen) })
    .run();
  if (image !== null)
    db.insert(issueImages)
      .values({ freezeId: id, png: Buffer.from(image) })
      .run();
  return id;
}
