import { AppError } from '../../errors.ts';
import { formOf, PLAIN } from '../known-exports.ts';
import { mayTellWhoLeft } from './column-hint.ts';
import { exportWord, type KnownExport, STANDINGS, type Standing } from './export-form.ts';
import { addressColumn, nameColumns } from './header-words.ts';
import {
  type ColumnQuestion,
  type ColumnRole,
  type ImportChoice,
  type ImportPlan,
  type ImportPlanning,
  type NamedPlace,
  NO_CHOICE,
} from './import-plan.ts';
import { orderTold } from './read-date.ts';
import { recogniseProduct } from './recognise-product.ts';
import { SAYS, type StandingColumn, saidBy, standingColumn } from './standing-column.ts';
import type { ColumnSurvey, FileSurvey } from './survey-file.ts';
import { noHeader, unreadableFile } from './what-is-missing.ts';

type Own = readonly (readonly [string, Standing | 'erased'])[];
const OWN_WORDS: Own = STANDINGS.map((standing) => [standing, standing] as const);
const SUPPRESSED: Own = [...(['bounced', 'complained', 'erased'] as const)].map(
  (word) => [word, word] as const,
);

/**
 * How a file is read, as its header, its values and a person say; or the questions that a person must answer first.
 *
 * @param survey Null: there is nothing in the file.
 */
export function planImport(survey: FileSurvey | null, choice: ImportChoice = NO_CHOICE): ImportPlanning {
  const refuse = (problem: AppError) => ({ plan: null, problem, questions: [] });
  if (survey === null) return refuse(unreadableFile(null));
  try {
    const plan = createPlanner(survey, choice).plan();
    const questions = choice.from === PLAIN ? [] : questionsOf(plan, survey, choice);
    return { plan, problem: null, questions };
  } catch (error) {
    if (error instanceof AppError) return refuse(error);
    throw error;
  }
}

