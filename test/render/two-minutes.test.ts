import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { comparisonSchema } from '../../src/comparisons/comparison.ts';
import type { PublishedComparison } from '../../src/comparisons/comparison-store.ts';
import { countWords } from '../../src/digest/count-words.ts';
import type { Digest } from '../../src/digest/digest.ts';
import { wordBudget } from '../../src/digest/digest-limits.ts';
import { draftIssue } from '../../src/render/draft-issue.ts';
import { parseSchedule } from '../../src/schedule/schedule.ts';
import { projectPath } from '../../src/shared/project-path.ts';
import { renderedIssue } from '../emails/parsed-mail.ts';
import { HOUR, TUESDAY } from '../support/comparisons.ts';
import { openWithTables } from '../support/database/tables.ts';
import { SLOT } from '../support/issues.ts';
import { aWeek } from '../support/samples/digests.ts';
import { longestComparisons } from '../support/samples/longest-comparisons.ts';

const demo = z
  .array(comparisonSchema)
  .parse(JSON.parse(await readFile(projectPath('src', 'demo', 'comparisons.json'), 'utf8')))
  .map(
    (one, index): PublishedComparison => ({
      ...one,
      publishedAt: new Date(TUESDAY - (50 - index) * HOUR).toISOString(),
    }),
  );

/** The issue of these comparisons, as it would go out. */
async function draftOf(comparisons: Iterable<PublishedComparison>) {
  const stores = await openWithTables();
  for (const comparison of comparisons) await stores.comparisonStore.saveComparison(comparison, TUESDAY);
  const schedule = parseSchedule({ pattern: '0 9 * * 2', zone: 'UTC' });
  if (!schedule.ok) throw new Error('The schedule is the default one.');
  const draft = await draftIssue(
    { slot: SLOT, now: TUESDAY },
    {
      ...stores,
      config: {
        schedule: schedule.schedule,
        review: 'auto',
        selection: { minItems: 1, maxItems: 8, lookbackDays: 14 },
        newsletter: {
          name: 'Weekly AI Tool Verdicts',
          from: { name: null, email: 'd@verdicts.test' },
          replyTo: null,
          postalAddress: '1 Street',
          publicUrl: 'https://verdicts.test',
        },
        transportName: 'outbox',
        obstacles: [],
      },
    },
  );
  stores.close();
  if (draft.content === null) throw new Error('There is something to draft.');
  return draft.content;
}

/** The words of each part between two rules: a comparison, or a tool with its rivals. */
async function partWords(digest: Parameters<typeof renderedIssue>[0]): Promise<number[]> {
  const { html } = await renderedIssue(digest);
  const parts = html.split(/<td class="x ti fk r[hs]"/).slice(1, -1);
  return parts.map((part) =>
    countWords(
      part
        .replace(/^[^>]*>/, '')
        .replace(/<[^>]*>/g, ' ')
        .replaceAll('&amp;', '&'),
    ),
  );
}

const fives = [0, 3, 5].map((from): [string, PublishedComparison[]] => [
  `five of the demo, from the ${from + 1}th`,
  demo.slice(from, from + 5),
]);
const eights = [0, 2, 4].map((from): [string, PublishedComparison[]] => [
  `eight of the demo, from the ${from + 1}th`,
  demo.slice(from, from + 8),
]);

function quotedWords({ sections }: Digest): number {
  const voices = sections.flatMap(({ shared, comparisons }) => [
    ...(shared?.voices ?? []),
    ...comparisons.flatMap((comparison) => comparison.voices),
  ]);
  return voices.reduce((sum, { text }) => sum + countWords(text), 0);
}

describe('two minutes', () => {
  test.each<[string, PublishedComparison[], number]>([
    ...fives.map(([name, week]): [string, PublishedComparison[], number] => [name, week, 700]),
    ...eights.map(([name, week]): [string, PublishedComparison[], number] => [name, week, 1_100]),
    ['one of the demo', demo.slice(0, 1), 300],
    ['five of the longest', [...longestComparisons(5)], 700],
    ['eight of the longest', [...longestComparisons(8)], 1_100],
  ])('%s are read in two minutes', async (_, week, most) => {
    const { digest, rendered } = await draftOf(week);
    expect(digest.sections.flatMap(({ comparisons }) => comparisons)).toHaveLength(week.length);
    expect(wordBudget(week.length)).toBe(most);
    expect(rendered.words).toBeLessThanOrEqual(most);
  });

  test.each([
    ...fives,
    ...eights,
    ['the longest', [...longestComparisons(8)]] as [string, PublishedComparison[]],
  ])('of %s, the featured comparison has at most 230 words, and each other at most 110', async (_, week) => {
    const { digest } = await draftOf(week);
    const [featured = 0, ...others] = await partWords(digest);
    expect(others).toHaveLength(week.length - 1);
    expect(featured).toBeLessThanOrEqual(230);
    expect(Math.max(...others)).toBeLessThanOrEqual(110);
  });

  test('every comparison of a usual week keeps a voice, and nearly all keep one for and one against', async () => {
    const { digest } = await draftOf(demo.slice(0, 8));
    const voices = digest.sections.flatMap(({ comparisons }) => comparisons.map((one) => one.voices.length));
    expect(Math.min(...voices)).toBeGreaterThanOrEqual(1);
    expect(voices.filter((count) => count === 2).length).toBeGreaterThanOrEqual(6);
  });

  test('quotations shrink before a comparison is left out', async () => {
    const week = demo.slice(0, 8);
    const { digest } = await draftOf(week);
    expect(digest.sections.flatMap(({ comparisons }) => comparisons)).toHaveLength(8);
    expect(quotedWords(digest)).toBeLessThanOrEqual(quotedWords(aWeek(week)));
  });

  test('words are counted as readers see them', async () => {
    const { digest, rendered } = await draftOf(demo.slice(0, 5));
    const { all } = await renderedIssue(digest);
    expect(all('h1')).toHaveLength(1);
    expect(rendered.words).toBeGreaterThan(500);
  });
});
