import type { Answer, Judged } from './answer.ts';
import { type Line, line, name } from './line.ts';
import { capitalised, numberWord } from './number-words.ts';

/** A panel this far from even is not divided, in points. */
const MAX_FROM_EVEN = 25;

/** The week in numbers: how many comparisons, the clearest and the most divided. Null for a single one. */
export function weekSummary(answers: readonly Answer[], shown: (name: string) => string): Line | null {
  if (answers.length < 2) return null;
  const clearest = clearestOf(answers);
  const divided = mostDivided(answers.filter((answer) => answer !== clearest));
  return [
    `${capitalised(numberWord(answers.length))} comparisons.`,
    ...(clearest === undefined ? [] : clearestWords(clearest, shown)),
    ...(divided === null ? [] : dividedWords(divided, shown)),
  ];
}

/** All comparisons are of one tool with others. */
export function leagueSummary(rivals: readonly Judged[]): Line {
  const [each, every] = rivals.length === 2 ? ['both', 'both rivals'] : ['each', 'every rival'];
  const comparisons = `${capitalised(numberWord(rivals.length))} comparisons, one tool in ${each}.`;
  const shipped = rivals.filter(({ verdict }) => verdict === 'ship').length;
  if (rivals.some(({ verdict }) => verdict === null)) return [comparisons];
  if (shipped === rivals.length) return [`${comparisons} The panel would ship ${every} too.`];
  return [`${comparisons} The panel would ship ${numberWord(shipped)} of the rivals.`];
}

function clearestOf(answers: readonly Answer[]): Answer | undefined {
  const [clearest] = answers
    .filter(({ kind, ahead, other }) => kind === 'over' && ahead.size !== 1 && other.size !== 1)
    .sort((one, other) => gapOf(other) - gapOf(one) || (other.ahead.share ?? 0) - (one.ahead.share ?? 0));
  return clearest;
}

const gapOf = ({ ahead, other }: Answer) => (ahead.share ?? 0) - (other.share ?? 0);

function clearestWords({ ahead, other }: Answer, shown: (name: string) => string): Line {
  const points = gapOf({ kind: 'over', ahead, other });
  return line` Clearest: ${name(shown(ahead.side.name))}, ${`${ahead.share}%`} and ${String(points)} points ahead.`;
}

/** The tools nearest to even in one comparison: one, or both if equally near. */
function mostDivided(answers: readonly Answer[]): Judged[] | null {
  const ranked = answers
    .map(({ ahead, other }) => {
      const judged = [ahead, other].filter(({ share, size }) => share !== null && size !== 1);
      const nearest = Math.min(...judged.map(fromEven));
      return { nearest, tools: judged.filter((one) => fromEven(one) === nearest) };
    })
    .filter(({ nearest }) => nearest < MAX_FROM_EVEN)
    .sort((one, other) => one.nearest - other.nearest || other.tools.length - one.tools.length);
  return ranked[0]?.tools ?? null;
}

const fromEven = ({ share }: Judged) => Math.abs((share ?? 0) - 50);

function dividedWords(tools: readonly Judged[], shown: (name: string) => string): Line {
  const names = tools.map(({ side }) => line`${name(shown(side.name))}`);
  const [first] = tools;
  const counts = new Set(tools.map(({ count }) => (count === null ? null : `${count.ship}/${count.of}`)));
  const half = first?.count != null && 2 * first.count.ship === first.count.of ? first.count.ship : null;
  const isEven = half !== null && counts.size === 1;
  const how = isEven ? `${numberWord(half)} against ${numberWord(half)}` : `${first?.share}%`;
  const all = names.flatMap((one, index) => (index === 0 ? one : [' and ', ...one]));
  return line` Most divided: ${all}, ${how}.`;
}
