import { FEW_VALUES, hasDatesOnly } from './column-hint.ts';
import type { Standing } from './export-form.ts';
import { fold } from './fold.ts';
import { headerKind } from './header-kind.ts';
import { saysGoneUnder, type WordClass, wordClass } from './standing-words.ts';
import { type ColumnSurvey, MOST_GONE_WORDS } from './survey-file.ts';

/** What a word of a column means. `*` is any word that is not named; an empty word is an empty cell. */
export interface WordMeaning {
  word: string;
  /** In how many rows it stands. */
  count: number;
  means: Standing;
}

/**
 * What the words of a column probably mean, for a person to check. Where nothing tells what a word means, the proposal
 * mails nobody.
 *
 * @param canName Whether a word can be named on its own; by default, every word can.
 */
export function proposedMeanings(
  column: ColumnSurvey,
  rows: number,
  canName: (word: string) => boolean = () => true,
): WordMeaning[] {
  const kind = headerKind(column.label);
  const isGone = kind === 'gone';
  if (['text', 'harmless', 'reason'].includes(kind)) return meaningsOfText(column, rows, canName);
  const words = [...(column.values ?? [])];
  const isNamed = isState(column) && words.every(([word]) => canName(word));
  const others = isGone || !tellsOfJoining(column.label) ? 'unsubscribed' : 'confirmed';
  const named = isNamed
    ? words.map(([word, count]) => ({ word, count, means: proposedStanding(word, isGone) }))
    : [{ word: '*', count: column.filled, means: others as Standing }];
  return [...named, ...meaningOfNothing(column, { rows, means: isGone ? 'confirmed' : 'pending' })];
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
  const isWhole = values !== null || goneWords.size < MOST_GONE_WORDS;
  const empty = meaningOfNothing(column, { rows, means: 'confirmed' });
  if (!isWhole || !refusals.every(canName))
    return [{ word: '*', count: filled, means: 'unsubscribed' }, ...empty];
  const named = refusals.map((word) => ({
    word,
    count: values?.get(word) ?? 1,
    means: refusalStanding(word),
  }));
  const count = filled - named.reduce((sum, one) => sum + one.count, 0);
  return [...named, ...(count > 0 ? [{ word: '*', count, means: 'confirmed' as const }] : []), ...empty];
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
  return rows > filled ? [{ word: '', count: rows - filled, means }] : [];
}

/** Whether a date or a text in such a column is there for those who joined, and not for those who left. */
function tellsOfJoining(label: string): boolean {
  return /opt(ed)? ?in|confirm|bestatig|verif|subscribed|joined|signed up|angemeldet|inscri(t|pt|to|ta)|aangemeld|zapisan|登録/.test(
    fold(label),
  );
}

function proposedStanding(value: string, isGoneHeader: boolean): Standing {
  const meanings: Record<WordClass, Standing> = {
    gone: 'unsubscribed',
    bounced: 'bounced',
    complained: 'complained',
    pending: 'pending',
    no: isGoneHeader ? 'confirmed' : 'unsubscribed',
    yes: isGoneHeader ? 'unsubscribed' : 'confirmed',
    other: 'unsubscribed',
  };
  return meanings[wordClass(value)];
}
