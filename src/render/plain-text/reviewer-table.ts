import {
  cellWords,
  DID_NOT_REVIEW,
  noSplitWords,
  reviewerWords,
} from '../../../emails/_components/digest/wording.ts';
import type { DigestComparison, ReviewerCell } from '../../digest/digest.ts';
import { displayWidth, isolated, MAX_COLUMNS, padded, wrapped } from './lines.ts';

const GAP = '  ';
const MAX_REVIEWER_WIDTH = 18;

/** The reviewer split as a table: one row per reviewer, one column per tool. */
export function reviewerTable({ sides, reviewers }: DigestComparison): string[] {
  const instead = noSplitWords(reviewers);
  if (instead !== null) return wrapped(instead);
  const header = ['Reviewer', ...sides.map(({ name }) => isolated(name))];
  const rows = reviewers.map(({ reviewer, cells }) => [
    isolated(reviewerWords(reviewer)),
    ...cells.map(cellText),
  ]);
  const widths = columnWidths([header, ...rows]);
  const rule = widths.map((width) => '-'.repeat(width));
  return [header, rule, ...rows].flatMap((row) => tableRow(row, widths));
}

function cellText(cell: ReviewerCell | null): string {
  if (!cell) return DID_NOT_REVIEW;
  const { score, verdict } = cellWords(cell);
  return `${score}, ${verdict}`;
}

/** Each as wide as its longest cell if all fit; otherwise the tools share the remaining width. */
function columnWidths(rows: string[][]): number[] {
  const natural = [0, 1, 2].map((column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))));
  const [reviewer = 0, one = 0, other = 0] = natural;
  const first = Math.min(reviewer, MAX_REVIEWER_WIDTH);
  const room = MAX_COLUMNS - first - 2 * GAP.length;
  const half = Math.floor(room / 2);
  const second = Math.min(one, Math.max(half, room - other));
  return [first, second, Math.min(other, room - second)];
}

function tableRow(row: string[], widths: number[]): string[] {
  const cells = row.map((cell, column) => wrapped(cell, { columns: widths[column] ?? 0, breakUrls: true }));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, column) => padded(lines[line] ?? '', widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}
