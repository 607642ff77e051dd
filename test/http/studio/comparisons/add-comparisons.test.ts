import { textContent } from 'domutils';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aComparison, aSide, TUESDAY } from '../../../support/comparisons.ts';
import { HERE, openStudio, type Studio } from '../../../support/http/studio.ts';
import { parsedPage } from '../../pages/open-pages.ts';

const ADD = '/studio/comparisons/-/add';

let studio: Studio;
beforeEach(async () => {
  studio = await openStudio();
});
afterEach(() => studio.close());

const bare = (one: string, other: string) => ({ tools: [{ name: one, pricing: 'Free' }, { name: other }] });

function check({ paste = '', files = [] }: { paste?: string; files?: [name: string, content: string][] }) {
  const form = new FormData();
  form.append('paste', paste);
  if (files.length === 0) form.append('files', new File([], ''));
  for (const [name, content] of files) form.append('files', new File([content], name));
  return studio.visit(`${ADD}/check`, { method: 'POST', body: form, headers: { origin: HERE } });
}

function add(page: string, fields: Record<string, string> = {}) {
  const [, read = ''] = /name="read" value="([^"]*)"/.exec(page) ?? [];
  const decoded = read
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
  const form = new FormData();
  for (const [name, value] of Object.entries({ read: decoded, ...fields })) form.append(name, value);
  return studio.visit(ADD, { method: 'POST', body: form, headers: { origin: HERE } });
}

const listed = async () => (await studio.comparisonStore.listComparisons()).map(({ slug }) => slug);

