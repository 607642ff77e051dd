import { type ListStatus, normaliseWord } from '../products/export-form.ts';
import { hasDatesOnly, isNullLike, MAX_STATUS_VALUES } from './column-hint.ts';
import type { ColumnSurvey } from './file-survey.ts';
import { headerKind, isOtherChannel } from './header-kind.ts';
import { isAboutJoining, proposeStatus } from './propose-status.ts';
import { saysOptedOut, wordClass } from './status-words.ts';
import { MAX_OPTED_OUT_WORDS } from './survey-file.ts';

/** `*` is any other word; an empty word is an empty cell. */
export interface WordMeaning {
  word: string;
  count: number;
  means: ListStatus;
  /** Unknown, and therefore assumed to keep email away. */
  isGuessed: boolean;
}

/**
 * What a column's words probably mean, for a person to check. Unclear words are proposed as unsubscribed.
 * @param canName Whether a word can be named on its own rather than covered by `*`; by default, every word but `*`.
 */
export function proposeMeanings(
  column: ColumnSurvey,
  rows: number,
  canName: (word: string) => boolean = (word) => word !== '*',
): WordMeaning[] {
  const kind = headerKind(column.label);
  const isOptedOut = kind === 'opted-out';
  if (['text', 'harmless', 'reason'].includes(kind)) return meaningsOfText(column, rows, canName);
  const isFew = hasFewWords(column);
  const isNamed = (word: string) => canName(word) && (isFew || isKnownWord(word));
  const words = [...(column.values ?? [])].filter(([word]) => isNamed(word));
  const named = mergeSpellings(
    words.map(([word, count]) => {
      if (isNullLike(word))
        return { word, count, means: isOptedOut ? 'confirmed' : 'pending', isGuessed: false };
      return { word, count, ...proposeStatus(word, column.label) };
    }),
  );
  const rest = column.filled - words.reduce((sum, [, count]) => sum + count, 0);
  const means = isFew || isOptedOut || !isAboutJoining(column.label) ? 'unsubscribed' : 'confirmed';
  return [
    ...named,
    ...(rest > 0
      ? [{ word: '*', count: rest, means: means as ListStatus, isGuessed: means === 'unsubscribed' }]
      : []),
    ...meaningOfEmptyCells(column, { rows, means: isOptedOut ? 'confirmed' : 'pending' }),
  ];
}

/** Among many values, such as dates, a word with a known meaning; a number may be a count. */
const isKnownWord = (word: string) => /\p{L}/u.test(word) && wordClass(word) !== 'other';

/** An import does not tell `Active` from `active`. If their meanings differ, the one without email wins. */
function mergeSpellings(meanings: readonly WordMeaning[]): WordMeaning[] {
  const byWord = new Map<string, WordMeaning>();
  for (const one of meanings) {
    const earlier = byWord.get(normaliseWord(one.word));
    const means = earlier === undefined || earlier.means === 'confirmed' ? one.means : earlier.means;
    byWord.set(normaliseWord(one.word), {
      ...(earlier ?? one),
      ...{ count: (earlier?.count ?? 0) + one.count, means },
    });
  }
  return [...byWord.values()];
}

function hasFewWords(column: ColumnSurvey): boolean {
  return column.values !== null && column.values.size <= MAX_STATUS_VALUES && !hasDatesOnly(column);
}

/** In tags and notes, only refusals say anything about who gets email. */
function meaningsOfText(
  column: ColumnSurvey,
  rows: number,
  canName: (word: string) => boolean,
): WordMeaning[] {
  const { label, filled, values, optedOutWords } = column;
  const refusals =
    values === null ? [...optedOutWords] : [...values.keys()].filter((cell) => refuses(label, cell));
  const isWhole = values !== null || optedOutWords.size < MAX_OPTED_OUT_WORDS;
  const empty = meaningOfEmptyCells(column, { rows, means: 'confirmed' });
  if (!isWhole || !refusals.every(canName))
    return [{ word: '*', count: filled, means: 'unsubscribed', isGuessed: true }, ...empty];
  const named = mergeSpellings(
    refusals.map((word) => ({
      word,
      count: values?.get(word) ?? 1,
      means: refusalStatus(word),
      isGuessed: false,
    })),
  );
  const count = filled - named.reduce((sum, one) => sum + one.count, 0);
  const others = { word: '*', count, means: 'confirmed' as const, isGuessed: false };
  return [...named, ...(count > 0 ? [others] : []), ...empty];
}

const refuses = (label: string, cell: string) => saysOptedOut(headerKind(label), cell);

function refusalStatus(cell: string): ListStatus {
  const kind = wordClass(cell);
  return kind === 'bounced' || kind === 'complained' ? kind : 'unsubscribed';
}

function meaningOfEmptyCells(
  { filled }: ColumnSurvey,
  { rows, means }: { rows: number; means: ListStatus },
): WordMeaning[] {
  return rows > filled ? [{ word: '', count: rows - filled, means, isGuessed: false }] : [];
}

/** About text messages or calls, and no value mentions email. */
export function isAboutOtherChannel({ label, values, samples, optedOutWords }: ColumnSurvey): boolean {
  const cells = [...(values?.keys() ?? samples), ...optedOutWords];
  return isOtherChannel(label) && !cells.some((cell) => /mail|newsletter/i.test(cell));
}
