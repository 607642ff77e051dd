import { inArray, sql } from 'drizzle-orm';
import type { CorrectionOutcome, CorrectionStore } from '../../comparisons/correction-store.ts';
import { planCorrection } from '../../comparisons/corrections/plan-correction.ts';
import { ISSUE_STATUSES, isEditable } from '../../issues/issue-status-rules.ts';
import type { Database, Engine, Steps } from '../engine.ts';
import { issues } from '../schema/index.ts';
import { change } from '../steps.ts';
import { readRows, writeComparison } from './comparison-rows.ts';
import { readCorrections } from './correction-rows.ts';

export function createCorrectionStore({ readAtOnce, write }: Engine): CorrectionStore {
  return {
    readCorrected: (slugs) =>
      readAtOnce(function* (db) {
        const known = yield* readRows(slugs);
        const correctionsOf = yield* readCorrections(
          db,
          known.map(({ row }) => row.id),
        );
        return known.map(({ row, comparison }) => ({ comparison, corrections: correctionsOf(row.id) }));
      }),
    correctComparison: (request) => write((db) => correctComparison(db, request)),
  };
}

function* correctComparison(
  db: Database,
  { slug, changes, at }: Parameters<CorrectionStore['correctComparison']>[0],
): Steps<CorrectionOutcome> {
  const [known] = yield* readRows([slug]);
  if (known === undefined) return { kind: 'unknown' };
  const { row, comparison } = known;
  const corrections = (yield* readCorrections(db, [row.id]))(row.id);
  const plan = planCorrection({ comparison, corrections }, { changes, at });
  if (plan.kind !== 'corrected') return plan;
  yield* writeComparison(db, { row, ...plan, at });
  yield* outdateDrafts(db);
  return { kind: 'corrected' };
}

/** A draft that was composed before is not fixed: it is composed anew. */
export function* outdateDrafts(db: Database): Steps<void> {
  const isOpen = inArray(issues.status, ISSUE_STATUSES.filter(isEditable));
  yield* change(
    db
      .update(issues)
      .set({ revision: sql`${issues.revision} + 1` })
      .where(isOpen),
  );
}
