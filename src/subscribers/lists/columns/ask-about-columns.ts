import { shellQuoted } from '../../../shared/shell-quoted.ts';
import type { ColumnQuestion } from '../import-plan.ts';
import type { PreparedImport } from '../prepare-import.ts';
import { MAX_STATUS_VALUES } from './column-hint.ts';
import { type ColumnMap, writeColumnMap } from './column-map.ts';
import type { ColumnSurvey } from './file-survey.ts';
import { ignoringMap, proposeMap } from './propose-map.ts';

/**
 * The questions to answer before a file is imported: each column that may say who left, its values, and the command
 * that says what they mean.
 * @param file As the command names it.
 */
export function questionsText(prepared: PreparedImport, file: string): string {
  const { questions, choice, survey } = prepared;
  const rows = survey?.rows ?? 0;
  const from = choice.from === null ? '' : ` --from ${choice.from}`;
  const encoding = choice.encoding === undefined ? '' : ` --encoding ${shellQuoted(choice.encoding)}`;
  const command = `verdicts subscribers import ${file}${from}${encoding}`;
  const withMap = (map: ColumnMap) => `  ${command} --map ${shellQuoted(writeColumnMap(map))}`;
  const { map, isGuessed } = proposeMap(prepared);
  return [
    ...questions.map((question) => questionText(question, rows)),
    'Nothing was imported. Say what it means: check each word in this command, then run it:',
    withMap(map),
    ...(isGuessed ? [GUESSED] : []),
    'Or, if this is not about who gets email:',
    withMap(ignoringMap(prepared)),
    'Or, if everyone in the file without a status may get email: --from plain. It reads only columns named email, name, status, created_at, suppressed and paused_until.',
  ].join('\n');
}

export const GUESSED =
  'Words that we do not know are marked as unsubscribed. An import never brings these people back, so check them first.';

export function questionText({ column, about, known }: ColumnQuestion, rows: number): string {
  return about === 'unread'
    ? `The column "${column.label}" is not read, but it may say who must not be mailed. It has: ${valueCounts(column, rows)}.`
    : `The column "${column.label}" says who gets email, but we do not know what these values mean: ${valueCounts(column, rows, known)}.`;
}

function valueCounts(
  { values, filled, samples, optedOutWords }: ColumnSurvey,
  rows: number,
  except: ReadonlySet<string> = new Set(),
): string {
  const count = (text: string, number: number) => `${text} (${number})`;
  const empty = rows > filled && !except.has('') ? [count('nothing', rows - filled)] : [];
  const left = [...(values ?? [])].filter(([value]) => !except.has(value));
  if (values !== null && left.length <= MAX_STATUS_VALUES)
    return [...left.map(([value, number]) => count(shown(value), number)), ...empty].join(', ');
  const some = [...new Set([...samples, ...optedOutWords])].filter((value) => !except.has(value)).map(shown);
  return [`${[...some, 'others'].join(', ')} (${filled})`, ...empty].join(', ');
}

const MAX_SHOWN_LENGTH = 40;

function shown(value: string): string {
  return value.length <= MAX_SHOWN_LENGTH ? value : `${value.slice(0, MAX_SHOWN_LENGTH)}…`;
}
