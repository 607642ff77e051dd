import type { ColumnQuestion, ImportChoice, ImportPlan } from '../import-plan.ts';
import { normaliseWord } from '../products/export-form.ts';
import { findColumn } from './choose-columns.ts';
import { maySayWhoLeft, saysSomeoneLeft } from './column-hint.ts';
import type { ColumnSurvey, FileSurvey } from './file-survey.ts';
import { headerKind } from './header-kind.ts';
import { OPTED_OUT_BITS, STATUS_BITS, type StatusColumn, statusBits } from './standing-column.ts';

export function columnQuestions(
  plan: ImportPlan,
  survey: FileSurvey,
  choice: ImportChoice,
): ColumnQuestion[] {
  const ignored = new Set(
    choice.columns
      .filter(({ role }) => role === 'ignore')
      .map(({ column }) => findColumn(survey, column).place),
  );
  const isOther = (label: string) => plan.product?.unrelated?.test(normaliseWord(label)) === true;
  // In a product's tags and notes, its owner may have written anything.
  const maySay = (column: ColumnSurvey) =>
    isOther(column.label)
      ? headerKind(column.label) === 'text' && saysSomeoneLeft(column)
      : maySayWhoLeft(column, survey.rows);
  const unread = plan.unread
    .filter(({ place }) => !ignored.has(place))
    .flatMap(({ place }) => survey.columns[place] ?? [])
    .filter(maySay)
    .map((column) => ({ column, about: 'unread' as const, known: explainedValues(column, survey, choice) }));
  const words = plan.statusColumns
    .filter((status) => needsAnswer(status, survey))
    .flatMap((status) => {
      const column = survey.columns[status.place];
      return column === undefined
        ? []
        : { column, about: 'words' as const, known: knownValues(status, column) };
    });
  return [...words, ...unread];
}

function knownValues(status: StatusColumn, { values }: ColumnSurvey): Set<string> {
  const known = [...(values?.keys() ?? []), ''].filter(
    (cell) => statusBits(status, cell) !== STATUS_BITS.unknown,
  );
  return new Set([...known, ...(status.other === STATUS_BITS.unknown ? [] : ['*'])]);
}

function explainedValues(
  { place, values }: ColumnSurvey,
  survey: FileSurvey,
  choice: ImportChoice,
): Set<string> {
  const said = choice.words.filter(
    ({ column }) => column === null || findColumn(survey, column).place === place,
  );
  const words = new Set(said.map(({ word }) => (word === '*' ? word : normaliseWord(word))));
  const isSaid = (cell: string) => words.has('*') || words.has(normaliseWord(cell));
  const known = [...(values?.keys() ?? [])].filter(isSaid);
  return new Set([...known, ...['', '*'].filter((word) => words.has(word))]);
}

/**
 * A mistyped word costs only its row. But if most rows of people who did not leave have unknown words, the column does
 * not mean what we think. In a column of true and false, or of lists, any unknown value counts, even an empty one:
 * skipping the row would keep emailing someone from an earlier list.
 */
function needsAnswer(status: StatusColumn, { columns, rows }: FileSurvey): boolean {
  const { values = null, filled = 0, empty = 0 } = columns[status.place] ?? {};
  if (values === null) return status.other === STATUS_BITS.unknown;
  const isUnknown = (cell: string) => statusBits(status, cell) === STATUS_BITS.unknown;
  const isStrict = status.flag !== null || status.lists === 'ended';
  if (isStrict && [...values.keys(), ...(empty > 0 ? [''] : [])].some(isUnknown)) return true;
  const cells = [...values, ['', rows - filled] as const];
  const rowsWith = (is: (cell: string) => boolean) =>
    cells.reduce((sum, [cell, count]) => sum + (is(cell) ? count : 0), 0);
  const gone = rowsWith((cell) => (statusBits(status, cell) & OPTED_OUT_BITS) !== 0);
  const isUnknownWord = (cell: string) => cell !== '' && isUnknown(cell);
  return rowsWith(isUnknown) * 2 > rows || rowsWith(isUnknownWord) * 2 > rows - gone;
}
