import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { formatNumber } from '../../shared/counted.ts';
import { AppError, codeOf } from '../../shared/errors.ts';
import { shellQuotedFile } from '../../shared/shell-quoted.ts';
import { questionsText } from '../../subscribers/lists/columns/ask-about-columns.ts';
import { readColumnMap } from '../../subscribers/lists/columns/column-map.ts';
import {
  columnLines,
  importNotes,
  importSummary,
  readColumns,
  totalsText,
} from '../../subscribers/lists/describe-import.ts';
import { openImportFile } from '../../subscribers/lists/import-file.ts';
import type { ImportPlan } from '../../subscribers/lists/import-plan.ts';
import { type ImportReport, importSubscribers } from '../../subscribers/lists/import-subscribers.ts';
import { type PreparedImport, prepareImport, type Totals } from '../../subscribers/lists/prepare-import.ts';
import type { SubscriberContext } from '../command-action.ts';
import { type Output, placeIn, withBar } from '../output.ts';
import { printableLine } from '../printable.ts';
import { makeRefusedLinesFile, writeRefusedLines } from './refused-lines-file.ts';

export interface ImportOptions {
  from?: string;
  map?: string[];
  encoding?: string;
  rejected?: string;
}

/** `subscribers import`: examines the file, reports how it is read, and imports it unless that is unclear. */
export async function runImport(context: SubscriberContext, file: string, options: ImportOptions) {
  const { from = null, map = [], encoding } = options;
  const choice = { from, ...readColumnMap(map), encoding };
  const opened = await openImportFile(file === '-' ? process.stdin : { read: () => createReadStream(file) });
  try {
    const prepared = await withBar(context.output, { title: `Reading ${printableLine(placeIn(file))}` }, () =>
      prepareImport(opened, choice),
    );
    const plan = planOf(prepared, file);
    for (const line of introLines(prepared, plan)) context.output.note(line);
    const { rejected: refusedFile } = options;
    if (refusedFile !== undefined) await makeRefusedLinesFile(refusedFile);
    const report = await importPrepared(context, { file, opened, prepared });
    const unwritten =
      refusedFile === undefined ? null : await writeRefusedLines(refusedFile, report.rejected);
    printReport(context.output, { file, plan, report });
    if (unwritten !== null) context.output.note(unwritten);
    return report.rejected.length === 0 && unwritten === null;
  } catch (error) {
    throw unreadableFile(file, error) ?? error;
  } finally {
    await opened.close();
  }
}

function planOf(prepared: PreparedImport, file: string): ImportPlan {
  const { plan, problem, questions } = prepared;
  if (problem !== null || plan === null) throw problem ?? new AppError('input', 'The file is empty.');
  if (questions.length > 0) throw new AppError('input', questionsText(prepared, shellQuotedFile(file)));
  return plan;
}

function introLines(prepared: PreparedImport, plan: ImportPlan): string[] {
  const { survey, totals } = prepared;
  const { product } = plan;
  return [
    ...(product === null ? [] : [`Recognised as an export of ${product.name}.`]),
    ...(plan.encoding === undefined ? [] : [`Read as ${plan.encoding}, since it is not UTF-8.`]),
    ...columnLines(plan),
    `Rows: ${formatNumber(survey?.rows ?? 0)}. ${whatTheFileSays(plan, totals)}`,
    ...importNotes(plan, prepared).map((note) => `About this export: ${note}`),
  ];
}

/** A list of bare email addresses says nothing about consent, so the person who imports it is asked to think of it. */
function whatTheFileSays({ statusColumns, fileMarks }: ImportPlan, totals: Totals): string {
  if (statusColumns.length > 0 || fileMarks.length > 0 || totals.confirmed === 0)
    return `The file says: ${totalsText(totals)}.`;
  return 'The file does not say who confirmed, so everyone in it counts as confirmed. Import only people who asked for your emails; for others, "verdicts subscribers add" asks them to confirm.';
}

async function importPrepared(
  { app, output }: SubscriberContext,
  job: { file: string; opened: Parameters<typeof prepareImport>[0]; prepared: PreparedImport },
): Promise<ImportReport> {
  const bar = output.bar({ title: 'Importing', total: job.prepared.survey?.rows ?? 0 });
  return importSubscribers({
    input: job.opened,
    prepared: job.prepared,
    source: `import:${basename(placeIn(job.file))}`,
    subscriberStore: app.subscriberStore,
    now: app.clock.now(),
    secrets: app.signingSecrets,
    onProgress: ({ added, updated, unchanged, rejected }) =>
      bar.update(added + updated + unchanged + rejected, countsText({ added, updated, unchanged, rejected })),
  }).finally(() => bar.stop());
}

/** "1,204 added, 3 updated, 0 unchanged, 1 refused". */
function countsText(
  counts: Readonly<Record<'added' | 'updated' | 'unchanged' | 'rejected', number>>,
): string {
  const { added, updated, unchanged, rejected } = counts;
  return `${formatNumber(added)} added, ${formatNumber(updated)} updated, ${formatNumber(unchanged)} unchanged, ${formatNumber(rejected)} refused`;
}

function printReport(
  output: Output,
  { file, plan, report }: { file: string; plan: ImportPlan; report: ImportReport },
): void {
  const { added, updated, unchanged, rejected, leftOut, totals, kept, repeated } = report;
  const columns = readColumns(plan);
  output.result(
    {
      added,
      updated,
      unchanged,
      rejected,
      product: plan.product?.name ?? null,
      columns,
      totals,
      leftOut,
      kept,
      repeated,
    },
    () => countsText({ added, updated, unchanged, rejected: rejected.length }),
  );
  if (output.json) return;
  for (const sentence of importSummary(report)) output.note(sentence);
  for (const { line, message } of leftOut.first) output.note(`${placeIn(file, line)}: ${message}`);
  const more = leftOut.rows - leftOut.first.length;
  if (more > 0) output.note(`And ${formatNumber(more)} more rows like these.`);
  for (const { line, message } of rejected) output.note(`${placeIn(file, line)}: ${message}`);
}

/** What to do about an unreadable file; undefined for any other error. */
function unreadableFile(file: string, error: unknown): AppError | undefined {
  const name = printableLine(file);
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError('input', `There is no such file: ${name}. Check its name.`, error);
    case 'EISDIR':
      return new AppError('input', `${name} is a directory. Name a CSV file.`, error);
    case 'EACCES':
    case 'EPERM':
      return new AppError('input', `${name} cannot be read. Check its permissions.`, error);
    default:
      return undefined;
  }
}
