import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aComparison, aReview, aSide, DAY, HOUR, TUESDAY } from '../../../support/comparisons.ts';
import { openStudio, type Studio } from '../../../support/http/studio.ts';
import { approveIssue } from '../../../support/issues.ts';

const LIST = '/studio/comparisons';
const PAGE = `${LIST}/kiln-vs-loom`;

let studio: Studio;
beforeEach(async () => {
  studio = await openStudio();
});
afterEach(() => studio.close());

const save = (given: Parameters<typeof aComparison>[0]) =>
  studio.comparisonStore.saveComparison(aComparison(given), TUESDAY - 2 * DAY);

/** The words of a page, without its markup. */
const wordsOf = (page: string) =>
  page
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');

/** The form as the page has it, with other values in some fields. */
function formOf(page: string, changes: Record<string, string> = {}): Record<string, string> {
  const decode = (text: string) =>
    text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
  const form = page.slice(page.indexOf('<form id="comparison"'));
  const fields: Record<string, string> = {};
  for (const [, attributes = ''] of form.matchAll(/<input ([^>]+)>/g)) {
    const [, name = ''] = /name="([^"]*)"/.exec(attributes) ?? [];
    fields[name] = decode(/value="([^"]*)"/.exec(attributes)?.[1] ?? '');
  }
  for (const [, name = '', text = ''] of form.matchAll(/<textarea [^>]*name="([^"]*)"[^>]*>\n([^<]*)</g))
    fields[name] = decode(text);
  for (const [, name = '', options = ''] of form.matchAll(
    /<select [^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/gs,
  ))
    fields[name] = /value="([^"]*)" selected/.exec(options)?.[1] ?? '';
  return { ...fields, ...changes };
}

async function fillStore() {
  await save({ tools: ['Kiln', 'Loom'], url: null });
  await save({ tools: ['Anvil', aSide({ name: 'Bellows', verdict: 'ship' })] });
  await save({ tools: ['Clamp', 'Drill'], publishedAt: TUESDAY - 40 * DAY });
  await save({ tools: ['Easel', 'Forge'], publishedAt: TUESDAY + 3 * DAY });
  await save({ tools: ['Gauge', 'Hammer'] });
  await studio.comparisonStore.setHold({ slug: 'gauge-vs-hammer', isHeld: true, at: TUESDAY - DAY });
}

