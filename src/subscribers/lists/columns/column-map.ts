import { AppError } from '../../../shared/errors.ts';
import { COLUMN_ROLES, type ColumnRole, type ImportChoice } from '../import-plan.ts';
import { LIST_STATUSES, type ListStatus } from '../products/export-form.ts';

const EXAMPLE =
  '--map "email=Mailbox,name=First+Last,status=Standing,status.here=confirmed,status.gone=unsubscribed"';

export type ColumnMap = Pick<ImportChoice, 'columns' | 'words'>;

/** `status.word` or `status[column].word`. An unquoted word may contain anything but a comma. */
const WORD = /^\s*status(?:\[\s*("(?:[^"]|"")*"|[^\]]*?)\s*\])?\.(.*)=([^=]*)$/s;

/** A quoted text after one of the map's separators, or a single character. */
const PIECE = /(?<=^|[.=+[,]\s*)"(?:[^"]|"")*"|./gsu;

const QUOTED = /^"((?:[^"]|"")*)"$/s;

/**
 * Reads `--map`: comma-separated `role=column`, with `+` between columns, and `status.word=status`. A column or word
 * that contains a separator is quoted, with quotation marks doubled; a column can also be a place such as `#3`.
 * @throws AppError `usage` if it cannot be understood.
 */
export function readColumnMap(texts: readonly string[]): ColumnMap {
  const columns: { column: string; role: ColumnRole }[] = [];
  const words: { column: string | null; word: string; means: ListStatus }[] = [];
  const parts = texts.flatMap((text) => splitAt(text, ',')).filter((one) => one.trim() !== '');
  for (const part of parts) {
    const [, column, word, means] = WORD.exec(part) ?? [];
    if (word === undefined) columns.push(...readColumns(part));
    else {
      const named = column === undefined ? null : unquoted(column);
      words.push({ column: named, word: unquoted(word), means: readStatus(part, means) });
    }
  }
  return { columns, words };
}

export function writeColumnMap({ columns, words }: ColumnMap): string {
  const roles = [...new Set(columns.map(({ role }) => role))];
  const named = (role: ColumnRole) =>
    columns.filter((one) => one.role === role).map(({ column }) => quoted(column));
  return [
    ...roles.map((role) => `${role}=${named(role).join('+')}`),
    ...words.map(({ column, word, means }) => {
      const where = column === null ? '' : `[${quoted(column)}]`;
      return `status${where}.${quoted(word)}=${means}`;
    }),
  ].join(',');
}

/** Whether a column's name needs no quotation marks and is not mistaken for a place. */
export function isPlainName(label: string): boolean {
  return label !== '' && quoted(label) === label && !/^#\d+$|[\p{Cc}\u2028\u2029]/u.test(label);
}

function quoted(text: string): string {
  return /[",=+[\]]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function unquoted(text: string): string {
  const inner = QUOTED.exec(text.trim())?.[1];
  return inner === undefined ? text.trim() : inner.replaceAll('""', '"').trim();
}

function splitAt(text: string, separator: string): string[] {
  const parts = [''];
  for (const [piece] of text.matchAll(PIECE)) {
    if (piece === separator) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

function readColumns(part: string): { column: string; role: ColumnRole }[] {
  const at = part.indexOf('=');
  const role = COLUMN_ROLES.find((one) => one === part.slice(0, at).trim());
  const names = splitAt(part.slice(at + 1), '+').map(unquoted);
  if (at === -1 || role === undefined || names.includes('')) {
    throw new AppError(
      'usage',
      `--map: "${part.trim()}" is not understood. Write it as ${EXAMPLE}. A column can be: ${COLUMN_ROLES.join(', ')}. If a name or a word has a comma, a plus, an equals sign, a bracket or a quotation mark, put it in quotation marks and write each quotation mark in it twice, such as status."away, for now"=unsubscribed. A column can also be given by its place, such as #3.`,
    );
  }
  return names.map((column) => ({ column, role }));
}

function readStatus(part: string, text = ''): ListStatus {
  const found = LIST_STATUSES.find((status) => status === text.trim().toLowerCase());
  if (found !== undefined) return found;
  throw new AppError('usage', `--map: "${part.trim()}" must end in one of ${LIST_STATUSES.join(', ')}.`);
}
