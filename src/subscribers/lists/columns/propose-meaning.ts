import { exportWord, type Standing } from '../products/export-form.ts';
import { FEW_VALUES, hasDatesOnly, isNothing } from './column-hint.ts';
import type { ColumnSurvey } from './file-survey.ts';
import { headerKind, isOtherChannel } from './header-kind.ts';
import { proposedStanding, tellsOfJoining } from './proposed-standing.ts';
import { saysGoneUnder, wordClass } from './standing-words.ts';
import { MAX_GONE_WORDS } from './survey-file.ts';

/** What a word of a column means. `*` is any word that is not named; an empty word is an empty cell. */
export interface WordMeaning {
  word: string;
  /** In how many rows it stands. */
  count: number;
  means: Standing;
  /** Nothing tells what it means, so it is taken for a word that keeps mail away. */
  isGuessed: boolean;
}

/**
 * What the words of a column probably mean, for a person to check. Where nothing tells what a word means, the proposal
 * mails nobody.
 *
 * @param canName Whether a word can be named on its own; by default, every word but `*` can. `*` stands for the others.
 */
export function proposedMeanings(
  column: ColumnSurvey,
  rows: number,
  canName: (word: string) => boolean = (word) => word !== '*',
): WordMeaning[] {
  const kind = headerKind(column.label);
  const isGone = kind === 'gone';
  if (['text', 'harmless', 'reason'].includes(kind)) return meaningsOfText(column, rows, canName);
  const isFew = isState(column);
  const isNamed = (word: string) => canName(word) && (isFew || isKnownWord(word));
  const words = [...(column.values ?? [])].filter(([word]) => isNamed(word));
  const named = withoutTwins(
    words.map(([word, count]) => {
      if (isNothing(word)) return { word, count, means: isGone ? 'confirmed' : 'pending', isGuessed: false };
      return { word, count, ...proposedStanding(word, column.label) };
    }),
  );
  const rest = column.filled - words.reduce((sum, [, count]) => sum + count, 0);
  const means = isFew || isGone || !tellsOfJoining(column.label) ? 'unsubscribed' : 'confirmed';
  return [
    ...named,
    ...(rest > 0
      ? [{ word: '*', count: rest, means: means as Standing, isGuessed: means === 'unsubscribed' }]
      : []),
    ...meaningOfNothing(column, { rows, means: isGone ? 'confirmed' : 'pending' }),
  ];
}

/** Among many values, such as dates, a word that says who gets mail; numbers may count something. */
const isKnownWord = (word: string) => /\p{L}/u.test(word) && wordClass(word) !== 'other';

/** `Active` and `active` are one word for an import. If their meanings differ, mail is kept away. */
function withoutTwins(meanings: readonly WordMeaning[]): WordMeaning[] {
  const byWord = new Map<string, WordMeaning>();
  for (const one of meanings) {
    const twin = byWord.get(exportWord(one.word));
    const means = twin === undefined || twin.means === 'confirmed' ? one.means : twin.means;
    byWord.set(exportWord(one.word), {
      ...(twin ?? one),
      ...{ count: (twin?.count ?? 0) + one.count, means },
    });
  }
  return [...byWord.values()];
}

/** Whether a column has few words, each of which a person can be asked about. */
export function isState(column: ColumnSurvey): boolean {
  return column.values !== null && column.values.size <= FEW_VALUES && !hasDatesOnly(column);
}

/** Of tags and notes, only those say anything of who gets mail that refuse it. */
function meaningsOfText(
  column: ColumnSurvey,
  rows: number,
  canName: (word: string) => boolean,
): WordMeaning[] {
  const { label, filled, values, goneWords } = column;
  const refusals =
    values === null ? [...goneWords] : [...values.keys()].filter((cell) => refuses(label, cell));
  const isWhole = values !== null || goneWords.size < MAX_GONE_WORDS;
  const empty = meaningOfNothing(column, { rows, means: 'confirmed' });
  if (!isWhole || !refusals.every(canName))
    return [{ word: '*', count: filled, means: 'unsubscribed', isGuessed: true }, ...empty];
  const named = withoutTwins(
    refusals.map((word) => ({
      word,
      count: values?.get(word) ?? 1,
      means: refusalStanding(word),
      isGuessed: false,
    })),
  );
  const count = filled - named.reduce((sum, one) => sum + one.count, 0);
  const others = { word: '*', count, means: 'confirmed' as const, isGuessed: false };
  return [...named, ...(count > 0 ? [others] : []), ...empty];
}

const refuses = (label: string, cell: string) => saysGoneUnder(headerKind(label), cell);

function refusalStanding(cell: string): Standing {
  const kind = wordClass(cell);
  return kind === 'bounced' || kind === 'complained' ? kind : 'unsubscribed';
}

function meaningOfNothing(
  { filled }: ColumnSurvey,
  { rows, means }: { rows: number; means: Standing },
): WordMeaning[] {
  return rows > filled ? [{ word: '', count: rows - filled, means, isGuessed: false }] : [];
}

/** Whether a column is about text messages or calls, and nothing in it speaks of email. */
export function isOfOtherChannel({ label, values, samples, goneWords }: ColumnSurvey): boolean {
  const cells = [...(values?.keys() ?? samples), ...goneWords];
  return isOtherChannel(label) && !cells.some((cell) => /mail|newsletter/i.test(cell));
}
