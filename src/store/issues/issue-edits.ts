import { and, eq, inArray, isNull, type SQL } from 'drizzle-orm';
import { EDITED_TEXTS } from '../../digest/edited-texts.ts';
import { isEditable } from '../../issues/issue-status-rules.ts';
import type { EditOutcome, IssueEdit } from '../../issues/issue-store.ts';
import type { Database } from '../engine.ts';
import { comparisonHolds, comparisons, issues, itemOverrides, textOverrides } from '../schema/index.ts';
import { all, change, type Steps } from '../steps.ts';
import { ensureIssue } from './issue-rows.ts';

/** See {@link IssueStore.editIssue}. */
export function* editIssue(db: Database, edit: IssueEdit): Steps<EditOutcome> {
  const named = namedSlugs(edit);
  const ids = yield* comparisonIds(db, named);
  const unknown = named.filter((slug) => !ids.has(slug));
  if (unknown.length > 0) return { kind: 'unknown-comparison', slugs: unknown };

  const issue = yield* ensureIssue(db, edit);
  if (!isEditable(issue.status)) {
    return { kind: 'not-editable', status: issue.status };
  }
  if (edit.ifRevision !== undefined && edit.ifRevision !== issue.revision) {
    return { kind: 'changed-meanwhile', revision: issue.revision };
  }
  const idsOf = (slugs: readonly string[] = []) => slugs.flatMap((slug) => ids.get(slug) ?? []);
  yield* holdAndRelease(db, { hold: idsOf(edit.hold), release: idsOf(edit.release), at: edit.at });
  yield* overrideItems(db, issue.id, {
    pin: idsOf(edit.pin),
    unpin: idsOf(edit.unpin),
    leaveOut: idsOf(edit.leaveOut),
    putBack: idsOf(edit.putBack),
    feature: edit.feature === undefined ? undefined : idsOf(edit.feature === null ? [] : [edit.feature]),
    order: edit.order === undefined ? undefined : idsOf(edit.order),
  });
  yield* overrideTexts(db, issue.id, edit);
  const revision = issue.revision + 1;
  yield* change(db.update(issues).set({ revision }).where(eq(issues.id, issue.id)));
  return { kind: 'edited', revision };
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

function* comparisonIds(db: Database, slugs: string[]): Steps<Map<string, number>> {
  const { id, slug } = comparisons;
  const rows = yield* all(db.select({ id, slug }).from(comparisons).where(inArray(slug, slugs)));
  return new Map(rows.map(({ id, slug }) => [slug, id]));
}

function* overrideTexts(db: Database, issueId: number, edit: IssueEdit): Steps<void> {
  const given = EDITED_TEXTS.filter((text) => edit[text] !== undefined);
  if (given.length === 0) return;
  const texts = Object.fromEntries(given.map((text) => [text, edit[text]]));
  const row = db.insert(textOverrides).values({ issueId, ...texts });
  yield* change(row.onConflictDoUpdate({ target: textOverrides.issueId, set: texts }));
}

function* holdAndRelease(
  db: Database,
  { hold, release, at }: { hold: number[]; release: number[]; at: number },
): Steps<void> {
  for (const comparisonId of hold) {
    const row = db.insert(comparisonHolds).values({ comparisonId, heldAt: at });
    yield* change(row.onConflictDoNothing());
  }
  yield* change(db.delete(comparisonHolds).where(inArray(comparisonHolds.comparisonId, release)));
}

type ItemChoice = Partial<Omit<typeof itemOverrides.$inferInsert, 'issueId' | 'comparisonId'>>;

interface ItemChoices {
  pin: number[];
  unpin: number[];
  leaveOut: number[];
  putBack: number[];
  feature: number[] | undefined;
  order: number[] | undefined;
}

function* overrideItems(
  db: Database,
  issueId: number,
  { pin, unpin, leaveOut, putBack, feature, order }: ItemChoices,
): Steps<void> {
  const ofIssue = eq(itemOverrides.issueId, issueId);
  const takeBack = (choice: ItemChoice, condition?: SQL) =>
    change(db.update(itemOverrides).set(choice).where(and(ofIssue, condition)));
  if (feature !== undefined) yield* takeBack({ featured: false });
  if (order !== undefined) yield* takeBack({ position: null });
  yield* takeBack({ pinned: false }, inArray(itemOverrides.comparisonId, unpin));
  yield* takeBack({ leftOut: false }, inArray(itemOverrides.comparisonId, putBack));
  const choose = (comparisonId: number, choice: ItemChoice) => {
    const row = db.insert(itemOverrides).values({ issueId, comparisonId, ...choice });
    const target = [itemOverrides.issueId, itemOverrides.comparisonId];
    return change(row.onConflictDoUpdate({ target, set: choice }));
  };
  for (const id of pin) yield* choose(id, { pinned: true });
  for (const id of leaveOut) yield* choose(id, { leftOut: true });
  for (const id of feature ?? []) yield* choose(id, { featured: true });
  for (const [index, id] of (order ?? []).entries()) yield* choose(id, { position: index + 1 });
  const saysNothing = and(
    eq(itemOverrides.pinned, false),
    eq(itemOverrides.featured, false),
    eq(itemOverrides.leftOut, false),
    isNull(itemOverrides.position),
  );
  yield* change(db.delete(itemOverrides).where(and(ofIssue, saysNothing)));
}