describe('the list of comparisons', () => {
  test('says of each where it stands, and counts them', async () => {
    await fillStore();
    const words = wordsOf(await studio.read(LIST));
    for (const said of [
      '5 in all; 2 go into the next issue.',
      'Kiln vs Loom No link In the next issue 16 Nov 2026 Week 47',
      'Anvil vs Bellows Pricing is not given In the next issue',
      'Clamp vs Drill Older than 14 days Too old 8 Oct 2026',
      'Easel vs Forge Waits for the next issue Waiting 20 Nov 2026',
      'Gauge vs Hammer On hold since 16 Nov 2026 On hold',
      'All 5 In the next issue 2 Waiting 1 On hold 1 Too old 1 In an earlier issue 0 Incomplete 2',
    ])
      expect(words).toContain(said);
  });

  test('shows one state, or what a tool’s name contains, in any case and with any accents', async () => {
    await fillStore();
    await save({ tools: ['Café Noir', 'Loom'] });
    const old = wordsOf(await studio.read(`${LIST}?state=old`));
    expect(old).toContain('Clamp vs Drill');
    expect(old).not.toContain('Kiln vs Loom');
    const incomplete = wordsOf(await studio.read(`${LIST}?state=incomplete`));
    expect(incomplete).toContain('Kiln vs Loom');
    expect(incomplete).not.toContain('Clamp vs Drill');
    const found = wordsOf(await studio.read(`${LIST}?q=cafe+NOIR`));
    expect(found).toContain('Café Noir vs Loom');
    expect(found).toContain('All 1');
    expect(found).not.toContain('Kiln');
    expect(wordsOf(await studio.read(`${LIST}?q=spindle&state=old`))).toContain(
      'No comparison with “ spindle ” under “Too old”.',
    );
  });

  test('names the issue that has a comparison, and leads there', async () => {
    await approveIssue(studio, { slot: '2026-W40' });
    const again = await studio.read(LIST);
    expect(again).toContain('<a href="/studio/issues/2026-W40">Week 40</a>');
    expect(wordsOf(again)).toContain('Approved');
  });

  test('has pages of fifty', async () => {
    for (let number = 0; number < 53; number += 1) await save({ tools: [`Tool ${number}`, 'Other'] });
    expect(wordsOf(await studio.read(LIST))).toContain('1–50 of 53');
    const second = wordsOf(await studio.read(`${LIST}?page=2`));
    expect(second).toContain('51–53 of 53');
    expect((await studio.visit(`${LIST}?page=9&q=tool`)).headers.get('location')).toBe(`${LIST}?q=tool`);
  });

  test('says how to begin where there is none', async () => {
    const words = wordsOf(await studio.read(LIST));
    expect(words).toContain('No comparisons yet');
    expect(words).toContain('Add comparisons');
  });

  test('holds and releases, and either can be undone', async () => {
    await save({ tools: ['Kiln', 'Loom'] });
    const held = await studio.submit(`${PAGE}/hold`, { from: 'list' });
    expect(held.headers.get('location')).toBe(`${LIST}?held=kiln-vs-loom`);
    const page = await studio.read(`${LIST}?held=kiln-vs-loom`);
    expect(wordsOf(page)).toContain(
      'Kiln vs Loom is on hold. It goes into no issue until you release it. Undo',
    );
    expect(page).toContain(`action="${PAGE}/release"`);
    const released = await studio.submit(`${PAGE}/release`, { from: 'page' });
    expect(released.headers.get('location')).toBe(`${PAGE}?released=kiln-vs-loom`);
    expect(wordsOf(await studio.read(`${PAGE}?released=kiln-vs-loom`))).toContain(
      'Kiln vs Loom is released.',
    );
    expect(await studio.comparisonStore.listComparisons()).toMatchObject([{ held: false }]);
    expect((await studio.submit(`${LIST}/none/hold`, {})).status).toBe(404);
  });
});

