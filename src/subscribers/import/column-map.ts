import { AppError } from '../../errors.ts';
import { STANDINGS, type Standing } from './export-form.ts';
import { COLUMN_ROLES, type ColumnRole, type ImportChoice } from './import-plan.ts';

const EXAMPLE =
  '--map "email=Mailbox,name=First+Last,status=Standing,status.here=confirmed,status.gone=unsubscribed"';

/** `status.word` or `status[column].word`; the word may have anything in it but a comma. */
const WORD = /^status(?:\[([^\]]*)\])?\.(.*)=([^=]*)$/s;

/**
 * What `--map` says: `role=column` with `+` between several columns, and `status.word=standing`, by commas. A column whose
 * name has one of these signs is said by its place, as `#3`.
 *
 * @throws AppError `usage` where it cannot be understood.
 */
export function readColumnMap(texts: readonly string[]): Pick<ImportChoice, 'columns' | 'words'> {
  const columns: { column: string; role: ColumnRole }[] = [];
  const words: { column: string | null; word: string; means: Standing }[] = [];
  for (const part of texts.flatMap((text) => text.split(',')).filter((one) => one.trim() !== '')) {
    const [, column = null, word, means] = WORD.exec(part) ?? [];
    if (word === undefined) columns.push(...readColumns(part));
    else words.push({ column: column?.trim() ?? null, word: word.trim(), means: readStanding(part, means) });
  }
  return { columns, words };
}

function readColumns(part: string): { column: string; role: ColumnRole }[] {
  const at = part.indexOf('=');
  const role = COLUMN_ROLES.find((one) => one === part.slice(0, at).trim());
  const names = part
    .slice(at + 1)
    .split('+')
    .map((name) => name.trim());
  if (at === -1 || role === undefined || names.includes('')) {
    throw new AppError(
      'usage',
      `--map: "${part.trim()}" is not understood. Write it as ${EXAMPLE}. A column can be: ${COLUMN_ROLES.join(', ')}. If the name of a column has a comma, a plus or an equals sign, use its place, such as #3.`,
    );
  }
  return names.map((column) => ({ column, role }));
}

function readStanding(part: string, text = ''): Standing {
  const found = STANDINGS.find((standing) => standing === text.trim().toLowerCase());
  if (found !== undefined) return found;
  throw new AppError('usage', `--map: "${part.trim()}" must end in one of ${STANDINGS.join(', ')}.`);
}
