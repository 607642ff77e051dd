import { AppError } from '../../../shared/errors.ts';
import type { ColumnRole, ImportChoice } from '../import-plan.ts';
import { type KnownExport, normaliseWord } from '../products/export-form.ts';
import { recogniseProduct } from '../products/recognise-product.ts';
import type { ColumnSurvey, FileSurvey } from './file-survey.ts';

export interface ChosenColumns {
  survey: FileSurvey;
  choice: ImportChoice;
  product: KnownExport | null;
  /** Column names in the form of `normaliseWord`. */
  names: readonly string[];
  /** Columns that a person gave this role, in the order given. */
  withRole(role: ColumnRole): ColumnSurvey[];
  isFree(column: ColumnSurvey): boolean;
  /** For each name, the first free column that has it. */
  find(names: readonly string[]): ColumnSurvey[];
}

/** @throws AppError `input` if a person named a column that the file does not have, or has twice. */
export function chooseColumns(survey: FileSurvey, choice: ImportChoice): ChosenColumns {
  const { columns, header, hasHeader } = survey;
  const written = header.map(normaliseWord);
  const product = hasHeader ? recogniseProduct(written, choice.from) : null;
  const names = withLastColumn(written, product);
  const chosen = choice.columns.map(({ column, role }) => ({ column: findColumn(survey, column), role }));
  const places = new Set(chosen.map(({ column }) => column.place));
  const isFree = ({ place }: ColumnSurvey) => !places.has(place);
  return {
    ...{ survey, choice, names, isFree },
    product,
    withRole: (role) => chosen.filter((one) => one.role === role).map(({ column }) => column),
    find: (wanted) =>
      wanted.flatMap(
        (name) => columns.find((column) => names[column.place] === name && isFree(column)) ?? [],
      ),
  };
}

function withLastColumn(names: readonly string[], product: KnownExport | null): readonly string[] {
  const last = names.at(-1) ?? '';
  if (product?.lastColumn === undefined) return names;
  const { name, inOtherLanguages } = product.lastColumn;
  const isOther =
    product.statusColumns.some(({ columns }) => columns.includes(last)) ||
    product.unrelated?.test(last) === true;
  return isOther || !inOtherLanguages.test(last) ? names : [...names.slice(0, -1), name];
}

/** By name, or by place as `#3`. */
export function findColumn({ columns, hasHeader }: FileSurvey, name: string): ColumnSurvey {
  const place = /^#(\d+)$/.exec(name)?.[1];
  const byName = columns.filter(({ label }) => label === name);
  const alike =
    byName.length > 0 ? byName : columns.filter(({ label }) => normaliseWord(label) === normaliseWord(name));
  const [found, ...others] =
    place === undefined && hasHeader ? alike : columns.filter((one) => one.place === Number(place) - 1);
  if (found !== undefined && others.length === 0) return found;
  if (found !== undefined) {
    const places = [found, ...others].map((one) => `#${one.place + 1}`).join(' or ');
    throw new AppError('input', `${others.length + 1} columns are named "${name}": say ${places} instead.`);
  }
  const known = columns.map((one) => `"${one.label}" (#${one.place + 1})`).join(', ');
  throw new AppError('input', `The file has no column "${name}". It has ${known}.`);
}
