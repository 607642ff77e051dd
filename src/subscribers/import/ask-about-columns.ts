import { FEW_VALUES } from './column-hint.ts';
import { headerKind } from './header-kind.ts';
import type { ColumnQuestion } from './import-plan.ts';
import type { PreparedImport } from './prepare-import.ts';
import { proposedMeanings } from './propose-meaning.ts';
import type { ColumnSurvey } from './survey-file.ts';

/**
 * What a person must say before a file is imported: each column that may tell who left, what stands in it, and the command
 * that says what it means.
 *
 * @param file As the command names it.
 */
export function questionsText(prepared: PreparedImport, file: string): string {
  const { questions, choice, survey } = prepared;
  const rows = survey?.rows ?? 0;
  const labels = survey?.header ?? [];
  const meanings = questions.flatMap((question) => proposedMeaning(question.column, { labels, rows }));
  const ignored = questions.map(({ column }) => columnReference(column, labels)).join('+');
  const from = choice.from === null ? '' : ` --from ${choice.from}`;
  const encoding = choice.encoding === undefined ? '' : ` --encoding ${choice.encoding}`;
  const command = `verdicts subscribers import ${file}${from}${encoding}`;
  const earlier = choiceWords(prepared);
  const asMap = (parts: readonly string[]) => `${command} --map "${[...earlier, ...parts].join(',')}"`;
  return [
    ...questions.map((question) => questionText(question, rows)),
    'Nothing was imported. Say what it means. Check each word in this command, then run it:',
    `  ${asMap(meanings)}`,
    'Or, if this is not about who gets email:',
    `  ${asMap([`ignore=${ignored}`])}`,
    'Or, if everyone in the file without a status may get email: --from plain. It reads only columns named email, name, status, created_at, suppressed and paused_until.',
  ].join('\n');
}

/** One question in a sentence, with what stands in the column. */
export function questionText({ column, about }: ColumnQuestion, rows: number): string {
  const what = {
    words: `The column "${column.label}" says who gets email, in words this program does not know.`,
    unread: `The column "${column.label}" is not read, and it may say who must not be mailed.`,
  }[about];
  return `${what} It holds: ${valuesText(column, rows)}.`;
}

/** The values of a column with how often each is there. */
export function valuesText({ values, filled, samples, goneWords }: ColumnSurvey, rows: number): string {
  const count = (text: string, number: number) => `${text} (${number})`;
  const empty = rows > filled ? [count('nothing', rows - filled)] : [];
  if (values !== null && values.size <= FEW_VALUES)
    return [...[...values].map(([value, number]) => count(shown(value), number)), ...empty].join(', ');
  const some = [...new Set([...samples, ...goneWords])].map(shown).join(', ');
  return [`${some} and others (${filled})`, ...empty].join(', ');
}

const LONGEST_SHOWN = 40;

function shown(value: string): string {
  return value.length <= LONGEST_SHOWN ? value : `${value.slice(0, LONGEST_SHOWN)}…`;
}

/** The parts of `--map` that say what a column means, as far as its words tell. */
function proposedMeaning(
  column: ColumnSurvey,
  { labels, rows }: { labels: readonly string[]; rows: number },
): string[] {
  const reference = columnReference(column, labels);
  const meanings = proposedMeanings(column, rows, isWritable);
  const isGone = headerKind(column.label) === 'gone' && meanings[0]?.word === '*';
  if (isGone) return [`unsubscribed=${reference}`];
  return [
    `status=${reference}`,
    ...meanings.map(({ word, means }) => `status[${reference}].${word}=${means}`),
  ];
}

/** Signs that `--map` or a shell takes for its own. */
const SPECIAL = /["$`\\,+=#![\]\n]/;

const isWritable = (value: string) => !SPECIAL.test(value);

/** A column as `--map` names it: by its name where that is plain and the only one, else by its place. */
function columnReference({ label, place }: ColumnSurvey, labels: readonly string[]): string {
  const isOnly = labels.filter((one) => one.toLowerCase() === label.toLowerCase()).length === 1;
  return isOnly && label !== '' && isWritable(label) ? label : `#${place + 1}`;
}

/** What was said already, so that the next command says it, too. */
function choiceWords({ choice }: PreparedImport): string[] {
  return [
    ...choice.columns.map(({ column, role }) => `${role}=${column}`),
    ...choice.words.map(
      ({ column, word, means }) => `status${column === null ? '' : `[${column}]`}.${word}=${means}`,
    ),
  ];
}
