import { AppError } from '../../../shared/errors.ts';
import { shellQuoted } from '../../../shared/shell-quoted.ts';
import type { ImportChoice } from '../import-plan.ts';
import { wordsFor } from '../import-surface.ts';
import { normaliseWord } from '../products/export-form.ts';
import { PLAIN } from '../products/known-exports.ts';
import { refusalIn } from '../refusal-text.ts';
import { isPlainName, writeColumnMap } from './column-map.ts';
import type { ColumnSurvey, FileSurvey, NamedPlace } from './file-survey.ts';
import { isOptedOutWord, saysOptedOut, wordClass } from './status-words.ts';

export interface SeenRow {
  line: number;
  fields: readonly string[];
  /** The row causes no email: a column says that the person left, or is cut off so that the row is refused. */
  isSafe: boolean;
}

interface Telltale {
  line: number;
  text: string;
}

/** Finds people who left by a heading such as `Unsubscribed:`, or in a name such as `Bob (unsubscribed)`. */
export interface TelltaleScanner {
  inspect(row: SeenRow, survey: FileSurvey): void;
  /** Why the file must not be imported as it is; null if nothing was found. */
  problem(): AppError | null;
}

/** Finds nothing if a person said that everyone may get email, and no names in columns that they called names. */
export function createTelltaleScanner(choice: ImportChoice): TelltaleScanner {
  let names: readonly ColumnSurvey[] | undefined;
  let heading: Telltale | undefined;
  let name: Telltale | undefined;
  let isFollowed = false;
  return {
    inspect({ line, fields, isSafe }, survey) {
      if (choice.from === PLAIN) return;
      const hasAddress = fields.some((field) => field.includes('@'));
      if (hasAddress && heading !== undefined && !isSafe) isFollowed = true;
      if (!hasAddress && headingOf(fields, survey)) heading ??= { line, text: fields.join(' ').trim() };
      if (!hasAddress || isSafe) return;
      names ??= namesIn(survey, choice);
      const found = names.map(({ place }) => fields[place] ?? '').find(saysOptedOutInName);
      if (found !== undefined) name ??= { line, text: found };
    },
    problem() {
      if (heading !== undefined && isFollowed) return headingProblem(heading);
      return name === undefined ? null : nameProblem(name, names ?? [], choice);
    },
  };
}

/** Whether a row is a lone text about people who left. In a column about that, it belongs to a person. */
function headingOf(fields: readonly string[], { columns }: FileSurvey): boolean {
  const [place, ...others] = [...fields.keys()].filter((at) => fields[at] !== '');
  if (place === undefined || others.length > 0) return false;
  const kind = columns[place]?.kind ?? 'none';
  const text = fields[place] ?? '';
  if (kind === 'opted-out' || kind === 'status' || !/[\p{L}\p{Extended_Pictographic}]/u.test(text))
    return false;
  const found = wordClass(text);
  return found === 'other' ? saysOptedOutInPart(text) : found !== 'yes';
}

function saysOptedOutInPart(text: string): boolean {
  return saysOptedOut('none', text) || text.split(/[^\p{L}\p{M}]+/u).some(isOptedOutWord);
}

/** Name columns, except those that a person called names; the studio's form does that for every column. */
function namesIn({ columns }: FileSurvey, choice: ImportChoice): ColumnSurvey[] {
  const isSaid = ({ label, place }: NamedPlace) =>
    choice.surface !== 'studio' &&
    choice.columns.some(
      ({ column }) => normaliseWord(column) === normaliseWord(label) || column === `#${place + 1}`,
    );
  return columns.filter((column) => column.kind === null && !isSaid(column));
}

/** Only the end of a name is read: the search for a remark takes quadratic time. */
const MAX_READ_LENGTH = 300;

/** In brackets or after a dash. */
const REMARK = /[([{]\s*([^)\]}]+)[)\]}]\s*$|\s[-–—:*]+\s*(.+)$/u;

function saysOptedOutInName(name: string): boolean {
  if (name === '') return false;
  if (refusalIn(name) !== null) return true;
  const [, bracketed, dashed] = REMARK.exec(name.slice(-MAX_READ_LENGTH)) ?? [];
  return isOptedOutWord((bracketed ?? dashed ?? '').trim());
}

const MAX_SHOWN_LENGTH = 60;

function headingProblem({ line, text }: Telltale): AppError {
  return new AppError(
    'input',
    `Line ${line} is "${text.slice(0, MAX_SHOWN_LENGTH)}", and people follow it. If it is a heading, these people may have left. Nothing was imported. Give them a column named status that says unsubscribed, or move them to a second file with such a column. Then remove line ${line} and import again.`,
  );
}

function nameProblem({ line, text }: Telltale, names: readonly NamedPlace[], choice: ImportChoice): AppError {
  const columns = names.map(({ label, place }) => ({
    column: isPlainName(label) ? label : `#${place + 1}`,
    role: 'name' as const,
  }));
  const way = wordsFor(choice.surface, {
    command: `add --map ${shellQuoted(writeColumnMap({ columns, words: [] }))}`,
    studio: 'choose “columns email, name, status, created_at” under “Read it as”, then choose “Check again”',
  });
  return new AppError(
    'input',
    `The name on line ${line} is "${text.slice(0, MAX_SHOWN_LENGTH)}", which may say that this person must not be emailed. Nothing was imported. Add a column named status that says unsubscribed for each such person, then import again. If everyone in the file may get email, ${way}.`,
  );
}
