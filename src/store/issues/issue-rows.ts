import { asc, desc, eq, inArray, type Placeholder, type SQL, sql, sum } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import { editedTexts } from '../../digest/edited-texts.ts';
import type { Audience, DeliveryCounts, ProviderCounts } from '../../issues/audience.ts';
import type { IssueRecord } from '../../issues/issue-store.ts';
import type { Database } from '../engine.ts';
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
import { all, change, first, prepared, type Steps } from '../steps.ts';

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
function selectParts(db: Database, condition?: SQL) {
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

/** Prepared once: building it takes longer than running it. */
const partsOfSlot = prepared((db) => selectParts(db, eq(issues.slot, sql.placeholder('slot'))));

export function findIssueParts(_db: Database, slot: string): Steps<IssueParts | undefined> {
  return first(partsOfSlot, { slot });
}

/** The id of a slot's issue, as a subquery. */
export function issueIdOf(db: Database, slot: string | Placeholder) {
  return db.select({ id: issues.id }).from(issues).where(eq(issues.slot, slot));
}

/** Creates the row as a draft if the slot has none. */
export function* ensureIssue(
  db: Database,
  { slot, scheduledAt, at }: { slot: string; scheduledAt: number; at: number },
): Steps<typeof issues.$inferSelect> {
  const draft = { slot, status: 'draft', scheduledAt, createdAt: at } as const;
  yield* change(db.insert(issues).values(draft).onConflictDoNothing());
  const row = yield* first(db.select().from(issues).where(eq(issues.slot, slot)));
  if (row === undefined) throw new Error(`The row of ${slot} is gone.`);
  return row;
}

/** Several statements: call it where all see the same state, as {@link listIssues}. */
export function* findIssue(db: Database, slot: string): Steps<IssueRecord | null> {
  const parts = yield* findIssueParts(db, slot);
  const [issue = null] = parts === undefined ? [] : yield* toRecords(db, [parts]);
  return issue;
}

/** Newest slot first. */
export function* listIssues(db: Database, condition?: SQL): Steps<IssueRecord[]> {
  return yield* toRecords(db, yield* all(selectParts(db, condition)));
}

/** As many statements for all issues as for one. */
function* toRecords(db: Database, parts: readonly IssueParts[]): Steps<IssueRecord[]> {
  if (parts.length === 0) return [];
  const ids = parts.map(({ issue }) => issue.id);
  const items = yield* itemsOf(ids);
  const deliveries = yield* countsOf(db, ids);
  return parts.map(({ issue, edited, frozen, audience, outcomes }) => {
    const { id, freezeId, createdAt, ...row } = issue;
    return {
      ...row,
      edited: editedOf(edited),
      ...(frozen ?? { subject: null, cutOff: null, frozenAt: null }),
      items: items.get(id) ?? [],
      audience: audienceOf(audience),
      deliveries: deliveries.get(id) ?? NO_DELIVERIES,
      outcomes: outcomesOf(outcomes),
    };
  });
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

const IDS = sql.placeholder('ids');

const itemsOfIssues = prepared((db) => {
  const { issueId, comparisonId, position, featured } = issueItems;
  return db
    .select({ issueId, slug: comparisons.slug, position, featured })
    .from(issueItems)
    .innerJoin(comparisons, eq(comparisons.id, comparisonId))
    .where(db.words.inSet(issueId, IDS))
    .orderBy(asc(issueId), asc(position));
});

function* itemsOf(issueIds: readonly number[]): Steps<Map<number, IssueRecord['items']>> {
  const items = new Map<number, IssueRecord['items']>();
  for (const { issueId, ...item } of yield* all(itemsOfIssues, { ids: JSON.stringify(issueIds) }))
    items.set(issueId, [...(items.get(issueId) ?? []), item]);
  return items;
}

const total = (column: AnySQLiteColumn) => sum(column).mapWith(Number);

function selectSums(db: Database, condition: SQL) {
  return db
    .select({
      issueId: batches.issueId,
      size: total(batches.size),
      submitted: total(batches.submitted),
      rejected: total(batches.rejected),
      uncertain: total(batches.uncertain),
      excluded: total(batches.excluded),
    })
    .from(batches)
    .where(condition)
    .groupBy(batches.issueId);
}

const sumsOfIssue = prepared((db) => selectSums(db, eq(batches.issueId, sql.placeholder('issueId'))));

const NO_DELIVERIES: DeliveryCounts = { pending: 0, submitted: 0, rejected: 0, uncertain: 0, excluded: 0 };

/** By status, summed over the issue's batches. */
export function* countDeliveries(db: Database, issueId: number): Steps<DeliveryCounts> {
  return (yield* countsOf(db, [issueId])).get(issueId) ?? NO_DELIVERIES;
}

/** By issue. Those without batches are left out. */
function* countsOf(db: Database, issueIds: readonly number[]): Steps<Map<number, DeliveryCounts>> {
  const [issueId, ...others] = issueIds;
  // With `inSet`, PostgreSQL would expect many issues, and read the batches of all.
  const isOneOf = inArray(batches.issueId, [...issueIds]);
  const rows = yield* others.length === 0 ? all(sumsOfIssue, { issueId }) : all(selectSums(db, isOneOf));
  return new Map(
    rows.map(({ issueId, size, ...sums }) => {
      const { submitted, rejected, uncertain, excluded } = sums;
      return [issueId, { pending: size - submitted - rejected - uncertain - excluded, ...sums }];
    }),
  );
}
