import { shellQuoted } from '../../shared/shell-quoted.ts';
import { writeColumnMap } from './columns/column-map.ts';
import { STATUS_BITS, type StatusColumn, strongestStatus } from './columns/standing-column.ts';
import type { ImportChoice, ImportPlan } from './import-plan.ts';
import type { ImportReport } from './import-subscribers.ts';
import { wordsFor } from './import-surface.ts';
import type { PreparedImport, Totals } from './prepare-import.ts';
import { normaliseWord } from './products/export-form.ts';

/** `readAs` is `nothing` for a column that is not read. */
export interface ReadColumn {
  column: string;
  place: number;
  readAs: string;
}

export function readColumns(plan: ImportPlan): ReadColumn[] {
  const { email, name, createdAt, statusColumns, fileMarks, pausedUntil, unread } = plan;
  const as = (readAs: string) => (one: { place: number; label: string }) => ({
    ...{ column: one.label, place: one.place + 1 },
    readAs,
  });
  return [
    as('email')(email),
    ...name.map(as('name')),
    ...createdAt.map(as('created_at')),
    ...statusColumns.map((one) => as(roleOf(one))(one)),
    ...fileMarks.map(as('status')),
    ...(pausedUntil === null ? [] : [as('paused_until')(pausedUntil)]),
    ...unread.map(as('nothing')),
  ].sort((one, other) => one.place - other.place);
}

/** A column in which every value means the same is read as that. */
function roleOf({ words, other, isOfDates }: StatusColumn): string {
  return words.size === 0 && !isOfDates && other !== STATUS_BITS.unknown ? strongestStatus(other) : 'status';
}

export function columnLines(plan: ImportPlan): string[] {
  const columns = readColumns(plan);
  const roles = [...new Set(columns.map(({ readAs }) => readAs))].filter((role) => role !== 'nothing');
  const named = (readAs: string) =>
    columns.filter((one) => one.readAs === readAs).map(({ column, place }) => `"${column || `#${place}`}"`);
  const unread = named('nothing');
  return [
    `Read: ${roles.map((role) => `${role} from ${LIST.format(named(role))}`).join('; ')}.`,
    unread.length === 0 ? 'All columns are read.' : `Not read: ${unread.join(', ')}.`,
  ];
}

const LIST = new Intl.ListFormat('en');

export function totalsText(totals: Totals): string {
  const said = Object.entries(totals).filter(([, count]) => count > 0);
  const words = said.map(
    ([word, count]) => `${count} ${word === 'unknown' ? 'with an unknown status' : word}`,
  );
  return words.join(', ') || 'no rows';
}

/** What to tell a person after an import, in sentences. */
export function importSummary({ totals, kept, repeated, rejected }: ImportReport): string[] {
  const more = repeated.rows - repeated.lines.length;
  const lines = LIST.format([...repeated.lines.map(String), ...(more > 0 ? [`${more} more`] : [])]);
  return [
    `Imported: ${totalsText(totals)}.`,
    ...kept.map(
      ({ fileSays, stays, people }) =>
        `${people} that the file calls ${fileSays} ${people === 1 ? 'stays' : 'stay'} ${stays}: ${WHY_KEPT[stays]}.`,
    ),
    ...refusedPeopleSentences(rejected.map(({ line }) => line)),
    ...(repeated.rows === 0
      ? []
      : [
          `${repeated.rows} ${repeated.rows === 1 ? 'row repeats' : 'rows repeat'} an email address from an earlier row: ${repeated.rows === 1 ? 'line' : 'lines'} ${lines}. The first name in the file counts; a row that keeps email away counts wherever it is.`,
        ]),
  ];
}

const MAX_LINES_NAMED = 20;

/** A refused row changes nothing about that person. */
function refusedPeopleSentences(lines: readonly number[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length - MAX_LINES_NAMED;
  const named = LIST.format([
    ...lines.slice(0, MAX_LINES_NAMED).map(String),
    ...(more > 0 ? [`${more} more`] : []),
  ]);
  return [
    lines.length === 1
      ? `The row in line ${named} was refused, so that person stays as they were: if they are already confirmed, they still get email.`
      : `The rows in lines ${named} were refused, so those people stay as they were: if they are already confirmed, they still get email.`,
  ];
}

const WHY_KEPT: Readonly<Record<ImportReport['kept'][number]['stays'], string>> = {
  unsubscribed: 'they left earlier, and an import brings nobody back',
  bounced: 'email to them bounced earlier',
  complained: 'they reported an issue as spam earlier',
  erased: 'they asked to be erased earlier',
  confirmed: 'they have already confirmed',
  pending: 'they have not confirmed yet',
};

/** What a product's export omits, what else to import, and what is assumed about whom. */
export function importNotes(plan: ImportPlan, prepared: PreparedImport): string[] {
  const { cannotTell, note } = plan.product ?? {};
  const isSilent = cannotTell !== undefined && plan.statusColumns.length === 0;
  return [
    ...(isSilent ? [`It does not say ${cannotTell}.`] : []),
    ...(note === undefined ? [] : [note]),
    ...assumptions(plan, prepared),
  ];
}

/** People who get no email although the file does not say that they left. */
function assumptions({ product, statusColumns }: ImportPlan, { survey, choice }: PreparedImport): string[] {
  return statusColumns.flatMap((column) => {
    const { place, label } = column;
    const form = product?.statusColumns.find(({ columns }) => columns.includes(normaliseWord(label)));
    return Object.entries(form?.assumed ?? {}).flatMap(([word, open]) => {
      const cells = [...(survey?.columns[place]?.values ?? [])].filter(
        ([cell]) => normaliseWord(cell) === word,
      );
      const count = cells.reduce((sum, [, number]) => sum + number, 0);
      const isSaid = choice.words.some((one) => normaliseWord(one.word) === word);
      if (count === 0 || isSaid) return [];
      const who = count === 1 ? '1 person is' : `${count} people are`;
      return `${who} "${word}" in ${label}, and the file does not say ${open}. They get no email: they are imported as unsubscribed, so only signing up again brings them back. If they should get email, say so before you import: ${howToConfirm({ label, word }, choice)}.`;
    });
  });
}

function howToConfirm({ label, word }: { label: string; word: string }, { surface }: ImportChoice): string {
  const map = { columns: [], words: [{ column: label, word, means: 'confirmed' as const }] };
  return wordsFor(surface, {
    command: `--map ${shellQuoted(writeColumnMap(map))}`,
    studio: `say below that "${word}" means confirmed, then choose "Check again"`,
  });
}
