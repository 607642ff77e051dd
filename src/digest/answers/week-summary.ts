import { type Line, line, name } from '../line.ts';
import { isFullPanel } from '../panel.ts';
import { capitalised, numberWord } from '../plain-words.ts';
import type { Answer, Judged } from './answer.ts';

/** A panel this far from even is not divided, in points. */
const MAX_FROM_EVEN = 25;

/** The week in numbers: how many comparisons, the clearest and the most divided. Null for a single one. */
export function weekSummary(answers: readonly Answer[], shown: (name: string) => string): Line | null {
  if (answers.length < 2) return null;
  const clear = clearestOf(answers);
  const [clearest] = clear;
  const divided = mostDivided(answers, clearest);
  return [
    `${capitalised(numberWord(answers.length))} comparisons.`,
    ...(clearest === undefined
      ? []
      : line` ${isClearest(clear, answers) ? 'Clearest' : 'Among the clearest'}: ${clearestWords(clearest, shown)}`),
    ...(divided === null
      ? []
      : line` ${divided.isShared ? 'Among the most divided' : 'Most divided'}: ${dividedWords(divided.tools, shown)}`),
  ];
}

/** All comparisons are of one tool with others. */
export function leagueSummary(tool: Judged, rivals: readonly Judged[]): Line {
  const [each, every] = rivals.length === 2 ? ['both', 'both rivals'] : ['each', 'every rival'];
  const comparisons = `${capitalised(numberWord(rivals.length))} comparisons, one tool in ${each}.`;
  const shipped = rivals.filter(({ verdict }) => verdict === 'ship').length;
  if (rivals.some(({ verdict }) => verdict === null)) return [comparisons];
  const too = tool.verdict === 'ship' ? ' too' : '';
  if (shipped === rivals.length) return [`${comparisons} The panel would ship ${every}${too}.`];
  return [`${comparisons} The panel would ship ${numberWord(shipped)} of the rivals.`];
}

/** Smaller panels count only if none is full, a single reviewer never. */
function fullPanels<Item>(items: readonly Item[], panelsOf: (item: Item) => readonly Judged[]): Item[] {
  const full = items.filter((item) => panelsOf(item).every(({ size }) => isFullPanel(size)));
  return full.length > 0 ? full : items.filter((item) => panelsOf(item).every(({ size }) => size !== 1));
}

/** The widest gap, and the larger share where gaps are alike; several if both are. */
function clearestOf(answers: readonly Answer[]): Answer[] {
  const clear = fullPanels(
    answers.filter(({ kind }) => kind === 'over'),
    ({ ahead, other }) => [ahead, other],
  ).toSorted((one, other) => gapOf(other) - gapOf(one) || shareAhead(other) - shareAhead(one));
  const [first] = clear;
  const isLike = (one: Answer, other: Answer) =>
    gapOf(one) === gapOf(other) && shareAhead(one) === shareAhead(other);
  return clear.filter((answer) => first !== undefined && isLike(answer, first));
}

/** Readers see every panel's share: beside a smaller one that is further ahead, nothing is the clearest. */
function isClearest([clearest, ...alike]: readonly Answer[], answers: readonly Answer[]): boolean {
  if (clearest === undefined || alike.length > 0) return false;
  return answers.every((one) => one.kind !== 'over' || gapOf(one) <= gapOf(clearest));
}

const shareAhead = ({ ahead }: Answer) => ahead.share ?? 0;
const gapOf = ({ ahead, other }: Answer) => (ahead.share ?? 0) - (other.share ?? 0);

function clearestWords(answer: Answer, shown: (name: string) => string): Line {
  const { side, share } = answer.ahead;
  return line`${name(shown(side.name))}, ${`${share}%`} and ${String(gapOf(answer))} points ahead.`;
}

/** The tools nearest to even in one comparison: one, or both if equally near. */
function mostDivided(
  answers: readonly Answer[],
  clearest: Answer | undefined,
): { tools: Judged[]; isShared: boolean } | null {
  const known = answers.flatMap(({ ahead, other }) => [ahead, other]).filter(({ share }) => share !== null);
  const counted = new Set(fullPanels(known, (judged) => [judged]));
  // What is as far from even as the clearest cannot be the most divided.
  const mostFromEven = Math.min(
    MAX_FROM_EVEN,
    clearest === undefined ? MAX_FROM_EVEN : fromEven(clearest.ahead),
  );
  const [first, second] = answers
    .map(({ ahead, other }) => {
      const judged = [ahead, other].filter((one) => counted.has(one) && one !== clearest?.ahead);
      const nearest = Math.min(...judged.map(fromEven));
      return { nearest, tools: judged.filter((one) => fromEven(one) === nearest) };
    })
    .filter(({ nearest }) => nearest < mostFromEven)
    .sort((one, other) => one.nearest - other.nearest || other.tools.length - one.tools.length);
  if (first === undefined) return null;
  const isShared = first.nearest === second?.nearest && first.tools.length === second.tools.length;
  return { tools: first.tools, isShared };
}

const fromEven = ({ share }: Judged) => Math.abs((share ?? 0) - 50);

/** "A and B, two against two", "A, 60%, and B, 40%". */
function dividedWords(tools: readonly Judged[], shown: (name: string) => string): Line {
  const how = new Set(tools.map(howDivided));
  const names = tools.map((judged) => {
    const tool = name(shown(judged.side.name));
    return how.size === 1 ? line`${tool}` : line`${tool}, ${howDivided(judged)}`;
  });
  const and = how.size === 1 ? ' and ' : ', and ';
  const all = names.flatMap((one, index) => (index === 0 ? one : [and, ...one]));
  return how.size === 1 ? line`${all}, ${[...how].join()}.` : line`${all}.`;
}

function howDivided({ count, share }: Judged): string {
  if (count === null || 2 * count.ship !== count.of) return `${share}%`;
  return `${numberWord(count.ship)} against ${numberWord(count.ship)}`;
}