describe('adding comparisons', () => {
  test('makes a week a draft again that the program skipped for want of comparisons', async () => {
    const slot = '2026-W48';
    await studio.issueStore.changeStatus({
      slot,
      scheduledAt: TUESDAY + 7 * 24 * 3_600_000,
      to: 'skipped',
      reason: 'Too few.',
      at: 1,
    });
    const page = await check({ paste: JSON.stringify(bare('Kiln', 'Loom')) });
    expect((await add(await page.text())).status).toBe(303);
    expect(await studio.issueStore.findIssue(slot)).toMatchObject({ status: 'draft', reason: null });
  });

  test('shows what was read, field by field, and keeps nothing before the button is pressed', async () => {
    const response = await check({ paste: JSON.stringify([bare('Kiln', 'Loom'), bare('Anvil', 'Bellows')]) });
    expect(response.status).toBe(200);
    const page = await response.text();
    for (const words of [
      'Kiln vs Loom',
      'Field by field',
      'Not given',
      'Add 2 comparisons',
      'Nothing is added yet.',
    ])
      expect(page).toContain(words);
    expect(await listed()).toEqual([]);
    const added = await add(page);
    expect(added.headers.get('location')).toBe('/studio/comparisons?added=2');
    expect((await listed()).sort()).toEqual(['anvil-vs-bellows', 'kiln-vs-loom']);
    expect(await studio.read('/studio/comparisons?added=2')).toContain('2 comparisons added.');
  });

  test('shows the verdicts that the issue will show, and says which are worked out', async () => {
    const review = (verdict: string) => ({ reviewer: 'The Builder', verdict, text: 'Words.' });
    const tools = [
      { name: 'Kiln', reviews: [review('skip')] },
      { name: 'Loom', verdict: 'ship', panelShare: 75 },
    ];
    const page = await (await check({ paste: JSON.stringify({ tools }) })).text();
    const words = parsedPage(page).texts('li').join();
    expect(words).toContain('1 reviewer, Skip 0% (from the reviews) against Ship 75%.');
    expect(parsedPage(page).texts('td')).toContain('Skip (from the reviews)');
    const added = await add(page);
    const shown = await studio.read(added.headers.get('location') ?? '');
    expect(shown).not.toContain('the verdict on');
  });

  test('asks for the link and the date where the source does not say them', async () => {
    const page = await (await check({ paste: JSON.stringify(bare('Kiln', 'Loom')) })).text();
    expect(page).toContain('name="url-0"');
    expect(page).toContain('name="published-0"');
    const wrong = await add(page, { 'url-0': 'verdicts.test', 'published-0': '2026-11-12' });
    expect(wrong.status).toBe(422);
    const again = await wrong.text();
    expect(again).toMatch(/id="url-0-error">.*?Write the whole link/);
    expect(again).toContain('value="2026-11-12"');
    expect(await listed()).toEqual([]);
    const added = await add(again, { 'url-0': 'https://verdicts.test/kiln', 'published-0': '2026-11-12' });
    expect(added.headers.get('location')).toBe('/studio/comparisons/kiln-vs-loom?added=1');
    const [read] = await studio.comparisonStore.readComparisons(['kiln-vs-loom']);
    expect(read).toMatchObject({
      url: 'https://verdicts.test/kiln',
      publishedAt: '2026-11-12T00:00:00.000Z',
    });
  });

  test('reads several files, and says of each that is refused which line and why', async () => {
    const page = await (
      await check({
        files: [
          ['kiln.json', JSON.stringify(bare('Kiln', 'Loom'))],
          [
            'two.ndjson',
            `${JSON.stringify(bare('Anvil', 'Bellows'))}\n{"tools":[{"name":"Clamp","panelShare":130},{"name":"Drill"}]}`,
          ],
          ['page.txt', 'Nothing that is a comparison.'],
          ['latin.txt', ''],
        ],
      })
    ).text();
    expect(page).toContain('Add 2 comparisons');
    expect(page).toMatch(/two\.ndjson<\/bdi>, line 2/);
    expect(page).toContain('panelShare must be a whole number from 0 to 100, not 130');
    expect(page).toContain('page.txt');
  });

  test('has nothing to add where all is refused, and nothing to read where nothing is given', async () => {
    const refused = await check({ paste: '{"tools":[]}' });
    expect(refused.status).toBe(422);
    const page = await refused.text();
    expect(page).toContain('Nothing was added.');
    expect(page).not.toContain('class="btn primary">Add');
    const empty = await check({});
    expect(empty.status).toBe(422);
    expect(await empty.text()).toContain('There is nothing to read.');
  });

  test('what was pasted and is refused stands there to be corrected, and a list without any is said to be empty', async () => {
    const typed = '{"tools":[{"name":"Kiln"},\n{"name":"Loom","pricing":"</textarea>"}]';
    const page = await (await check({ paste: typed })).text();
    const [area] = parsedPage(page).all('textarea');
    expect(area && textContent(area).trimStart()).toBe(typed);
    const corrected = await (await check({ paste: `${typed}}` })).text();
    expect(corrected).toContain('Add 1 comparison');
    expect(corrected).not.toContain('<textarea');
    const empty = await check({ paste: '[]' });
    expect([empty.status, await empty.text()]).toEqual([
      422,
      expect.stringContaining('There is no comparison in it.'),
    ]);
  });

  test('says what it would change of a known one, and that a correction stays', async () => {
    const known = aComparison({ tools: ['Kiln', aSide({ name: 'Loom', pricing: 'Free' })] });
    await studio.comparisonStore.saveComparison(known, TUESDAY);
    const changes = [{ path: 'tools[1].pricing', from: 'Free', to: '9 euros' }] as const;
    await studio.correctionStore.correctComparison({ slug: known.slug, changes, at: TUESDAY });
    const [one, other] = known.tools;
    const copy = { ...known, tools: [one, { ...other, pricing: '8 euros' }] };
    const page = await (await check({ paste: JSON.stringify(copy) })).text();
    expect(page).toContain('Updates what you have');
    expect(page).toContain(
      'Loom: pricing stays &quot;9 euros&quot;, although this copy says &quot;8 euros&quot;',
    );
    const added = await add(page);
    expect(added.headers.get('location')).toBe('/studio/comparisons/kiln-vs-loom?updated=1');
    expect((await studio.comparisonStore.readComparisons([known.slug]))[0]?.tools[1].pricing).toBe('9 euros');
  });

  test('a form that is not ours adds nothing', async () => {
    for (const read of [
      '',
      '{',
      '[{"tools":[]}]',
      '[]',
      JSON.stringify([{ tools: [{ name: 'A', panelShare: 10, verdict: 'ship' }, { name: 'B' }] }]),
    ]) {
      const response = await add('', { read });
      expect(response.status).toBe(422);
      expect(await response.text()).toContain('Something was missing. Try again.');
    }
    expect(await listed()).toEqual([]);
  });

  test('keeps the bounds of a vote that a page gives inexactly', async () => {
    const vote = (communityVotes: unknown) => ({
      tools: [{ name: 'Kiln', communityShare: 60, communityVotes }, { name: 'Loom' }],
    });
    await add(await (await check({ paste: JSON.stringify(vote(12)) })).text());
    await add(await (await check({ paste: JSON.stringify(vote('1.2k')) })).text());
    const [read] = await studio.comparisonStore.readComparisons(['kiln-vs-loom']);
    expect(read?.tools[0].communityVotes).toBeNull();
  });

  test('at most a hundred are added at a time', async () => {
    const many = Array.from({ length: 102 }, (_, index) => bare(`Tool ${index}`, 'Other'));
    const page = await (await check({ paste: JSON.stringify(many) })).text();
    expect(page).toContain('Add 100 comparisons');
    expect(page).toContain('2 more are left out');
  });

  test('a form of another site is refused', async () => {
    const form = new FormData();
    form.append('paste', JSON.stringify(bare('Kiln', 'Loom')));
    const headers = { origin: 'https://elsewhere.test' };
    expect((await studio.visit(`${ADD}/check`, { method: 'POST', body: form, headers })).status).toBe(403);
  });
});
