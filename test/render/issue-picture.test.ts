import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { drawIssueImage } from '../../src/images/draw-issue-image.ts';
import type { IssueImageContent } from '../../src/images/issue/issue-image-content.ts';
import { type FreezeDeps, freezeIssue } from '../../src/render/freeze-issue.ts';
import { parseSchedule } from '../../src/schedule/schedule.ts';
import { openPages, type Pages } from '../http/pages/open-pages.ts';
import { sizeOf } from '../images/pictures.ts';
import { aComparison, aJudgedSide, TUESDAY } from '../support/comparisons.ts';
import { SLOT } from '../support/issues.ts';
import { lookStoreOf } from '../support/looks.ts';

const PATH = `/issues/${SLOT}.png`;

let pages: Pages;
beforeEach(async () => {
  pages = await openPages();
  for (const [one, other] of [
    ['Kiln', 'Loom'],
    ['Lathe', 'Press'],
  ] as const)
    await pages.comparisonStore.saveComparison(
      aComparison({
        slug: `${one}-${other}`.toLowerCase(),
        tools: [aJudgedSide(one, 4), aJudgedSide(other, 1)],
      }),
      TUESDAY,
    );
});
afterEach(() => pages.close());

function deps(given: Pick<FreezeDeps, 'drawIssueImage' | 'composeArticle' | 'onPartFailed'>): FreezeDeps {
  const schedule = parseSchedule({ pattern: '0 9 * * 2', zone: 'UTC' });
  if (!schedule.ok) throw new Error('The schedule is the default one.');
  return {
    comparisonStore: pages.comparisonStore,
    issueStore: pages.issueStore,
    lookStore: lookStoreOf(),
    config: {
      schedule: schedule.schedule,
      review: 'auto',
      selection: { minItems: 1, maxItems: 8, lookbackDays: 14 },
      newsletter: {
        name: 'Digest',
        from: { name: null, email: 'd@verdicts.test' },
        replyTo: null,
        postalAddress: '1 Street',
        publicUrl: 'https://verdicts.test',
      },
      transportName: 'outbox',
      obstacles: [],
    },
    ...given,
  };
}

const freeze = (given: Pick<FreezeDeps, 'drawIssueImage' | 'composeArticle' | 'onPartFailed'>) =>
  freezeIssue({ slot: SLOT, now: TUESDAY }, deps(given));

const hasImage = async () => (await pages.issueStore.readFrozenIssue(SLOT))?.hasImage;

describe('an issue that is frozen', () => {
  test('the picture is kept with the issue, and served once the issue goes out', async () => {
    expect(await freeze({ drawIssueImage })).toMatchObject({ kind: 'frozen' });
    expect(await hasImage()).toBe(true);
    expect((await pages.get(PATH)).status).toBe(404);
    await pages.change(SLOT, 'sending');
    const response = await pages.get(PATH);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=300, s-maxage=600',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(sizeOf(new Uint8Array(await response.arrayBuffer()))).toEqual({ width: 1200, height: 630 });
    const etag = response.headers.get('etag') ?? '';
    expect((await pages.get(PATH, { 'if-none-match': etag })).status).toBe(304);
  });

  test('the picture is asked for with the answers of the email', async () => {
    const asked: IssueImageContent[] = [];
    await freeze({
      drawIssueImage: async (content) => {
        asked.push(content);
        return null;
      },
    });
    const { subject } = (await pages.issueStore.readFrozenIssue(SLOT)) ?? {};
    expect(asked).toEqual([expect.objectContaining({ name: 'Digest', subject, accent: '#2440b0' })]);
    expect(asked[0]?.edition).toMatch(/^Week 47 · \d+ November 2026$/);
    const lines = asked[0]?.answers.map(({ words }) => words.map(({ text }) => text).join(''));
    expect(lines).toEqual(
      expect.arrayContaining([expect.stringMatching(/Kiln.*Loom/), expect.stringMatching(/Lathe.*Press/)]),
    );
    expect(asked[0]?.answers.every(({ figures }) => figures.length === 2)).toBe(true);
  });

  test('an issue is frozen without a picture if drawing fails, and the reason is reported', async () => {
    const failures: unknown[] = [];
    const failure = new Error('No memory is left.');
    const result = await freeze({
      drawIssueImage: () => Promise.reject(failure),
      onPartFailed: (part, error) => failures.push([part, error]),
    });
    expect([result.kind, await hasImage(), failures]).toEqual(['frozen', false, [['picture', failure]]]);
    await pages.change(SLOT, 'sending');
    const response = await pages.get(PATH);
    expect([response.status, await response.text()]).toEqual([
      404,
      expect.stringContaining('no such picture'),
    ]);
  });

  test('an issue whose web view cannot be composed goes out, its page shows the email, and the reason is reported', async () => {
    const failures: unknown[] = [];
    const failure = new Error('No memory is left.');
    const result = await freeze({
      composeArticle: () => Promise.reject(failure),
      onPartFailed: (part, error) => failures.push([part, error]),
    });
    const frozen = await pages.issueStore.readFrozenIssue(SLOT);
    expect([result.kind, frozen?.article, failures]).toEqual(['frozen', null, [['web-view', failure]]]);
    await pages.change(SLOT, 'sending');
    const response = await pages.get(`/issues/${SLOT}`);
    const page = await response.text();
    expect([response.status, page.includes('Kiln'), page.includes('Lathe')]).toEqual([200, true, true]);
    for (const path of ['/', '/issues', '/feed.xml', '/feed.json'])
      expect([path, (await pages.get(path)).status]).toEqual([path, 200]);
  });

  test('taking the approval back removes the picture, and the next freeze draws another', async () => {
    await freeze({ drawIssueImage: async () => Uint8Array.of(1) });
    await pages.change(SLOT, 'draft');
    await freeze({ drawIssueImage: async () => Uint8Array.of(2) });
    await pages.change(SLOT, 'sending');
    expect([...((await pages.issueStore.readPublicImage(SLOT)) ?? [])]).toEqual([2]);
  });
});
