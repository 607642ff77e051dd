import { LIST_STATUSES, type ListStatus, type StatusForm } from '../products/export-form.ts';
import type { ChosenColumns } from './choose-columns.ts';
import { findColumn } from './choose-columns.ts';
import type { ColumnSurvey } from './file-survey.ts';
import { headerKind } from './header-kind.ts';
import { createStatusColumn, type StatusColumn } from './standing-column.ts';

type Words = readonly (readonly [string, ListStatus | 'erased'])[];

interface WordForm {
  words: Words;
  empty?: ListStatus | undefined;
  other?: ListStatus | undefined;
  isOfDates?: boolean | undefined;
  isFlag?: boolean | undefined;
  lists?: StatusColumn['lists'] | undefined;
}

const STATUS: WordForm = {
  words: LIST_STATUSES.map((status) => [status, status] as const),
  // An operator imports a list of people who agreed.
  empty: 'confirmed',
};
const SUPPRESSED: WordForm = {
  words: (['bounced', 'complained', 'erased'] as const).map((word) => [word, word] as const),
  empty: 'confirmed',
};

/** `Subscribed` with a date, or with `no`. */
const JOINED: WordForm = { words: [], empty: 'confirmed', other: 'confirmed', isOfDates: true };

export function findStatusColumns(chosen: ChosenColumns): StatusColumn[] {
  const known = chosen.product === null ? ownColumns(chosen) : productColumns(chosen);
  return [...chosenColumns(chosen), ...known];
}

/** Columns found only in a product's file of people who left. */
export function findFileMarkColumns({ product, find }: ChosenColumns): StatusColumn[] {
  return Object.entries(product?.fileMarks ?? {}).flatMap(([column, status]) =>
    find([column]).map((one) => createStatusColumn(one, { words: [], empty: 'confirmed', other: status })),
  );
}

function chosenColumns(chosen: ChosenColumns): StatusColumn[] {
  const { withRole } = chosen;
  const marks = (['pending', 'unsubscribed', 'bounced', 'complained'] as const).flatMap((status) =>
    withRole(status).map((column) => ({
      column,
      form: { words: [], empty: 'confirmed' as const, other: status },
    })),
  );
  return [
    ...withRole('status').map((column) => ({ column, form: statusForm(column, chosen) })),
    ...withRole('suppressed').map((column) => ({ column, form: SUPPRESSED })),
    ...marks,
  ].map(({ column, form }) => withWords(column, form, chosen));
}

/** A column that a person calls the status may use our words and those of the product's column of that name. */
function statusForm({ place }: ColumnSurvey, { names, product }: ChosenColumns): WordForm {
  const name = names[place] ?? '';
  const known = product?.statusColumns.find(({ columns }) => columns.includes(name));
  return {
    words: [...STATUS.words, ...Object.entries(known?.words ?? {})],
    empty: known?.empty ?? (name === 'status' ? STATUS.empty : undefined),
    other: known?.other,
    isFlag: known !== undefined && isFlag(known.words),
  };
}

function ownColumns(chosen: ChosenColumns): StatusColumn[] {
  return [
    ...chosen.find(['status']).map((column) => withWords(column, STATUS, chosen)),
    ...chosen.find(['suppressed']).map((column) => withWords(column, SUPPRESSED, chosen)),
  ];
}

function productColumns(chosen: ChosenColumns): StatusColumn[] {
  const { product } = chosen;
  const stated = (product?.statusColumns ?? []).flatMap((form) =>
    chosen.find(form.columns).map((column) => withWords(column, wordForm(form, column), chosen)),
  );
  const joined = chosen
    .find(product?.createdAt ?? [])
    .filter(
      ({ label, place }) => headerKind(label) === 'status' && !stated.some((one) => one.place === place),
    )
    .map((column) => withWords(column, JOINED, chosen));
  return [...stated, ...joined];
}

function wordForm({ words, empty, other, isOfLists }: StatusForm, column: ColumnSurvey): WordForm {
  const form = { words: Object.entries(words), empty, other, isFlag: isFlag(words) };
  if (isOfLists !== true) return form;
  const cells = column.values === null ? column.samples : [...column.values.keys()];
  return { ...form, lists: cells.some((cell) => cell.trimEnd().endsWith(';')) ? 'ended' : 'any' };
}

/** A person's words override ours and the product's. */
function withWords(column: ColumnSurvey, form: WordForm, { survey, choice }: ChosenColumns): StatusColumn {
  const said = choice.words.filter(
    ({ column: named }) => named === null || findColumn(survey, named).place === column.place,
  );
  const meaning = (word: string) => said.findLast((one) => one.word === word)?.means;
  const words = said.filter(({ word }) => word !== '' && word !== '*');
  return createStatusColumn(column, {
    words: [...form.words, ...words.map(({ word, means }) => [word, means] as const)],
    empty: meaning('') ?? form.empty,
    other: meaning('*') ?? form.other,
    ...{ isOfDates: form.isOfDates, isFlag: form.isFlag },
    // A person who says what every other word means knows how the lists are written.
    lists: meaning('*') === undefined ? form.lists : undefined,
  });
}

function isFlag(words: Readonly<Record<string, ListStatus>>): boolean {
  return ('true' in words && 'false' in words) || ('yes' in words && 'no' in words);
}