/** The columns that tell who gets mail, as far as the header says; none where it cannot be read. */
export function tellingColumns(survey: FileSurvey, choice: ImportChoice): readonly StandingColumn[] {
  try {
    return createPlanner(survey, choice).telling();
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}

/** How the columns of a file are read, before anything but its header is known to say who left. */
function createPlanner(survey: FileSurvey, choice: ImportChoice) {
  const { columns, header, hasHeader } = survey;
  const names = header.map(exportWord);
  const product = hasHeader ? recogniseProduct(names, choice.from) : null;
  const chosen = choice.columns.map(({ column, role }) => ({ column: findColumn(survey, column), role }));
  const roleOf = new Map(chosen.map(({ column, role }) => [column.place, role]));
  const withRole = (role: ColumnRole) =>
    chosen.filter((one) => one.role === role).map(({ column }) => column);
  const isFree = ({ place }: ColumnSurvey) => !roleOf.has(place);
  const find = (wanted: readonly string[]) =>
    wanted.flatMap((name) => columns.find((column) => names[column.place] === name && isFree(column)) ?? []);
  const wordsFor = (column: ColumnSurvey) =>
    choice.words.filter(
      ({ column: named }) => named === null || findColumn(survey, named).place === column.place,
    );

  const emailColumn = () => {
    const [email] = [...withRole('email'), ...find(product?.email ?? [])];
    const found = email ?? addressColumn({ ...survey, columns: columns.filter(isFree) });
    if (found === undefined) throw noHeader(survey);
    return found;
  };
  const dated = (column: ColumnSurvey) => ({
    ...{ place: column.place, label: column.label },
    orderOf: orderTold(column.dates, product?.dateOrder),
  });
  const createdAtColumns = () => {
    const said = withRole('created_at');
    return (said.length > 0 ? said : find(product?.createdAt ?? ['created_at'])).map(dated);
  };
  const pausedUntilColumn = () => {
    const [column] = [...withRole('paused_until'), ...(product === null ? find(['paused_until']) : [])];
    return column === undefined ? null : dated(column);
  };

  /** A column with the words that a person, the product and we have for it; the person's count most. */
  const withWords = (
    column: ColumnSurvey,
    form: { words: Own; empty?: Standing | undefined; other?: Standing | undefined },
  ) => {
    const said = wordsFor(column);
    const meaning = (word: string) => said.find((one) => one.word === word)?.means;
    const words = said.filter(({ word }) => word !== '' && word !== '*');
    return standingColumn(column, {
      words: [...form.words, ...words.map(({ word, means }) => [word, means] as const)],
      empty: meaning('') ?? form.empty,
      other: meaning('*') ?? form.other,
    });
  };
  const ofProduct = ({ standings }: KnownExport): StandingColumn[] =>
    standings.flatMap(({ columns: wanted, words, empty, other }) =>
      find(wanted).map((column) => withWords(column, { words: Object.entries(words), empty, other })),
    );
  const ofPlain = () => [
    ...find(['status']).map((column) => withWords(column, { words: OWN_WORDS, empty: 'confirmed' })),
    ...find(['suppressed']).map((column) => withWords(column, { words: SUPPRESSED, empty: 'confirmed' })),
  ];
  const said = (): StandingColumn[] => [
    ...withRole('status').map((column) => {
      const form = product?.standings.find(({ columns: wanted }) =>
        wanted.includes(names[column.place] ?? ''),
      );
      const isOwn = names[column.place] === 'status';
      return withWords(column, {
        words: [...OWN_WORDS, ...Object.entries(form?.words ?? {})],
        empty: form?.empty ?? (isOwn ? 'confirmed' : undefined),
        other: form?.other,
      });
    }),
    ...withRole('suppressed').map((column) => withWords(column, { words: SUPPRESSED, empty: 'confirmed' })),
    ...(['pending', 'unsubscribed', 'bounced', 'complained'] as const).flatMap((standing) =>
      withRole(standing).map((column) =>
        withWords(column, { words: [], empty: 'confirmed', other: standing }),
      ),
    ),
  ];

  const standingColumns = () => [...said(), ...(product === null ? ofPlain() : ofProduct(product))];
  const fileMarkColumns = () =>
    Object.entries(product?.fileMarks ?? {}).flatMap(([column, standing]) =>
      find([column]).map((one) => standingColumn(one, { words: [], empty: 'confirmed', other: standing })),
    );

  return {
    telling: () => [...standingColumns(), ...fileMarkColumns()],
    plan(): ImportPlan {
      const email = emailColumn();
      const createdAt = createdAtColumns();
      const pausedUntil = pausedUntilColumn();
      const standings = standingColumns();
      if (product !== null) refuseWhatCannotTell({ product, names, choice, standings });
      const taken = new Set([email, ...createdAt, ...standings, pausedUntil].map((one) => one?.place));
      const names_ = withRole('name');
      const free = columns.filter((column) => isFree(column) && !taken.has(column.place));
      const name = names_.length > 0 ? names_ : hasHeader ? nameColumns(free) : [];
      const fileMarks = fileMarkColumns();
      for (const { place } of [...name, ...fileMarks]) taken.add(place);
      const unread = columns.filter(({ place }) => !taken.has(place));
      return {
        ...{ product, hasHeader, width: header.length, email, name, createdAt, pausedUntil },
        ...{ standings, fileMarks, unread },
      };
    },
  };
}

/** The column that a person names, or gives by its place as `#3`. */
function findColumn({ columns, hasHeader }: FileSurvey, name: string): ColumnSurvey {
  const place = /^#(\d+)$/.exec(name)?.[1];
  const byName = columns.filter(({ label }) => label === name);
  const alike =
    byName.length > 0 ? byName : columns.filter(({ label }) => exportWord(label) === exportWord(name));
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

/** Refuses a file of a product that lacks the column by which it tells who gets mail. */
function refuseWhatCannotTell(found: {
  product: KnownExport;
  names: readonly string[];
  choice: ImportChoice;
  standings: readonly StandingColumn[];
}): void {
  const { product, names, choice, standings } = found;
  const missing = product.standings.filter(
    ({ needed, columns }) => needed === true && !columns.some((column) => names.includes(column)),
  );
  const [first] = missing;
  if (first !== undefined && !choice.columns.some(({ role }) => role === 'status')) {
    throw new AppError(
      'input',
      `The header has no column ${first.columns.join(' or ')}, which says in an export of ${product.name} who wants mail. Export the list again with that column.`,
    );
  }
  if (product.cannotTell === undefined || standings.length > 0 || choice.from === formOf(product)) return;
  throw new AppError(
    'input',
    `This looks like an export of ${product.name}. The file does not tell ${product.cannotTell}. Nothing was imported. If everyone in this file may get mail, add --from ${formOf(product)}, and import the people who left as a second file with a column status.`,
  );
}

function questionsOf(plan: ImportPlan, survey: FileSurvey, choice: ImportChoice): ColumnQuestion[] {
  const ignored = new Set(
    choice.columns
      .filter(({ role }) => role === 'ignore')
      .map(({ column }) => findColumn(survey, column).place),
  );
  const isOther = (label: string) => plan.product?.otherMatters?.test(exportWord(label)) === true;
  const unread = plan.unread
    .filter(({ place, label }) => !ignored.has(place) && !isOther(label))
    .flatMap(({ place }) => survey.columns[place] ?? [])
    .filter((column) => mayTellWhoLeft(column, survey.rows))
    .map((column) => ({ column, about: 'unread' as const }));
  const surveyed = ({ place }: NamedPlace) => survey.columns[place] ?? [];
  const words = plan.standings
    .filter((standing) => isMostlyUnknown(standing, survey))
    .flatMap(surveyed)
    .map((column) => ({ column, about: 'words' as const }));
  return [...words, ...unread];
}

/** A word by mistake costs its row only; where most are not known, the column means something else than we think. */
function isMostlyUnknown(standing: StandingColumn, { columns, rows }: FileSurvey): boolean {
  const { values = null, filled = 0 } = columns[standing.place] ?? {};
  if (values === null) return standing.other === SAYS.unknown;
  const cells = [...values, ['', rows - filled] as const];
  const isUnknown = (cell: string) => saidBy(standing, cell) === SAYS.unknown;
  const unknown = cells.reduce((sum, [cell, count]) => sum + (isUnknown(cell) ? count : 0), 0);
  return unknown > 0 && unknown * 2 > rows;
}
