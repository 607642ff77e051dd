import { and, eq, inArray, isNull } from 'drizzle-orm';
import { EDITED_TEXTS } from '../../digest/edited-texts.ts';
import { isEditable } from '../../issues/issue-status-rules.ts';
import type { EditOutcome, IssueEdit } from '../../issues/issue-store.ts';
import { inWords, runSteps } from '../../sqlite/engine.ts';
import { inTx } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { comparisonHolds, comparisons, issues, itemOverrides, textOverrides } from '../schema/index.ts';
import { ensureIssue } from './issue-rows.ts';

/** See {@link IssueStore.editIssue}. */
export function editIssue(db: SqliteDatabase, edit: IssueEdit): EditOutcome {
  return inTx(db, (): EditOutcome => {
    const named = namedSlugs(edit);
    const ids = comparisonIds(db, named);
    const unknown = named.filter((slug) => !ids.has(slug));
    if (unknown.length > 0) return { kind: 'unknown-comparison', slugs: unknown };

    const issue = runSteps(db, ensureIssue(inWords(db), edit));
    if (!isEditable(issue.status)) {
      return { kind: 'not-editable', status: issue.status };
    }
    if (edit.ifRevision !== undefined && edit.ifRevision !== issue.revision) {
      return { kind: 'changed-meanwhile', revision: issue.revision };
    }
    const idsOf = (slugs: readonly string[] = []) => slugs.flatMap((slug) => ids.get(slug) ?? []);
    holdAndRelease(db, { hold: idsOf(edit.hold), release: idsOf(edit.release), at: edit.at });
    overrideItems(db, issue.id, {
      pin: idsOf(edit.pin),
      unpin: idsOf(edit.unpin),
      leaveOut: idsOf(edit.leaveOut),
      putBack: idsOf(edit.putBack),
      feature: edit.feature === undefined ? undefined : idsOf(edit.feature === null ? [] : [edit.feature]),
      order: edit.order === undefined ? undefined : idsOf(edit.order),
    });
    overrideTexts(db, issue.id, edit);
    const revision = issue.revision + 1;
    db.update(issues).set({ revision }).where(eq(issues.id, issue.id)).run();
    return { kind: 'edited', revision };
  });
}

function namedSlugs({
  hold = [],
  release = [],
  leaveOut = [],
  putBack = [],
  pin = [],
  unpin = [],
  order = [],
  feature,
}: IssueEdit): string[] {
  const marked = [hold, release, leaveOut, putBack, pin, unpin, order].flat();
  return [...new Set([...marked, ...(feature ? [feature] : [])])];
}

function comparisonIds(db: SqliteDatabase, slugs: string[]): Map<string, number> {
  const rows = db
    .select({ id: comparisons.id, slug: comparisons.slug })
    .from(comparisons)
    .where(inArray(comparisons.slug, slugs))
    .all();
  return new Map(rows.map(({ id, slug }) => [slug, id]));
}

function overrideTexts(db: SqliteDatabase, issueId: number, edit: IssueEdit): void {
  const given = EDITED_TEXTS.filter((text) => edit[text] !== undefined);
  if (given.length === 0) return;
  const texts = Object.fromEntries(given.map((text) => [text, edit[text]]));
  db.insert(textOverrides)
    .values({ issueId, ...texts })
    .onConflictDoUpdate({ target: textOverrides.issueId, set: texts })
    .run();
}

function holdAndRelease(
  db: SqliteDatabase,
  { hold, release, at }: { hold: number[]; release: number[]; at: number },
): void {
  for (const comparisonId of hold) {
    db.insert(comparisonHolds).values({ comparisonId, heldAt: at }).onConflictDoNothing().run();
  }
  db.delete(comparisonHolds).where(inArray(comparisonHolds.comparisonId, release)).run();
}

type ItemChoice = Omit<typeof itemOverrides.$inferInsert, 'issueId' | 'comparisonId'>;

interface ItemChoices {
  pin: number[];
  unpin: number[];
  leaveOut: number[];
  putBack: number[];
  feature: number[] | undefined;
  order: number[] | undefined;
}

function overrideItems(
  db: SqliteDatabase,
  issueId: number,
  { pin, unpin, leaveOut, putBack, feature, order }: ItemChoices,
): void {
  const ofIssue = eq(itemOverrides.issueId, issueId);
  if (feature !== undefined) db.update(itemOverrides).set({ featured: false }).where(ofIssue).run();
  if (order !== undefined) db.update(itemOverrides).set({ position: null }).where(ofIssue).run();
  const takeBack = (ids: number[], choice: { pinned?: false; leftOut?: false }) =>
    db
      .update(itemOverrides)
      .set(choice)
      .where(and(ofIssue, inArray(itemOverrides.comparisonId, ids)))
      .run();
  takeBack(unpin, { pinned: false });
  takeBack(putBack, { leftOut: false });
  const choose = (comparisonId: number, choice: Partial<ItemChoice>) =>
    db
      .insert(itemOverrides)
      .values({ issueId, comparisonId, ...choice })
      .onConflictDoUpdate({ target: [itemOverrides.issueId, itemOverrides.comparisonId], set: choice })
      .run();
  for (const id of pin) choose(id, { pinned: true });
  for (const id of leaveOut) choose(id, { leftOut: true });
  for (const id of feature ?? []) choose(id, { featured: true });
  for (const [index, id] of (order ?? []).entries()) choose(id, { position: index + 1 });
  db.delete(itemOverrides)
    .where(
      and(
        ofIssue,
        eq(itemOverrides.pinned, false),
        eq(itemOverrides.featured, false),
        eq(itemOverrides.leftOut, false),
        isNull(itemOverrides.position),
      ),
    )
    .run();
}
