import { AppError } from '../../shared/errors.ts';
import { type ChosenColumns, chooseColumns } from './columns/choose-columns.ts';
import { saysSomeoneLeft } from './columns/column-hint.ts';
import { columnQuestions } from './columns/column-questions.ts';
import type { ColumnSurvey, FileSurvey } from './columns/file-survey.ts';
import { findFileMarkColumns, findStatusColumns } from './columns/find-status-columns.ts';
import { addressColumn, nameColumns } from './columns/header-words.ts';
import type { StatusColumn } from './columns/standing-column.ts';
import { noEmailColumn, unreadableFile } from './header-problems.ts';
import { type ImportChoice, type ImportPlan, type ImportPlanning, NO_CHOICE } from './import-plan.ts';
import { wordsFor } from './import-surface.ts';
import { exportId, PLAIN } from './products/known-exports.ts';
import { dateOrderOf } from './read-date.ts';

/**
 * How to read a file, from its header, its values and what a person said; or the questions to answer first.
 * @param survey Null: the file is empty.
 */
export function planImport(survey: FileSurvey | null, choice: ImportChoice = NO_CHOICE): ImportPlanning {
  const refuse = (problem: AppError) => ({ plan: null, problem, questions: [] });
  if (survey === null) return refuse(unreadableFile(null));
  try {
    const plan = planOf(chooseColumns(survey, choice));
    const questions = choice.from === PLAIN ? [] : columnQuestions(plan, survey, choice);
    return { plan, problem: null, questions };
  } catch (error) {
    if (error instanceof AppError) return refuse(error);
    throw error;
  }
}

/** The columns that say who gets email, judged by the header; none if it cannot be read. */
export function statusColumnsByHeader(survey: FileSurvey, choice: ImportChoice): readonly StatusColumn[] {
  try {
    const chosen = chooseColumns(survey, choice);
    return [...findStatusColumns(chosen), ...findFileMarkColumns(chosen)];
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}

function planOf(chosen: ChosenColumns): ImportPlan {
  const { product, survey, choice, withRole } = chosen;
  const { columns, hasHeader, header } = survey;
  const email = emailColumn(chosen);
  const dates = { createdAt: createdAtColumns(chosen), pausedUntil: pausedUntilColumn(chosen) };
  const statusColumns = findStatusColumns(chosen).filter((one) => !one.isOfDates || mentionsNo(one, survey));
  refuseWithoutStatus(chosen, statusColumns);
  const fileMarks = findFileMarkColumns(chosen);
  const read = [email, ...dates.createdAt, ...statusColumns, ...fileMarks, dates.pausedUntil];
  const taken = new Set(read.map((one) => one?.place));
  const isLeft = ({ place }: ColumnSurvey) => !taken.has(place);
  const said = withRole('name');
  const found = hasHeader ? nameColumns(columns.filter((one) => chosen.isFree(one) && isLeft(one))) : [];
  const name = said.length > 0 ? said : found;
  for (const { place } of name) taken.add(place);
  const unread = columns.filter(isLeft);
  const { encoding } = survey;
  return {
    ...{ surface: choice.surface },
    ...{ product, hasHeader, encoding, width: header.length, email, name, ...dates },
    ...{ statusColumns: statusColumns, fileMarks, unread },
  };
}

/** Joining dates say who gets email only if a word among them says that someone did not join. */
function mentionsNo({ place }: StatusColumn, { columns }: FileSurvey): boolean {
  const column = columns[place];
  return column !== undefined && saysSomeoneLeft(column);
}

function emailColumn({ survey, choice, product, withRole, find, isFree }: ChosenColumns): ColumnSurvey {
  const [email] = [...withRole('email'), ...find(product?.email ?? [])];
  const found = email ?? addressColumn({ ...survey, columns: survey.columns.filter(isFree) });
  if (found === undefined) throw noEmailColumn(survey, choice.surface);
  return found;
}

function createdAtColumns({ product, withRole, find }: ChosenColumns): ImportPlan['createdAt'] {
  const said = withRole('created_at');
  const found = said.length > 0 ? said : find(product?.createdAt ?? ['created_at']);
  return found.map(({ place, label, dates }) => ({
    ...{ place, label },
    orderOf: dateOrderOf(dates, product?.dateOrder),
  }));
}

function pausedUntilColumn({ product, withRole, find }: ChosenColumns): ImportPlan['pausedUntil'] {
  const [column] = [...withRole('paused_until'), ...(product === null ? find(['paused_until']) : [])];
  return column === undefined
    ? null
    : { place: column.place, label: column.label, orderOf: dateOrderOf(column.dates) };
}

/** Refuses a product's file without the column that says who gets email. */
function refuseWithoutStatus(
  { product, names, choice }: ChosenColumns,
  standings: readonly StatusColumn[],
): void {
  if (product === null) return;
  const [missing] = product.statusColumns.filter(
    ({ required, columns }) => required === true && !columns.some((column) => names.includes(column)),
  );
  if (missing !== undefined && !choice.columns.some(({ role }) => role === 'status')) {
    throw new AppError(
      'input',
      `The header has no column ${missing.columns.join(' or ')}, which shows who gets email in an export of ${product.name}. Export the list again with that column.`,
    );
  }
  if (product.cannotTell === undefined || standings.length > 0 || choice.from === exportId(product)) return;
  throw new AppError(
    'input',
    `This looks like an export of ${product.name}. The file does not say ${product.cannotTell}. Nothing was imported. If everyone in this file may get email, ${wordsFor(choice.surface, { command: `add --from ${exportId(product)}`, studio: `choose "an export of ${product.name}" under "Read it as"` })}. Then import the people who left as a second file with a column named status.`,
  );
}
