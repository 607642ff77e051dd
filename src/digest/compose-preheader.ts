import { toolKey } from '../comparisons/comparison.ts';
import { counted } from '../shared/counted.ts';
import type { Answer, Judged } from './answers/answer.ts';
import { answerLine, titleLine } from './answers/answer-words.ts';
import { reviewerInSentence } from './answers/role-words.ts';
import type { Headline, League } from './compose-subject.ts';
import { fitLine, type Wording } from './fit-line.ts';
import { lineText } from './line.ts';
import { isFullPanel } from './panel.ts';
import { capitalised, listed, numberWord } from './plain-words.ts';

/** In UTF-16 code units. */
export const MAX_PREHEADER_LENGTH = 110;

export interface PreheaderRequest extends Headline {
  subject: string;
  /** What the featured comparison shows beside the verdicts. */
  contents: { reviewers: number; hasPrices: boolean; hasBothStances: boolean };
}

/** Continues where the subject ends, and never repeats it. The featured pair is named in one of the two. */
export function composePreheader(request: PreheaderRequest): string {
  const { lead, others, league, subject, names: all } = request;
  const wordings = [
    ...(league === null
      ? []
      : leagueWordings(league, request).filter(({ names }) =>
          names.includes(rivalOf(league, lead).side.name),
        )),
    ...unnamedInSubject(lead, subject),
    ...(league === null ? otherAnswers(others) : leagueWordings(league, request)),
    ...contentWordings(request),
    plain('What the reviewers say, side by side'),
  ];
  const isNew = (text: string) => !repeats(text, subject);
  return (
    fitLine(wordings, { maxLength: MAX_PREHEADER_LENGTH, all, isAllowed: isNew }) ??
    `In this issue: ${counted(others.length + 1, 'comparison')}`
  );
}

/** The featured one. */
const rivalOf = ({ tool }: League, { ahead, other }: Answer) =>
  toolKey(ahead.side.name) === toolKey(tool.side.name) ? other : ahead;

const plain = (text: string): Wording => ({ names: [], say: () => text });

/** What the subject had no room for, with the other tool's name. */
function unnamedInSubject({ ahead, other }: Answer, subject: string): Wording[] {
  const isIn = ({ side }: Judged) => isNamed(side.name, subject);
  if (isIn(other) && isIn(ahead)) return [];
  const missing = isIn(ahead) ? [other] : [ahead, other];
  const names = missing.map(({ side }) => side.name);
  const share = ({ share: percent }: Judged) => (percent === null ? '' : `, ${percent}%`);
  if (missing.length === 2)
    return [{ names, say: (one, two) => `${one}${share(ahead)}; ${two}${share(other)}` }];
  const sayWith = (two: string) =>
    ![ahead, other].every((one) => one.share !== null && isFullPanel(one.size))
      ? `It is compared with ${two}.`
      : `${ahead.share}% of the panel would ship it, ${other.share}% ${two}.`;
  return [{ names, say: (two = '') => sayWith(two) }];
}

/** A cut name has at least this many characters of the whole one. */
const MIN_CUT_LENGTH = 12;

/** By its own words, whole, without its description or cut: "Go" is not named in "A good week". */
function isNamed(tool: string, subject: string): boolean {
  const [head = ''] = toolKey(tool).split(/:\s|\s[–—([-]/);
  const words = wordsOf(head).split(' ');
  if (words.join('') === '') return toolKey(subject).includes(head);
  const beginnings = words
    .map((_, index) => words.slice(0, index + 1).join(' '))
    .filter((text, index) => text.length >= MIN_CUT_LENGTH || index === words.length - 1);
  return beginnings.some((beginning) => ` ${wordsOf(subject)} `.includes(` ${beginning} `));
}

/** The next answers, as many as fit. */
function otherAnswers(others: readonly Answer[]): Wording[] {
  return [4, 3, 2, 1]
    .filter((count) => count <= others.length)
    .map((count) => {
      const told = others.slice(0, count);
      return {
        names: told.flatMap(({ ahead, other }) => [ahead.side.name, other.side.name]),
        say: (...shown) =>
          told
            .map((answer, index) => {
              const [one = '', two = ''] = shown.slice(2 * index);
              const nameOf = (full: string) => (full === answer.ahead.side.name ? one : two);
              return `${lineText(answer.kind === 'unknown' ? answerLine(answer, nameOf) : titleLine(answer, nameOf))}.`;
            })
            .join(' '),
      };
    });
}

function leagueWordings(
  { tool, rivals }: League,
  { subject, lead }: Pick<PreheaderRequest, 'subject' | 'lead'>,
): Wording[] {
  const featured = rivals.find(({ side }) => side.name === rivalOf({ tool, rivals }, lead).side.name);
  // In their order, the featured one in any case.
  const first = (count: number) => {
    const told = rivals.slice(0, count);
    return featured === undefined || told.includes(featured) ? told : [...told.slice(0, -1), featured];
  };
  const isTold = tool.share !== null && isFullPanel(tool.size) && isNamed(tool.side.name, subject);
  const share = isTold ? `${tool.share}% of the panel would ship it. ` : '';
  const wouldShip = isTold && tool.verdict === 'ship' ? 'It would also ship' : 'The panel would ship';
  const shipped = rivals.filter(({ verdict }) => verdict === 'ship');
  const wordingOf = (told: readonly Judged[], say: (names: string) => string): Wording => ({
    names: told.map(({ side }) => side.name),
    say: (...shown) => `${share}${say(listed(shown))}`,
  });
  const isShort = shipped.length > 0 && shipped.length < rivals.length;
  return [
    ...(isShort ? [wordingOf(shipped, (names) => `${wouldShip} ${names}.`)] : []),
    ...[5, 4, 3, 2, 1]
      .filter((count) => count <= rivals.length)
      .map((count) => {
        const left = rivals.length - count;
        return wordingOf(first(count), (names) =>
          left === 0
            ? `Against ${names}.`
            : `Against ${names.replace(' and ', ', ')} and ${counted(left, 'other')}.`,
        );
      }),
  ];
}

/** "The Futurist disagrees on Kiln. Four reviewers, prices, and the best argument each way." */
function contentWordings({ lead, contents }: PreheaderRequest): Wording[] {
  const { reviewers, hasPrices, hasBothStances } = contents;
  const parts = [
    reviewers === 0 ? null : counted(reviewers, 'reviewer').replace(String(reviewers), numberWord(reviewers)),
    hasPrices ? 'prices' : null,
    hasBothStances ? 'the best argument each way' : null,
  ].filter((part) => part !== null);
  if (parts.length === 0) return [];
  const summary = plain(`${capitalised(listed(parts))}.`);
  const against = [lead.ahead, lead.other].filter(({ dissenters }) => (dissenters ?? []).length > 0);
  const [dissenter, ...more] = new Set(against.flatMap(({ dissenters }) => dissenters ?? []));
  if (dissenter === undefined || more.length > 0) return [summary];
  const who = capitalised(reviewerInSentence(dissenter));
  const names = against.length === 2 ? [] : against.map(({ side }) => side.name);
  const say = (tool = 'both') => `${who} disagrees on ${tool}. ${summary.say()}`;
  return [{ names, say }, summary];
}

function repeats(text: string, subject: string): boolean {
  const [said, before] = [wordsOf(text), wordsOf(subject)];
  return before !== '' && (said.includes(before) || before.includes(said));
}

function wordsOf(text: string): string {
  return (
    text
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu)
      ?.join(' ') ?? ''
  );
}
