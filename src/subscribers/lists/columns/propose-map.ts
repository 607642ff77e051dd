import type { ColumnQuestion, ImportChoice } from '../import-plan.ts';
import type { PreparedImport } from '../prepare-import.ts';
import { findColumn } from './choose-columns.ts';
import { isNullLike } from './column-hint.ts';
import { type ColumnMap, isPlainName } from './column-map.ts';
import type { ColumnSurvey, FileSurvey } from './file-survey.ts';
import { headerKind } from './header-kind.ts';
import { isAboutOtherChannel, proposeMeanings, type WordMeaning } from './propose-meaning.ts';
import { isUnset } from './status-words.ts';

/** `isGuessed`: some of it is a guess, which keeps email away. */
export interface ProposedMap {
  map: ColumnMap;
  isGuessed: boolean;
}

/** The smallest map that answers all questions and keeps what was said already. */
export function proposeMap(prepared: PreparedImport): ProposedMap {
  const { questions, choice, survey } = prepared;
  if (survey === null) return { map: choice, isGuessed: false };
  const asked = new Set(questions.map(({ column }) => column.place));
  const placeOf = (column: string) => findColumn(survey, column).place;
  const said = choice.columns.filter(({ column, role }) => role !== 'unread' || !asked.has(placeOf(column)));
  const isOnly = hasOneStatus(prepared);
  const isKnownElsewhere = hasOtherEvidence(prepared);
  const answers = questions.map((question) =>
    answerTo(question, { survey, choice, isOnly, isKnownElsewhere }),
  );
  const words = isOnly ? choice.words.map((one) => ({ ...one, column: null })) : choice.words;
  return {
    map: {
      columns: [...said, ...answers.flatMap(({ columns }) => columns)],
      words: [...words, ...answers.flatMap((answer) => answer.words)],
    },
    isGuessed: answers.some((answer) => answer.isGuessed),
  };
}

/** The smallest map that says the columns asked about are not about email. */
export function ignoringMap(prepared: PreparedImport): ColumnMap {
  const { questions, choice, survey } = prepared;
  if (survey === null) return choice;
  const asked = new Set(questions.map(({ column }) => column.place));
  const isLeft = (column: string) => !asked.has(findColumn(survey, column).place);
  const ignored = questions.map(({ column }) => ({
    column: referenceTo(column, survey),
    role: 'ignore' as const,
  }));
  return {
    columns: [...choice.columns.filter(({ column }) => isLeft(column)), ...ignored],
    words: hasOneStatus(prepared)
      ? []
      : choice.words.filter(({ column }) => column === null || isLeft(column)),
  };
}

function hasOneStatus({ plan, questions }: PreparedImport): boolean {
  const asked = questions.map(({ column }) => column);
  const columns = [...(plan?.statusColumns ?? []), ...(plan?.fileMarks ?? []), ...asked];
  return plan?.product == null && new Set(columns.map(({ place }) => place)).size === 1;
}

function hasOtherEvidence({ plan, questions }: PreparedImport): boolean {
  const asked = questions.filter(({ column }) => column.filled > 0 && !isAboutOtherChannel(column));
  return asked.length > 0 || (plan?.statusColumns.length ?? 0) > 0;
}

interface Terms {
  survey: FileSurvey;
  choice: ImportChoice;
  isOnly: boolean;
  isKnownElsewhere: boolean;
}

function answerTo(
  { column, about, known }: ColumnQuestion,
  { survey, choice, isOnly, isKnownElsewhere }: Terms,
) {
  const proposed = proposeMeanings(column, survey.rows, canBeWritten);
  const all = about === 'words' ? proposed.map(withoutSilentYes) : proposed;
  const meanings = all.filter(({ word }) => !known.has(word));
  const reference = referenceTo(column, survey, choice);
  const isGuessed = meanings.some((one) => one.isGuessed);
  const asRole = (role: 'status' | 'unsubscribed' | 'ignore') => [{ column: reference, role }];
  const isAside = isAboutOtherChannel(column) || (column.filled === 0 && isKnownElsewhere);
  if (about === 'unread' && known.size === 0 && isAside)
    return { columns: asRole('ignore'), words: [], isGuessed: false };
  const isMark = headerKind(column.label) === 'opted-out' && all[0]?.word === '*' && known.size === 0;
  if (isMark && about === 'unread') return { columns: asRole('unsubscribed'), words: [], isGuessed: false };
  return {
    columns: about === 'unread' ? asRole('status') : [],
    words: meanings.map(({ word, means }: WordMeaning) => ({
      ...{ column: isOnly ? null : reference, word, means },
    })),
    isGuessed,
  };
}

/** If it is unknown what an empty cell means in a product's own column, the proposal is not to email. */
function withoutSilentYes(one: WordMeaning): WordMeaning {
  return isUnset(one.word) || isNullLike(one.word) ? { ...one, means: 'unsubscribed', isGuessed: true } : one;
}

/** A word with a control character cannot be pasted, and `*` means any other word. */
const canBeWritten = (word: string) => word !== '*' && !/[\p{Cc}\u2028\u2029]/u.test(word);

/** The column as it was named before, or else by its name if plain and unique, or else by its place. */
function referenceTo({ label, place }: ColumnSurvey, survey: FileSurvey, choice?: ImportChoice): string {
  const named = choice?.columns.find(({ column }) => findColumn(survey, column).place === place);
  if (named !== undefined) return named.column;
  const isOnly = survey.header.filter((one) => one.toLowerCase() === label.toLowerCase()).length === 1;
  return survey.hasHeader && isOnly && isPlainName(label) ? label : `#${place + 1}`;
}
