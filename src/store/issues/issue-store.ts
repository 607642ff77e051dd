import { and, eq, gte, inArray, or, type SQL } from 'drizzle-orm';
import { type FrozenIssue, frozenIssueSchema } from '../../issues/frozen-issue.ts';
import { GOING_OUT_STATUSES } from '../../issues/issue-status-rules.ts';
import type { IssueStore } from '../../issues/issue-store.ts';
import type { Database, Engine } from '../engine.ts';
import { frozenCopies, issues } from '../schema/index.ts';
import { first, type Steps } from '../steps.ts';
import { editIssue } from './issue-edits.ts';
import { freezeIssue } from './issue-freezing.ts';
import { findIssue, listIssues } from './issue-rows.ts';
import { isPublic, listPublicIssues, publicNeighbours, readPublicImage } from './public-issues.ts';
import { changeStatus } from './status-changes.ts';

export function createIssueStore({ read, readAtOnce, write }: Engine): IssueStore {
  return {
    listIssues: (filter) =>
      readAtOnce((db) => listIssues(db, filter && isGoingOutSince(filter.goingOutSince))),
    findIssue: (slot) => readAtOnce((db) => findIssue(db, slot)),
    editIssue: (edit) => write((db) => editIssue(db, edit)),
    freezeIssue: (freeze) => write((db) => freezeIssue(db, freeze)),
    changeStatus: (change) => write((db) => changeStatus(db, change)),
    readFrozenIssue: (slot, filter) => read((db) => readFrozenIssue(db, slot, filter)),
    readPublicImage: (slot) => read((db) => readPublicImage(db, slot)),
    listPublicIssues: (range) => readAtOnce((db) => listPublicIssues(db, range)),
    publicNeighbours: (slot) => readAtOnce((db) => publicNeighbours(db, slot)),
  };
}

function* readFrozenIssue(
  db: Database,
  ...[slot, filter]: Parameters<IssueStore['readFrozenIssue']>
): Steps<FrozenIssue | null> {
  const condition = and(eq(issues.slot, slot), filter?.ifPublic ? isPublic(db) : undefined);
  const copy = db
    .select({ content: frozenCopies.content })
    .from(issues)
    .innerJoin(frozenCopies, eq(frozenCopies.id, issues.freezeId))
    .where(condition);
  const row = yield* first(copy);
  return row === undefined ? null : frozenIssueSchema.parse(JSON.parse(row.content));
}

function isGoingOutSince(since: number): SQL | undefined {
  return or(inArray(issues.status, GOING_OUT_STATUSES), gte(issues.finishedAt, since));
}
