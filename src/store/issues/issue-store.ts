import { and, eq, gte, inArray, or, type SQL } from 'drizzle-orm';
import { frozenIssueSchema } from '../../issues/frozen-issue.ts';
import { GOING_OUT_STATUSES } from '../../issues/issue-status-rules.ts';
import type { IssueStore } from '../../issues/issue-store.ts';
import { inWords, runSteps } from '../../sqlite/engine.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { frozenCopies, issues } from '../schema/index.ts';
import { editIssue } from './issue-edits.ts';
import { freezeIssue } from './issue-freezing.ts';
import { findIssue, listIssues } from './issue-rows.ts';
import { isPublic, listPublicIssues, publicNeighbours, readPublicImage } from './public-issues.ts';
import { changeStatus } from './status-changes.ts';

export function createIssueStore(db: SqliteDatabase): IssueStore {
  return {
    listIssues: async (filter) =>
      runSteps(db, listIssues(inWords(db), filter && isGoingOutSince(filter.goingOutSince))),
    findIssue: async (slot) => runSteps(db, findIssue(inWords(db), slot)),
    editIssue: async (edit) => editIssue(db, edit),
    freezeIssue: async (freeze) => freezeIssue(db, freeze),
    changeStatus: async (change) => changeStatus(db, change),
    readFrozenIssue: async (slot, filter) => {
      const condition = and(eq(issues.slot, slot), filter?.ifPublic ? isPublic(db) : undefined);
      const row = db
        .select({ content: frozenCopies.content })
        .from(issues)
        .innerJoin(frozenCopies, eq(frozenCopies.id, issues.freezeId))
        .where(condition)
        .get();
      return row === undefined ? null : frozenIssueSchema.parse(JSON.parse(row.content));
    },
    readPublicImage: async (slot) => readPublicImage(db, slot),
    listPublicIssues: async (range) => listPublicIssues(db, range),
    publicNeighbours: async (slot) => publicNeighbours(db, slot),
  };
}

function isGoingOutSince(since: number): SQL | undefined {
  return or(inArray(issues.status, GOING_OUT_STATUSES), gte(issues.finishedAt, since));
}
