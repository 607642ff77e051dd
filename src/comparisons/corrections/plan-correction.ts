import { contradictionsOf } from '../checks/contradictions.ts';
import type { Comparison, ComparisonSide } from '../comparison.ts';
import { pathText } from '../explain-issues.ts';
import { readEntry } from '../read-entry.ts';
import type { Correction } from './correction.ts';
import {
  type FieldPath,
  type FieldValue,
  isFieldPath,
  reviewOf,
  reviewPath,
  sideOf,
  sidePath,
  valueAt,
  withValues,
} from './correction-fields.ts';

/** A field's new value, or the source's again. `from` is the value that the editor saw. */
export type FieldChange = { path: FieldPath; from: FieldValue } & ({ to: FieldValue } | { takeSource: true });

export interface FieldProblem {
  path: FieldPath;
  message: string;
}

export type CorrectionPlan =
  /** Somebody else, or an import, changed these fields meanwhile. */
  | { kind: 'conflict'; paths: FieldPath[] }
  | { kind: 'wrong'; problems: FieldProblem[] }
  | { kind: 'corrected'; comparison: Comparison; corrections: Correction[] };

export interface Corrected<T extends Comparison = Comparison> {
  comparison: T;
  corrections: readonly Correction[];
}

/** Corrects a comparison by the import's rules for values and for what must fit together. */
export function planCorrection(
  { comparison, corrections }: Corrected,
  { changes, at }: { changes: readonly FieldChange[]; at: number },
): CorrectionPlan {
  const before = new Map(corrections.map((correction) => [correction.path, correction]));
  const sourceAt = (path: FieldPath) => before.get(path)?.source ?? null;
  const target = (change: FieldChange) => ('to' in change ? change.to : sourceAt(change.path));
  const conflicts = changes.filter((change) => {
    const current = valueAt(comparison, change.path);
    return current !== change.from && current !== target(change);
  });
  if (conflicts.length > 0) return { kind: 'conflict', paths: conflicts.map(({ path }) => path) };
  const wanted = withValues(
    comparison,
    changes.map((change) => [change.path, target(change)]),
  );
  const read = readEntry({ value: wanted });
  if ('problems' in read) {
    const problems = read.problems.map(({ path, message }) => atField(pathText(path), message, changes));
    return { kind: 'wrong', problems };
  }
  if (read.comparison.publishedAt === null && comparison.publishedAt !== null)
    return { kind: 'wrong', problems: [{ path: 'publishedAt', message: 'A comparison needs its date.' }] };
  const repeated = repeatedReview(wanted, read.comparison, changes);
  if (repeated !== null) return { kind: 'wrong', problems: [repeated] };
  const contradictions = newContradictions(comparison, read.comparison);
  if (contradictions.length > 0) return { kind: 'wrong', problems: contradictions };
  const after = new Map(before);
  for (const { path } of changes) {
    const known = before.get(path);
    const source = known === undefined ? valueAt(comparison, path) : known.source;
    if (valueAt(read.comparison, path) === source) after.delete(path);
    else if (valueAt(read.comparison, path) !== valueAt(comparison, path))
      after.set(path, { path, source, correctedAt: at, sourceChangedAt: null });
  }
  return { kind: 'corrected', comparison: read.comparison, corrections: [...after.values()] };
}

/** What the import says of a value, at the field where it is corrected. */
function atField(path: string, message: string, changes: readonly FieldChange[]): FieldProblem {
  if (isFieldPath(path)) return { path, message: message.replace(path, 'It') };
  const changed = changes.find((change) => sideOf(change.path)?.field === 'name') ?? changes[0];
  return {
    path: changed?.path ?? 'url',
    message: path === 'tools' ? 'It must differ from the other tool’s name.' : message,
  };
}

/** Reading drops a review that repeats another one. */
function repeatedReview(
  { tools: wanted }: Comparison,
  { tools: read }: Comparison,
  changes: readonly FieldChange[],
): FieldProblem | null {
  const side = wanted.findIndex(
    ({ reviews }, index) => reviews.length !== read[index === 0 ? 0 : 1].reviews.length,
  );
  if (side === -1) return null;
  const changed = changes.find(({ path }) => reviewOf(path)?.side === side);
  const message = 'It would repeat another review of the same reviewer.';
  return { path: changed?.path ?? reviewPath(side === 0 ? 0 : 1, 0, 'text'), message };
}

/** What contradicts itself only since the change: a source's own contradiction keeps nobody from correcting a price. */
function newContradictions({ tools: before }: Comparison, { tools: after }: Comparison): FieldProblem[] {
  return ([0, 1] as const).flatMap((side) => {
    const known = new Set(contradictionsOf(before[side]).map(({ field }) => field));
    return contradictionsOf(after[side])
      .filter(({ field }) => !known.has(field))
      .map(({ field, message }) => ({
        path:
          field === 'reviews' ? changedPanelField(side, before[side], after[side]) : sidePath(side, field),
        message: `${message}.`,
      }));
  });
}

/** The field is at fault that no longer fits the others: a review, or what is said of the whole panel. */
function changedPanelField(side: 0 | 1, before: ComparisonSide, after: ComparisonSide): FieldPath {
  const index = after.reviews.findIndex(({ verdict }, at) => verdict !== before.reviews[at]?.verdict);
  if (index !== -1) return reviewPath(side, index, 'verdict');
  const fields = ['shipCount', 'skipCount', 'panelShare', 'verdict'] as const;
  return sidePath(side, fields.find((field) => before[field] !== after[field]) ?? 'verdict');
}
