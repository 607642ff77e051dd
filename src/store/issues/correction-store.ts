import { inArray, sql } from 'drizzle-orm';
import type { CorrectionOutcome, CorrectionStore } from '../../comparisons/correction-store.ts';
import { planCorrection } from '../../comparisons/corrections/plan-correction.ts';
import { ISSUE_STATUSES, isEditable } from '../../issues/issue-status-rules.ts';
import { inTx } from '../../sqlite/in-tx.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { issues } from '../schema/index.ts';
import { readRows, writeComparison } from './comparison-rows.ts';
import { readCorrections } from './correction-rows.ts';

export function createCorrectionStore(db: SqliteDatabase): CorrectionStore {
  return {
    readCorrected: async (slugs) =>
      inTx(db, () =>
        readRows(db, slugs).map(({ row, comparison }) => ({
          comparison,
          corrections: readCorrections(db, row.id),
        })),
      ),
    correctComparison: async (request) => correctComparison(db, request),
  };
}

function correctComparison(
  db: SqliteDatabase,
  { slug, changes, at }: Parameters<CorrectionStore['correctComparison']>[0],
): CorrectionOutcome {
  return inTx(db, (): CorrectionOutcome => {
    const [known] = readRows(db, [slug]);
    if (known === undefined) return { kind: 'unknown' };
    const { row, comparison } = known;
    const plan = planCorrection({ comparison, corrections: readCorrections(db, row.id) }, { changes, at });
    if (plan.kind !== 'corrected') return plan;
    writeComparison(db, { row, ...plan, at });
    outdateDrafts(db);
    return { kind: 'corrected' };
  });
}

/** A draft that was composed before is not fixed: it is composed anew. */
export function outdateDrafts(db: SqliteDatabase): void {
  db.update(issues)
    .set({ revision: sql`${issues.revision} + 1` })
    .where(inArray(issues.status, ISSUE_STATUSES.filter(isEditable)))
    .run();
}
