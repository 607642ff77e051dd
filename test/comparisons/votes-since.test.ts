import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { factWords } from '../../emails/_components/digest/wording.ts';
import { addComparisons } from '../../src/comparisons/add-comparisons.ts';
import { type Comparison, toolKey } from '../../src/comparisons/comparison.ts';
import { importComparisons } from '../../src/comparisons/import-comparisons.ts';
import { knownFacts } from '../../src/digest/sections/tool-facts.ts';
import { testClock } from '../support/clock.ts';
import { type OpenedStores, openWithTables } from '../support/database/tables.ts';
import { inventedComparison } from '../support/samples/invented-comparison.ts';
import { labelledHtml } from '../support/samples/saved-html.ts';
import { labelledPage, plainPage } from '../support/samples/saved-pages.ts';

let stores: OpenedStores;
beforeEach(async () => {
  stores = await openWithTables();
});
afterEach(() => stores.close());

const clock = testClock();
const WRITTEN = '61% · 1240 votes';
const comparison = inventedComparison();
const TOOL = comparison.tools[0].name;

type Vote = [share: number | null, votes: number | null];

/** Imports a file, and returns the first tool's stored vote and the import's warnings. */
async function importFile(name: string, content: string): Promise<{ vote: Vote; warnings: string }> {
  const sources = [{ name, read: async () => content }];
  const { rejected, warnings } = await importComparisons({ sources }, { ...stores, clock });
  expect(rejected).toEqual([]);
  return { vote: await knownVote(), warnings: warnings.map(({ message }) => message).join('\n') };
}

async function known(): Promise<Comparison> {
  const [found] = await stores.comparisonStore.readComparisons([comparison.slug]);
  if (found === undefined) throw new Error('The comparison is not known.');
  return found;
}

async function knownVote(): Promise<Vote> {
  const side = (await known()).tools.find(({ name }) => name === TOOL);
  return [side?.communityShare ?? null, side?.communityVotes ?? null];
}

const jsonOf = (vote: object) =>
  JSON.stringify({ slug: comparison.slug, tools: comparison.tools.map(({ name }) => ({ name, ...vote })) });

/** A page in each form, with `said` as the first tool's vote. */
const pages: [string, (said: string) => [name: string, content: string]][] = [
  ['a plain page', (said) => ['page.txt', plainPage(comparison).replaceAll(WRITTEN, said)]],
  ['a labelled page', (said) => ['page.txt', labelledPage(comparison).replaceAll(WRITTEN, said)]],
  ['an HTML page', (said) => ['page.html', labelledHtml(comparison).replaceAll(WRITTEN, said)]],
];

describe.each(pages)('in a newer copy of %s', (_, page) => {
  test.each([
    '12 people voted',
    '31 voters',
    'Voted on by 12',
    '12 ratings',
    'A dozen people have voted',
    '1.2k votes',
    '100+ votes',
    '67% of 12 people',
  ])('votes without a split are unknown, no longer zero: %s', async (said) => {
    expect((await importFile(...page('No community votes yet'))).vote).toEqual([null, 0]);
    const { vote, warnings } = await importFile(...page(said));
    expect(vote).toEqual([null, null]);
    expect(warnings).toContain(`${TOOL}: that nobody has voted yet`);
    expect(warnings).toContain(`does not say exactly how many voted on ${TOOL}`);
    const tool = knownFacts([{ ...(await known()), publishedAt: '2026-11-16T08:00:00Z' }]).get(toolKey(TOOL));
    expect(tool && factWords(tool).map(({ value }) => value)).not.toContain('no votes yet');
    expect(await importFile(...page(said))).toMatchObject({ vote: [null, null] });
  });

  test.each<[string, Vote]>([
    ['31 people voted', [null, null]],
    ['1.2k votes', [null, null]],
    ['0 people voted', [null, null]],
    ['12 people voted', [67, 12]],
    ['Voting is open', [67, 12]],
    ['about 10 people voted', [67, 12]],
    ['over 100 people voted', [null, null]],
    ['—', [67, 12]],
    ['No community votes yet', [null, 0]],
    ['31 votes', [null, 31]],
    ['70%', [70, null]],
    ['70% · 1.2k votes', [70, null]],
  ])('a known vote of 67%% of 12 is dropped when a copy contradicts it: %s', async (said, vote) => {
    await importFile(...page('67% · 12 votes'));
    expect((await importFile(...page(said))).vote).toEqual(vote);
  });

  test.each(['—', 'Be the first to vote', '0 people voted'])(
    'a copy that says only that nobody voted keeps it that way: %s',
    async (said) => {
      await importFile(...page('No community votes yet'));
      expect((await importFile(...page(said))).vote).toEqual([null, 0]);
    },
  );
});

describe('in JSON, from a file and from the site', () => {
  const ways: [string, (vote: object) => Promise<{ vote: Vote; warnings: string }>][] = [
    ['a file', (vote) => importFile('a.json', jsonOf(vote))],
    ['a file of lines', (vote) => importFile('a.ndjson', `${jsonOf(vote)}\n`)],
    [
      'the site',
      async (vote) => {
        const { rejected, warnings } = await addComparisons(JSON.parse(jsonOf(vote)), { ...stores, clock });
        expect(rejected).toEqual([]);
        return { vote: await knownVote(), warnings: warnings.map(({ message }) => message).join('\n') };
      },
    ],
  ];

  test.each(ways)('a rounded number in JSON is unknown, with a note, as on pages: %s', async (_, add) => {
    for (const communityVotes of ['1.2k', '1,2K votes', '3m', '100+', 'about 1,200', 'over 100 votes']) {
      const { vote, warnings } = await add({ communityVotes, communityShare: 67 });
      expect(vote).toEqual([67, null]);
      expect(warnings).toContain(
        `tools[0].communityVotes: ${JSON.stringify(communityVotes)} is not an exact number, so the number of votes is unknown. Send it in full, such as 1240.`,
      );
    }
  });

  test.each(ways)(
    'a rounded number in JSON replaces zero votes, and a smaller number: %s',
    async (_, add) => {
      for (const before of [{ communityVotes: 0 }, { communityVotes: 12, communityShare: 67 }]) {
        await add(before);
        const { vote, warnings } = await add({ communityVotes: '1.2k' });
        expect(vote).toEqual([null, null]);
        expect(warnings).toContain('this copy contradicts what an earlier one said, so that is unknown now');
      }
      await add({ communityVotes: 1204, communityShare: 67 });
      expect((await add({ communityVotes: '1.2k' })).vote).toEqual([67, 1204]);
    },
  );

  test.each(['many', '1.2k or so', 'k', '12 votes, 3 comments', '1.2.3k'])(
    'a vote in JSON that is no number is refused with what to write: %s',
    async (communityVotes) => {
      const sources = [{ name: 'a.json', read: async () => jsonOf({ communityVotes }) }];
      const { rejected } = await importComparisons({ sources }, { ...stores, clock });
      expect(rejected[0]?.message).toBe(
        `tools[0].communityVotes must be a whole number from 0 to 1,000,000,000, not ${JSON.stringify(communityVotes)}`,
      );
    },
  );
});
