import { Readable } from 'node:stream';
import { AppError } from '../../src/shared/errors.ts';
import { questionsText } from '../../src/subscribers/lists/columns/ask-about-columns.ts';
import { readColumnMap } from '../../src/subscribers/lists/columns/column-map.ts';
import type { RejectedLine } from '../../src/subscribers/lists/csv-rows.ts';
import { importNotes, readColumns } from '../../src/subscribers/lists/describe-import.ts';
import { prepareImport } from '../../src/subscribers/lists/prepare-import.ts';
import { readSubscribersCsv } from '../../src/subscribers/lists/read-csv.ts';
import type { SubscriberRow } from '../../src/subscribers/lists/subscriber-row.ts';

export interface SaidOfList {
  from?: string | null;
  /** As `--map` has it. */
  map?: string;
  encoding?: string;
  /** How many bytes arrive at a time. */
  size?: number;
}

/** Reads a list as an import does, without a store; throws if an import would refuse the whole file. */
export async function readList(
  text: string | Buffer,
  { from = null, map = '', size = 65_536, encoding }: SaidOfList = {},
) {
  const bytes = Buffer.from(text as string);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  const file = { read: () => Readable.from(pieces) };
  const prepared = await prepareImport(file, { from, ...readColumnMap([map]), encoding });
  const { plan, problem, questions } = prepared;
  if (plan === null || problem !== null) throw problem;
  if (questions.length > 0) throw new AppError('input', questionsText(prepared, 'list.csv'));
  const rows: SubscriberRow[] = [];
  const rejected: RejectedLine[] = [];
  const leftOut: RejectedLine[] = [];
  for await (const chunk of readSubscribersCsv(file.read(), plan)) {
    rows.push(...chunk.rows);
    rejected.push(...chunk.rejected);
    leftOut.push(...chunk.leftOut);
  }
  rejected.sort((one, other) => one.line - other.line);
  const recognised = plan.product?.name ?? null;
  const { encoding: readAs } = plan;
  const { totals } = prepared;
  const said = { columns: readColumns(plan), totals, encoding: readAs, notes: importNotes(plan, prepared) };
  return { rows, rejected, leftOut, recognised, ...said };
}

/** A row on one line: address, name, status, reason of the suppression, date. */
export function rowInWords({ email, name, status, suppression, createdAt }: SubscriberRow): string {
  const since = createdAt === null ? 'unknown' : new Date(createdAt).toISOString();
  return [email, name ?? '-', status, suppression ?? '-', since].join(' | ');
}