describe('one comparison’s page', () => {
  beforeEach(() =>
    save({ tools: ['Kiln', aSide({ name: 'Loom', verdict: 'ship', panelShare: 75 })], url: null }),
  );

  const correct = async (changes: Record<string, string>) =>
    studio.submit(PAGE, formOf(await studio.read(PAGE), changes));
  const loom = async () => (await studio.comparisonStore.readComparisons(['kiln-vs-loom']))[0]?.tools[1];

  test('shows every field, what is missing, and the reviewers', async () => {
    const page = await studio.read(PAGE);
    const words = wordsOf(page);
    expect(words).toContain('2 things are missing: the link, the pricing of Loom .');
    expect(words).toContain('Published 16 November 2026 · 4 reviewers · Week 47');
    expect(words).toContain('Missing. The issue shows no “Read the full comparison”.');
    expect(words).toContain('Builder Kiln : Ship, 90');
    for (const id of ['url', 'publishedAt', 'pricing', 'pricing-1', 'pricing-2', 'verdict', 'tagline'])
      expect(page).toContain(`id="${id}"`);
    const second = page.indexOf('<h2 id="tool-2">');
    expect(page.indexOf('id="pricing"')).toBeGreaterThan(second);
  });

  test('a verdict that the issue works out is not missing, and the page says from what', async () => {
    const judged = aSide({ name: 'Bellows', pricing: 'Free', reviews: [aReview({ verdict: 'skip' })] });
    const counted = aSide({ name: 'Anvil', pricing: 'Free', shipCount: 3, skipCount: 1 });
    await save({ tools: [counted, judged] });
    const page = `/studio/comparisons/anvil-vs-bellows`;
    const words = wordsOf(await studio.read(page));
    expect(words).toContain('Not given. Readers see Ship, worked out from the counts: 3 of 4 would ship it.');
    expect(words).toContain(
      'Not given. Readers see Skip, worked out from the reviews: 0 of 1 would ship it.',
    );
    expect(words).not.toContain('missing');
    expect(words).not.toContain('Readers learn no verdict');
    await save({ tools: ['Sieve', aSide({ name: 'Strainer', pricing: 'Free' })] });
    const unknown = wordsOf(await studio.read('/studio/comparisons/sieve-vs-strainer'));
    expect(unknown).toContain('1 thing is missing: the verdict on Strainer .');
    expect(unknown).toContain('Not given. Readers learn no verdict.');
  });

  test('an unchanged form changes nothing', async () => {
    const before = await studio.tables();
    const response = await correct({});
    expect([response.status, response.headers.get('location')]).toEqual([303, `${PAGE}?saved=0`]);
    expect(await studio.tables()).toEqual(before);
  });

  test('corrects fields, says so, and shows what the source says', async () => {
    const response = await correct({
      url: 'https://verdicts.test/compare/kiln',
      'pricing-2': '9 euros',
      publishedAt: '2026-11-15',
      'panelShare-2': '80 %',
      'communityVotes-2': '1,240',
      'description-2': 'Two\r\nlines',
    });
    expect([response.status, response.headers.get('location')]).toEqual([303, `${PAGE}?saved=6`]);
    const [read] = await studio.comparisonStore.readComparisons(['kiln-vs-loom']);
    expect(read).toMatchObject({
      url: 'https://verdicts.test/compare/kiln',
      publishedAt: '2026-11-15T00:00:00.000Z',
    });
    expect(read?.tools[1]).toMatchObject({
      pricing: '9 euros',
      panelShare: 80,
      communityVotes: 1240,
      description: 'Two\nlines',
    });
    const words = wordsOf(await studio.read(`${PAGE}?saved=6`));
    expect(words).toContain('Saved. Imports will not overwrite what you corrected.');
    expect(words).toContain('Your site does not say it. Take the correction back');
    expect(words).toContain('Your site says “ 75 ”. Take what the site says');
  });

  test('corrects a review, and opens it where something is wrong or said otherwise', async () => {
    const builder = async () =>
      (await studio.comparisonStore.readComparisons(['kiln-vs-loom']))[0]?.tools[0].reviews[0];
    await correct({ 'score-1-1': '12', 'text-1-1': 'It holds its\r\nheat.' });
    expect(await builder()).toMatchObject({ reviewer: 'Builder', score: 12, text: 'It holds its\nheat.' });
    const page = await studio.read(PAGE);
    expect(wordsOf(page)).toContain('Your site says “ 90 ”. Take what the site says');
    expect(page).toMatch(/<details class="fold" id="reviewer-1"><summary/);
    const wrong = await correct({ 'score-1-1': 'high' });
    expect(wrong.status).toBe(422);
    const html = await wrong.text();
    expect(html).toMatch(/<details class="fold" id="reviewer-1" open>/);
    expect(html).toMatch(/id="score-1-1-error">.*?It must be a whole number from 0 to 100/);
    await studio.submit(PAGE, formOf(page, { take: 'tools[0].reviews[0].score' }));
    expect(await builder()).toMatchObject({ score: 90, text: 'It holds its\nheat.' });
  });

  test('reviews that an import put elsewhere since the page was opened are not mixed up', async () => {
    const page = await studio.read(PAGE);
    const [known] = await studio.comparisonStore.readComparisons(['kiln-vs-loom']);
    if (known === undefined) throw new Error('it is gone');
    const [kiln, loomSide] = known.tools;
    const turned = { ...kiln, reviews: kiln.reviews.toReversed(), entry: 'Paid' };
    await studio.comparisonStore.saveComparison({ ...known, tools: [turned, loomSide] }, TUESDAY);
    const before = await studio.tables();
    const response = await studio.submit(PAGE, formOf(page, { 'score-1-1': '12', 'pricing-2': 'Kept' }));
    expect(response.status).toBe(409);
    const html = await response.text();
    expect(wordsOf(html)).toContain('the reviews changed while this page was open');
    expect(html).toContain('value="Kept"');
    expect(await studio.tables()).toEqual(before);
    expect((await studio.submit(PAGE, formOf(html))).status).toBe(303);
    expect((await loom())?.pricing).toBe('Kept');
  });

  test('says at the field what is wrong, and keeps what was typed', async () => {
    const response = await correct({ 'panelShare-2': 'ninety', 'pricing-2': 'Kept', url: 'verdicts.test' });
    expect(response.status).toBe(422);
    const page = await response.text();
    expect(page).toMatch(
      /id="panelShare-2-error">.*?It must be a whole number from 0 to 100, not &quot;ninety&quot;/,
    );
    expect(page).toMatch(/id="url-error">.*?It must be an http or https address/);
    expect(page).toContain('value="Kept"');
    expect(page).toContain('value="ninety"');
    expect((await loom())?.pricing).toBeNull();
  });

  test('refuses what contradicts the panel, at the field that was changed', async () => {
    const response = await correct({ 'verdict-2': 'skip' });
    expect(response.status).toBe(422);
    expect(await response.text()).toMatch(
      /id="verdict-2-error">.*?the verdict is skip, but 75% of the panel say ship/,
    );
  });

  test('says what an import sent instead of a correction, and takes it when asked', async () => {
    await correct({ 'pricing-2': '9 euros' });
    const sent = { name: 'Loom', verdict: 'ship', panelShare: 75, pricing: '8 euros' } as const;
    await save({ tools: ['Kiln', aSide(sent)], url: null });
    expect((await loom())?.pricing).toBe('9 euros');
    const page = await studio.read(PAGE);
    expect(wordsOf(page)).toContain('your site sent “ 8 euros ”. Your correction stays.');
    await studio.submit(PAGE, formOf(page, { take: 'tools[1].pricing', 'bestFor-2': 'Weavers' }));
    expect(await loom()).toMatchObject({ pricing: '8 euros', bestFor: 'Weavers' });
    expect((await studio.correctionStore.readCorrected(['kiln-vs-loom']))[0]?.corrections).toMatchObject([
      { path: 'tools[1].bestFor' },
    ]);
  });

  test('of two editors, the second sees both texts, and keeps either', async () => {
    const page = await studio.read(PAGE);
    await correct({ 'pricing-2': 'Theirs' });
    const response = await studio.submit(PAGE, formOf(page, { 'pricing-2': 'Mine', 'bestFor-2': 'Weavers' }));
    expect(response.status).toBe(409);
    const conflict = await response.text();
    expect(wordsOf(conflict)).toContain('Theirs: Theirs Yours: Mine Keep mine Use theirs');
    expect(await loom()).toMatchObject({ pricing: 'Theirs', bestFor: null });
    await studio.submit(PAGE, formOf(conflict, { theirs: 'tools[1].pricing' }));
    expect(await loom()).toMatchObject({ pricing: 'Theirs', bestFor: 'Weavers' });
    await studio.submit(PAGE, formOf(conflict));
    expect(await loom()).toMatchObject({ pricing: 'Mine', bestFor: 'Weavers' });
  });

  test('a comparison of an issue that is fixed says that the issue stays as it is', async () => {
    const frozen = await approveIssue(studio, { slot: '2026-W40' });
    const [listed] = (await studio.comparisonStore.listComparisons()).filter(
      ({ slot }) => slot === frozen.slot,
    );
    const words = wordsOf(await studio.read(`${LIST}/${listed?.slug}`));
    expect(words).toContain('This issue stays as it is: it was fixed with its comparisons.');
    expect(words).not.toContain('Hold for later issues too');
  });

  test('a comparison that is not there is a page of the studio’s own', async () => {
    for (const method of ['GET', 'POST']) {
      const response = await studio.visit(`${LIST}/none`, { method });
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('There is no such comparison');
    }
  });

  test('a name with markup in it is shown as text', async () => {
    await save({ tools: ['<b>Kiln</b>', 'Loom & Co'], slug: 'marked-up' });
    const page = await studio.read(`${LIST}/marked-up`);
    expect(page).toContain('&lt;b&gt;Kiln&lt;/b&gt; vs Loom &amp; Co');
    expect(page).not.toContain('<b>Kiln</b>');
  });
});

test('the list and the pages need a session', async () => {
  const stranger = await openStudio({ isSignedIn: false });
  for (const path of [LIST, PAGE, `${LIST}/-/add`]) {
    const response = await stranger.visit(path);
    expect(response.status).not.toBe(200);
  }
  stranger.close();
});

test('a time after the newsletter’s midnight belongs to the new day', async () => {
  await save({ tools: ['Kiln', 'Loom'], publishedAt: TUESDAY - DAY + 15 * HOUR });
  expect(await studio.read(PAGE)).toContain('value="2026-11-17"');
});
