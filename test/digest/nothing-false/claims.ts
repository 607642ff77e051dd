import { expect } from 'vitest';
import type { Voice } from '../../../src/digest/digest.ts';
import type { Stated } from './stated.ts';
import { NAMES } from './weeks.ts';

export const NAME = `(${NAMES.join('|').replace('.', '\\.')})`;
const WORDS = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
const numberOf = (word = '') => WORDS.indexOf(word.toLowerCase());

/** The sources on the tool of this name; of "it", on the one that the words are about. */
type On = (name?: string) => Stated[];
type Claim = readonly [pattern: string, isTrue: (parts: readonly string[], on: On) => boolean];

const reviewBy =
  (role: string | undefined, isTrue: (said: string, one: Stated) => boolean) => (one: Stated) =>
    one.side.reviews.some(
      ({ reviewer, verdict }) => reviewer === role && verdict !== null && isTrue(verdict, one),
    );
const isAgainst = (role: string | undefined) => reviewBy(role, (said, { verdict }) => said !== verdict);
const is = (verdict: string | undefined) => (one: Stated) => one.verdict === verdict;

/** By at least one reviewer, of ten where nobody knows how many there are. */
function isAhead(ahead: Stated, behind: Stated): boolean {
  if (ahead.share === null || behind.share === null || ahead.isOdd || behind.isOdd) return false;
  return ahead.share - behind.share >= Math.max(stepOf(ahead), stepOf(behind));
}
function stepOf({ side: { reviews }, count }: Stated): number {
  return Math.floor(100 / (count?.of ?? (reviews.length > 1 ? reviews.length : 10)));
}

function isLevel(one: Stated, other: Stated): boolean {
  const areSplit = one.verdict === 'split' && other.verdict === 'split';
  const areKnown = [one, other].every(({ share, isOdd }) => share !== null && !isOdd);
  return areSplit && (!areKnown || one.share === other.share);
}

/** Everything that the program's words may claim of a panel. */
const CLAIMS: readonly Claim[] = [
  [`${NAME} over ${NAME}`, ([one, other], on) => on(one).some((a) => on(other).some((b) => isAhead(a, b)))],
  [
    `${NAME} level with ${NAME}`,
    ([one, other], on) => on(one).some((a) => on(other).some((b) => isLevel(a, b))),
  ],
  [
    `Level: ${NAME}, ${NAME}`,
    ([one, other], on) => on(one).some((a) => on(other).some((b) => isLevel(a, b))),
  ],
  [
    `${NAME} or ${NAME}: ship either`,
    ([one, other], on) => on(one).some(is('ship')) && on(other).some(is('ship')),
  ],
  [`Both: ${NAME}, ${NAME}`, ([one, other], on) => on(one).some(is('ship')) && on(other).some(is('ship'))],
  [
    `Neither ${NAME} nor ${NAME}`,
    ([one, other], on) => on(one).some(is('skip')) && on(other).some(is('skip')),
  ],
  [`(?:^|\\. )Ship ${NAME}`, ([name], on) => on(name).some(is('ship'))],
  [`, skip ${NAME}`, ([name], on) => on(name).some(is('skip'))],
  [`[Ss]plit on ${NAME}`, ([name], on) => on(name).some(is('split'))],
  [`no verdict on ${NAME}`, ([name], on) => on(name).some(({ verdict }) => verdict === null)],
  [
    `(\\d+)% of the panel would ship (it|${NAME})`,
    ([share, name], on) => on(name).some((one) => one.share === Number(share) && !one.isOdd),
  ],
  [
    `(\\w+) of (\\w+) reviewers would ship (it|${NAME})`,
    ([ships, of, name], on) =>
      on(name).some(({ count }) => count?.ships === numberOf(ships) && count.of === numberOf(of)),
  ],
  [
    `[Aa]ll (\\w+) reviewers would ship (it|${NAME})`,
    ([of, name], on) =>
      on(name).some(({ count }) => count?.ships === numberOf(of) && count.of === numberOf(of)),
  ],
  [
    `only reviewer of ${NAME} would (ship|skip) it`,
    ([name, verdict], on) => on(name).some((one) => one.count?.of === 1 && is(verdict)(one)),
  ],
  [
    'Its only reviewer would (ship|skip) it',
    ([verdict], on) => on('it').some((one) => one.count?.of === 1 && is(verdict)(one)),
  ],
  [
    `only the (\\w+) would ship ${NAME}`,
    ([role, name], on) =>
      on(name).some(
        ({ side, count, ...one }) =>
          count?.ships === 1 && reviewBy(role, (said) => said === 'ship')({ side, count, ...one }),
      ),
  ],
  [`[Tt]he (\\w+) disagrees on ${NAME}`, ([role, name], on) => on(name).some(isAgainst(role))],
  [`[Tt]he (\\w+) disagrees on both`, ([role], on) => on().filter(isAgainst(role)).length > 1],
  [`on ${NAME}, the (\\w+) dissents`, ([name, role], on) => on(name).some(isAgainst(role))],
];

/** Fails with the words that no source backs. */
export function expectTrue(words: string, tools: readonly Stated[], about: string | null = null): void {
  const on: On = (name) =>
    tools.filter(({ side }) => name === undefined || side.name === (name === 'it' ? about : name));
  for (const [pattern, isTrue] of CLAIMS)
    for (const [claim, ...parts] of words.matchAll(new RegExp(pattern, 'g')))
      expect(isTrue(parts, on), `“${claim}” in “${words}”`).toBe(true);
}

/** Fails if the reviewer did not say so, or is called what no source says. */
export function expectVoice(
  { stance, tool, reviewer, text }: Voice,
  about: string | null,
  tools: readonly Stated[],
): void {
  const name = tool ?? about;
  const isTrue = tools
    .filter(({ side }) => side.name === name)
    .some((one) =>
      one.side.reviews
        .filter((review) => review.reviewer === reviewer && review.text.includes(text))
        .some(({ verdict }) => isCalled(stance, verdict ?? unanimous(one), one)),
    );
  expect(isTrue, `${stance} ${name}: ${reviewer} “${text}”`).toBe(true);
}

const unanimous = ({ share, isOdd }: Stated) =>
  isOdd ? null : share === 100 ? 'ship' : share === 0 ? 'skip' : null;

function isCalled(stance: Voice['stance'], verdict: string | null, { side }: Stated): boolean {
  if (stance === 'unknown') return verdict === null;
  if (stance === 'against') return verdict === 'skip';
  const nobodySkips = side.reviews.every((review) => review.verdict !== 'skip');
  return verdict === 'ship' && (stance === 'for' || nobodySkips);
}

/** "Clearest: Kiln, 75% and 50 points ahead." */
export function expectSummary(words: string, tools: readonly Stated[]): void {
  const pattern = new RegExp(`clearest: ${NAME}, (\\d+)% and (\\d+) points ahead`, 'gi');
  const shares = (name?: string) =>
    tools.filter(({ side }) => name === undefined || side.name === name).map(({ share }) => share);
  for (const [, name, share, gap] of words.matchAll(pattern)) {
    expect(shares(name), words).toContain(Number(share));
    expect(shares(), words).toContain(Number(share) - Number(gap));
  }
}
