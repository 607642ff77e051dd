import { AppError } from '../../shared/errors.ts';
import type { FileSurvey } from './columns/file-survey.ts';
import {
  OPTED_OUT_BITS,
  type StatusColumn,
  statusBitsOfRow,
  strongestStatus,
} from './columns/standing-column.ts';
import { surveyFile } from './columns/survey-file.ts';
import { createTelltaleScanner } from './columns/telltale-rows.ts';
import type { CsvRow } from './csv-rows.ts';
import type { ImportFile } from './import-file.ts';
import { type ImportChoice, type ImportPlanning, NO_CHOICE } from './import-plan.ts';
import { WrongEncoding } from './lines-of.ts';
import { planImport, statusColumnsByHeader } from './plan-import.ts';
import type { ListStatus } from './products/export-form.ts';

/** Rows by status over a whole file; `unknown`: in words without a known meaning. */
export type Totals = Record<ListStatus | 'erased' | 'unknown', number>;

export interface PreparedImport extends ImportPlanning {
  survey: FileSurvey | null;
  choice: ImportChoice;
  /** What the rows say, before any is refused. */
  totals: Totals;
}

/** Scans a whole file and plans how to read it; imports nothing. A chosen encoding is used if the file is not UTF-8. */
export async function prepareImport(
  file: ImportFile,
  choice: ImportChoice = NO_CHOICE,
): Promise<PreparedImport> {
  const first = await scan(file, choice);
  const isForeign = first.problem instanceof WrongEncoding && choice.encoding !== undefined;
  return isForeign ? scan(file, choice, choice.encoding) : first;
}

async function scan(file: ImportFile, choice: ImportChoice, encoding?: string): Promise<PreparedImport> {
  const totals = noTotals();
  let columns: readonly StatusColumn[] | undefined;
  const input = file.read();
  const telltales = createTelltaleScanner(choice);
  const onRow = ({ line, fields }: CsvRow, header: FileSurvey) => {
    // The header tells which columns say who left, before their values are known.
    columns ??= statusColumnsByHeader(header, choice);
    const bits = statusBitsOfRow(fields, columns);
    totals[strongestStatus(bits)] += 1;
    const isCut = columns.some(({ place }) => place >= fields.length);
    telltales.inspect({ line, fields, isSafe: isCut || (bits & OPTED_OUT_BITS) !== 0 }, header);
  };
  try {
    const survey = await surveyFile(input, { encoding, onRow });
    const planning = planImport(survey, choice);
    const problem = planning.problem ?? telltales.problem();
    return { ...planning, problem, survey, choice, totals };
  } catch (problem) {
    if (!(problem instanceof AppError) || problem.code !== 'input') throw problem;
    const localised =
      problem instanceof WrongEncoding
        ? new WrongEncoding(problem.line, problem.encoding, choice.surface)
        : problem;
    return { plan: null, problem: localised, questions: [], survey: null, choice, totals };
  } finally {
    input.destroy();
  }
}

export function noTotals(): Totals {
  return { confirmed: 0, pending: 0, unsubscribed: 0, bounced: 0, complained: 0, erased: 0, unknown: 0 };
}
