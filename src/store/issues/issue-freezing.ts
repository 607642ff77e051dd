import { eq, inArray } from 'drizzle-orm';
import type { IssueFreeze, IssueStore } from '../../issues/issue-store.ts';
import type { Database } from '../engine.ts';
import { comparisons, frozenCopies, issueImages, issueItems, issues } from '../schema/index.ts';
import { all, change, type Steps } from '../steps.ts';
import { ensureIssue } from './issue-rows.ts';
import { allowedBefore } from './status-changes.ts';

type FreezeOutcome = Awaited<ReturnType<IssueStore['freezeIssue']>>;

/** See {@link IssueStore.freezeIssue}. */
export function* freezeIssue(db: Database, freeze: IssueFreeze): Steps<FreezeOutcome> {
  const issue = yield* ensureIssue(db, freeze);
  if (issue.revision !== freeze.revision) return 'changed-meanwhile';
  const slugs = freeze.items.map((item) => item.slug);
  const rows = yield* all(db.select().from(comparisons).where(inArray(comparisons.slug, slugs)));
  const ids = new Map(rows.map((row) => [row.slug, row.id]));
  const isFrozen = inArray(issueItems.comparisonId, [...ids.values()]);
  const taken = yield* all(db.select().from(issueItems).where(isFrozen));
  if (taken.length > 0) return taken.some((item) => item.issueId !== issue.id) ? 'item-taken' : 'not-a-draft';

  if (!allowedBefore('approved', freeze.from).includes(issue.status)) return 'not-a-draft';
  const freezeId = yield* addFrozenCopy(db, freeze);
  const { scheduledAt } = freeze;
  const approved = { status: 'approved', reason: null, byEditor: false, scheduledAt, freezeId } as const;
  yield* change(db.update(issues).set(approved).where(eq(issues.id, issue.id)));
  for (const [index, { slug, featured }] of freeze.items.entries()) {
    const item = { issueId: issue.id, comparisonId: ids.get(slug) ?? 0, position: index + 1, featured };
    yield* change(db.insert(issueItems).values(item));
  }
  return 'frozen';
}

function* addFrozenCopy(db: Database, { frozen, cutOff, at, image = null }: IssueFreeze): Steps<string> {
  const { id, subject, preheader } = frozen;
  const copy = { id, subject, preheader, cutOff, frozenAt: at, content: JSON.stringify(frozen) };
  yield* change(db.insert(frozenCopies).values(copy));
  if (image !== null) yield* change(db.insert(issueImages).values({ freezeId: id, png: Buffer.from(image) }));
  return id;
}
