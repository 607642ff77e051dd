import { textContent } from 'domutils';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EDIT_LIMITS } from '../../../../src/issues/edit-limits.ts';
import type { IssueEdit } from '../../../../src/issues/issue-store.ts';
import { aComparison, TUESDAY } from '../../../support/comparisons.ts';
import { openStudio, type Studio } from '../../../support/http/studio.ts';
import { SLOT } from '../../../support/issues.ts';
import { SPONSORED } from '../../../support/samples/sponsored-week.ts';
import { HOSTILE, parsedPage } from '../../pages/open-pages.ts';

const EDIT = `/studio/edit?slot=${SLOT}`;
const HOME = `/studio?slot=${SLOT}`;
const NEXT_SLOT = '2026-W48';
const NAMES = ['anvil-vs-bench', 'clamp-vs-drill', 'easel-vs-forge'];

let studio: Studio;
beforeEach(async () => {
  studio = await openStudio();
  for (const [index, tools] of [
    ['Anvil', 'Bench'],
    ['Clamp', 'Drill'],
    ['Easel', 'Forge'],
  ].entries()) {
    const [one = '', other = ''] = tools;
    await studio.comparisonStore.saveComparison(
      aComparison({ tools: [one, other], publishedAt: TUESDAY - 1_000 + index }),
      TUESDAY,
    );
  }
});
afterEach(() => studio.close());

/** What the unchanged form sends, as a browser would. */
const formNow = async (path = HOME) => fieldsOf(parsedPage(await studio.read(path)));

function fieldsOf({ all }: ReturnType<typeof parsedPage>) {
  const fields: Record<string, string[]> = {};
  for (const { attribs } of all('input')) {
    const { name, value = '' } = attribs;
    if (name !== undefined) fields[name] = [...(fields[name] ?? []), value];
  }
  for (const area of all('textarea')) {
    const { name } = area.attribs;
    if (name !== undefined) fields[name] = [textContent(area).replace(/^\n/, '')];
  }
  return fields;
}

/** The form of a conflict page, sent by its first button: it now overwrites knowingly. */
function takeOver(html: string) {
  const page = parsedPage(html);
  const fields = fieldsOf(page);
  const [button] = page.all('button').filter(({ children }) => textContent(children) === 'Keep mine');
  const { name, value = '' } = button?.attribs ?? {};
  return { ...fields, ...(name !== undefined && { [name]: [value] }) };
}

/** Presses a button of the page, with changed texts. */
const press = async (button: string, texts: Record<string, string> = {}) =>
  studio.submit(EDIT, { ...(await formNow()), ...texts, ...(button !== '' && { do: button }) });

const byAnother = (edit: Partial<IssueEdit>) =>
  studio.issueStore.editIssue({ slot: SLOT, scheduledAt: TUESDAY, at: TUESDAY, ...edit });

const draft = async () => {
  const issue = await studio.issueStore.findIssue(SLOT);
  return { ...issue?.edited, revision: issue?.revision ?? 0 };
};
const order = async () => (await formNow()).order?.map((slug) => slug.split('-')[0]);
const open = async (slug: string) =>
  (await studio.comparisonStore.openComparisons(SLOT)).find((comparison) => comparison.slug === slug);

describe('the texts of an issue', () => {
  test('a sponsor of more than thirty words is saved, and said to be long beside its text', async () => {
    expect((await press('', { sponsorText: 'brick '.repeat(36) })).status).toBe(303);
    expect(await studio.read(HOME)).toContain('The sponsor has 36 of 30 words in its title and text');
    await press('', { sponsorText: 'brick '.repeat(30) });
    expect(await studio.read(HOME)).not.toContain('of 30 words');
  });

  test('texts are saved and shown, and the default ones are hints in empty fields', async () => {
    const before = parsedPage(await studio.read(HOME));
    expect(before.attributes('input', 'placeholder')[0]).toMatch(/Anvil|Clamp|Easel|comparisons/);
    const response = await press('', {
      subject: 'Of tools',
      preheader: 'And of craft',
      intro: 'One\r\n\r\n*Two*',
    });
    expect([response.status, response.headers.get('location')]).toEqual([303, `${HOME}&saved=1`]);
    expect(await draft()).toMatchObject({
      subject: 'Of tools',
      preheader: 'And of craft',
      intro: 'One\n\n*Two*',
    });
    expect(await formNow()).toMatchObject({
      subject: ['Of tools'],
      'was-subject': ['Of tools'],
      intro: ['One\n\n*Two*'],
    });
    expect(await studio.read(`/studio/preview/${SLOT}/mail`)).toContain('<em>Two</em>');
  });

  test('U+0000, which no database keeps, is left out', async () => {
    expect((await press('', { subject: 'Of\0 tools', intro: '\0' })).status).toBe(303);
    expect(await draft()).toMatchObject({ subject: 'Of tools', intro: null });
  });

  test('a sponsor and a closing note are saved, shown, and stand in the email at once', async () => {
    const texts = { ...SPONSORED, closing: 'Until\r\nTuesday.' };
    expect((await press('', texts)).status).toBe(303);
    expect(await draft()).toMatchObject({ ...SPONSORED, closing: 'Until\nTuesday.' });
    expect(await formNow()).toMatchObject({
      sponsorTitle: [SPONSORED.sponsorTitle],
      sponsorText: [SPONSORED.sponsorText],
      sponsorUrl: [SPONSORED.sponsorUrl],
      closing: ['Until\nTuesday.'],
    });
    const mail = await studio.read(`/studio/preview/${SLOT}/mail`);
    for (const words of ['Sponsored', 'Brackwater Logs', 'Until']) expect(mail).toContain(words);
    await press('', { sponsorTitle: '', sponsorText: '', sponsorUrl: '', closing: ' ' });
    expect(await draft()).toMatchObject({
      sponsorTitle: null,
      sponsorText: null,
      sponsorUrl: null,
      closing: null,
    });
    expect(await studio.read(`/studio/preview/${SLOT}/mail`)).not.toContain('Sponsored');
  });

  test('a sponsor’s link that is no web address is explained at its field, and nothing that was typed is lost', async () => {
    const before = await studio.tables();
    const response = await press('', { sponsorText: 'Typed with care', sponsorUrl: 'javascript:alert(1)' });
    expect(response.status).toBe(422);
    const page = parsedPage(await response.text());
    expect(page.texts('p')).toContain(
      'This is not a web address. Write it in full, with https://, or leave it empty.',
    );
    expect(fieldsOf(page)).toMatchObject({
      sponsorText: ['Typed with care'],
      sponsorUrl: ['javascript:alert(1)'],
    });
    expect(await studio.tables()).toEqual(before);
  });

  test('emptying a text restores the default one', async () => {
    await press('', { subject: 'Of tools' });
    await press('', { subject: '  ' });
    expect(await draft()).toMatchObject({ subject: null });
  });

  test('texts that did not change are not saved', async () => {
    await press('', { subject: 'Of tools' });
    const { revision } = await draft();
    await press('');
    expect((await draft()).revision).toBe(revision);
  });

  test('a text that is too long is explained at its field, and nothing that was typed is lost', async () => {
    const before = await studio.tables();
    const response = await press('', { subject: 'x'.repeat(501), intro: 'Typed with care' });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain('501 characters, and at most 500 are kept: shorten it by 1.');
    expect(html).toContain('Typed with care');
    expect(
      parsedPage(html)
        .all('input')
        .find(({ attribs }) => attribs.name === 'subject')?.attribs,
    ).toMatchObject({
      'aria-invalid': 'true',
      'aria-describedby': 'subject-notes subject-hint subject-count',
      value: 'x'.repeat(501),
    });
    expect(await studio.tables()).toEqual(before);
  });

  test.each(HOSTILE)('%j stays text', async (words) => {
    const harmless = 'x';
    await press('', { subject: harmless, preheader: harmless, intro: harmless });
    await press('', { sponsorTitle: harmless, sponsorText: harmless, closing: harmless });
    const shape = parsedPage(await studio.read(HOME)).shape;
    await press('', { subject: words, preheader: words, intro: words });
    await press('', { sponsorTitle: words, sponsorText: words, closing: words });
    expect(parsedPage(await studio.read(HOME)).shape).toEqual(shape);
    expect((await formNow()).subject).toEqual([words.replaceAll('\0', '').trim()]);
  });
});

describe('the comparisons of an issue', () => {
  test('comparisons are moved by buttons, starting from the order shown', async () => {
    const [first, second, third] = (await order()) ?? [];
    const slugOf = (name: string | undefined) => NAMES.find((slug) => slug.startsWith(name ?? '?')) ?? '';
    await press(`down ${slugOf(first)}`);
    expect(await order()).toEqual([second, first, third]);
    await press(`up ${slugOf(third)}`);
    expect(await order()).toEqual([second, third, first]);
    await press(`up ${slugOf(second)}`);
    expect(await order()).toEqual([second, third, first]);
  });

  test('comparisons can be put into any order at once, as dragging does', async () => {
    await studio.submit(EDIT, { ...(await formNow()), order: [...NAMES].reverse(), do: 'order' });
    expect(await order()).toEqual(['easel', 'clamp', 'anvil']);
  });

  test('comparisons can be featured, pinned and held, and all of that can be undone', async () => {
    const [slug = ''] = NAMES;
    for (const [button, mark] of [
      [`feature ${slug}`, { featured: true }],
      [`unfeature ${slug}`, { featured: false }],
      [`pin ${slug}`, { pinned: true }],
      [`unpin ${slug}`, { pinned: false }],
      [`hold ${slug}`, { held: true }],
    ] as const) {
      expect((await press(button)).status).toBe(303);
      expect(await open(slug)).toMatchObject(mark);
    }
    const page = parsedPage(await studio.read(HOME));
    expect(page.texts('h3')).toContain('On hold 1');
    const held = parsedPage(await studio.read(`${HOME}&saved=hold&of=${slug}`));
    expect(held.texts('p')).toContain('Anvil vs Bench is on hold.');
    const undo = held.all('button').find(({ attribs }) => attribs.id === 'undo');
    expect(undo?.attribs).toMatchObject({ form: 'edit', name: 'do', value: `release ${slug}` });
    const response = await press(`release ${slug}`);
    expect(response.headers.get('location')).toBe(`${HOME}&saved=release&of=${slug}`);
    expect(await open(slug)).toMatchObject({ held: false });
  });

  test('an order and a lead are undone by one button, and the undoing too', async () => {
    /** Follows a saved choice to its notice, and presses Undo. */
    const undo = async (response: Response) => {
      const saved = response.headers.get('location') ?? '';
      const page = parsedPage(await studio.read(saved));
      const [button] = page.all('button').filter(({ attribs }) => attribs.id === 'undo');
      return {
        told: page.texts('p').filter((words) => /order is changed|lead/.test(words)),
        again: () => press(button?.attribs.value ?? ''),
      };
    };
    const [first = '', second = ''] = (await order()) ?? [];
    const moved = await undo(await press(`down ${NAMES.find((slug) => slug.startsWith(first))}`));
    expect(moved.told).toEqual(['The order is changed.']);
    expect((await order())?.[0]).toBe(second);
    const back = await undo(await moved.again());
    expect([(await order())?.[0], (await formNow())['was-order']]).toEqual([first, ['']]);
    await back.again();
    expect((await order())?.[0]).toBe(second);

    await press(`feature ${NAMES[0]}`);
    const led = await undo(await press(`feature ${NAMES[2]}`));
    expect(led.told).toEqual(['Easel vs Forge is the lead.']);
    const earlier = await undo(await led.again());
    expect(earlier.told).toEqual(['Anvil vs Bench is the lead.']);
    const ours = await undo(await press('unfeature'));
    expect(ours.told).toEqual(['We choose the lead.']);
    await ours.again();
    expect(await open(NAMES[0] ?? '')).toMatchObject({ featured: true });
  });

  test('an order that another editor changed since is not undone unnoticed', async () => {
    const form = await formNow();
    await byAnother({ order: [...NAMES].reverse() });
    const response = await studio.submit(EDIT, { ...form, do: `orderAs ${NAMES.join(' ')}` });
    expect(response.status).toBe(409);
    expect(await studio.read(`${HOME}&saved=order&was=nobody+${NAMES[0]}`)).toContain(
      `value="orderAs ${NAMES[0]}"`,
    );
  });

  test('a comparison is left out of this issue alone, is named in the checklist, and can be put back', async () => {
    const [slug = '', other = ''] = NAMES;
    const response = await press(`leaveOut ${slug}`);
    expect(response.headers.get('location')).toBe(`${HOME}&saved=leaveOut&of=${slug}`);
    expect(await order()).toEqual(['clamp', 'easel']);
    expect(await studio.read(`/studio/preview/${SLOT}/mail`)).not.toContain('Anvil');
    const next = await studio.comparisonStore.openComparisons(NEXT_SLOT);
    expect(next.find((comparison) => comparison.slug === slug)).toMatchObject({
      leftOut: false,
      held: false,
    });

    const page = parsedPage(await studio.read(`${HOME}&saved=leaveOut&of=${slug}`));
    expect(page.texts('p')).toContain('Anvil vs Bench is left out of this issue.');
    expect(page.texts('h3')).toContain('Left out of this issue 1');
    expect(page.texts('li').join()).toContain('Left out of this issue: Anvil vs Bench');
    const waysBack = page.all('button').filter(({ attribs }) => attribs.value === `putBack ${slug}`);
    expect(waysBack.map(({ attribs }) => [attribs.id, attribs.form])).toEqual([
      ['undo', 'edit'],
      [`back-${slug}`, 'edit'],
      [`putBack-${slug}`, undefined],
    ]);
    await press(`leaveOut ${other}`);
    await press(`putBack ${slug}`);
    expect(await order()).toEqual(['anvil', 'easel']);
    expect(await studio.read(HOME)).not.toContain('Left out of this issue: Anvil');
  });

  test('many that are left out are one line of the checklist', async () => {
    await byAnother({ leaveOut: NAMES });
    expect(await studio.read(HOME)).toContain('Left out of this issue: ');
    await studio.comparisonStore.saveComparison(
      aComparison({ tools: ['Gauge', 'Hoist'], publishedAt: TUESDAY - 1 }),
      TUESDAY,
    );
    await byAnother({ leaveOut: ['gauge-vs-hoist'] });
    const html = await studio.read(HOME);
    expect(html).toContain('4 comparisons are left out of this issue');
    expect(html).not.toContain('Left out of this issue: ');
  });

  test('comparisons and texts are changed together, so that nothing typed is lost', async () => {
    await press(`hold ${NAMES[0]}`, { subject: 'Of tools' });
    expect(await draft()).toMatchObject({ subject: 'Of tools' });
    expect(await open(NAMES[0] ?? '')).toMatchObject({ held: true });
  });

  test.each(['hold', 'hold ../x', 'erase anvil-vs-bench', 'up nobody', 'hold nobody'])(
    'a button that does not exist, such as "%s", changes no comparison',
    async (button) => {
      const before = await studio.comparisonStore.openComparisons(SLOT);
      await press(button);
      const marks = (list: typeof before) =>
        list.map(({ held, pinned, featured }) => [held, pinned, featured]);
      expect(marks(await studio.comparisonStore.openComparisons(SLOT))).toEqual(marks(before));
    },
  );
});

describe('two editors at once', () => {
  test('an editor who changes something else overwrites nothing', async () => {
    const form = await formNow();
    await byAnother({ subject: 'Theirs', hold: [NAMES[1] ?? ''], leaveOut: [NAMES[2] ?? ''] });
    const response = await studio.submit(EDIT, {
      ...form,
      preheader: 'Mine',
      do: `leaveOut ${NAMES[0]}`,
    });
    expect(response.status).toBe(303);
    expect(await draft()).toMatchObject({ subject: 'Theirs', preheader: 'Mine' });
    expect(await open(NAMES[0] ?? '')).toMatchObject({ leftOut: true });
    expect(await open(NAMES[1] ?? '')).toMatchObject({ held: true });
    expect(await open(NAMES[2] ?? '')).toMatchObject({ leftOut: true });
  });

  test.each([
    ['subject', { subject: 'Theirs' }, { subject: 'Mine' }],
    ['preheader', { preheader: 'Theirs' }, { preheader: 'Mine' }],
    ['intro', { intro: 'Theirs' }, { intro: 'Mine' }],
    ['sponsor’s title', { sponsorTitle: 'Theirs' }, { sponsorTitle: 'Mine' }],
    ['sponsor’s text', { sponsorText: 'Theirs' }, { sponsorText: 'Mine' }],
    ['sponsor’s link', { sponsorUrl: 'https://theirs.test' }, { sponsorUrl: 'https://mine.test' }],
    ['closing note', { closing: 'Theirs' }, { closing: 'Mine' }],
    ['order', { order: [...NAMES].reverse() }, { do: `down ${NAMES[0]}` }],
    ['feature', { feature: NAMES[1] ?? '' }, { do: `feature ${NAMES[0]}` }],
  ] as const)(
    'an editor who changes the same %s as another is told, and can overwrite it',
    async (_, theirs, mine) => {
      const form = { ...(await formNow()), order: NAMES };
      await byAnother(theirs);
      const before = await studio.tables();
      const response = await studio.submit(EDIT, { ...form, ...mine });
      expect(response.status).toBe(409);
      expect(await studio.tables()).toEqual(before);
      const html = await response.text();
      const page = parsedPage(html);
      const [told, ...others] = page.all('div').filter(({ attribs, children }) => {
        return attribs.class === 'conflict' && children.length > 0;
      });
      expect(others).toEqual([]);
      const words = told === undefined ? '' : textContent(told).replace(/\s+/g, ' ');
      expect(words).toMatch(
        /Somebody else changed the [\w’ ]+ meanwhile\..*Theirs.+Yours.+Keep mine.*Use theirs/,
      );
      expect((await studio.submit(EDIT, takeOver(html))).status).toBe(303);
      expect(await studio.tables()).not.toEqual(before);
      if ('do' in mine) expect((await order())?.[0]).toBe(mine.do.startsWith('down') ? 'clamp' : 'anvil');
      else expect(await draft()).toMatchObject(mine);
    },
  );

  test('of several texts in conflict, one is decided without the others', async () => {
    const form = await formNow();
    await byAnother({ subject: 'Theirs', intro: 'Theirs' });
    const response = await studio.submit(EDIT, { ...form, subject: 'Mine', intro: 'Mine' });
    const fields = fieldsOf(parsedPage(await response.text()));
    const next = await studio.submit(EDIT, { ...fields, theirs: 'subject' });
    expect(next.status).toBe(409);
    const page = parsedPage(await next.text());
    expect(fieldsOf(page)).toMatchObject({ subject: ['Theirs'], intro: ['Mine'] });
    expect((await studio.submit(EDIT, { ...fieldsOf(page), keep: 'intro' })).status).toBe(303);
    expect(await draft()).toMatchObject({ subject: 'Theirs', intro: 'Mine' });
  });

  test('an editor who makes the same change as another is not interrupted', async () => {
    const form = await formNow();
    await byAnother({ subject: 'The same' });
    expect((await studio.submit(EDIT, { ...form, subject: 'The same' })).status).toBe(303);
  });

  test('an editor whose page saves by script is told of a conflict, too', async () => {
    const form = await formNow();
    await byAnother({ subject: 'Theirs' });
    const body = new URLSearchParams({ 'was-subject': form.subject?.[0] ?? '', subject: 'Mine' });
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    const post = () => studio.visit(EDIT, { method: 'POST', body: body.toString(), headers });
    const response = await post();
    expect([response.status, await response.json()]).toEqual([
      409,
      { kind: 'conflict', fields: ['subject'], values: expect.objectContaining({ subject: 'Theirs' }) },
    ]);
    body.set('was-subject', 'Theirs');
    const taken = await post();
    expect([taken.status, await taken.json()]).toEqual([
      200,
      { kind: 'saved', values: expect.objectContaining({ subject: 'Mine' }) },
    ]);
  });
});

test('an approved issue cannot be edited, and says what to do', async () => {
  const form = await formNow();
  await studio.issueStore.changeStatus({
    slot: SLOT,
    scheduledAt: TUESDAY,
    to: 'skipped',
    reason: null,
    at: TUESDAY,
  });
  expect((await studio.submit(EDIT, { ...form, subject: 'Late' })).status).toBe(303);
  await studio.issueStore.changeStatus({
    slot: SLOT,
    scheduledAt: TUESDAY,
    to: 'draft',
    reason: null,
    at: TUESDAY,
  });
  await studio.issueStore.changeStatus({
    slot: SLOT,
    scheduledAt: TUESDAY,
    to: 'cancelled',
    reason: null,
    at: TUESDAY,
  });
  const before = await studio.tables();
  const response = await studio.submit(EDIT, { ...form, preheader: 'Too late' });
  expect([response.status, await response.text()]).toEqual([
    409,
    expect.stringMatching(/Only a draft, or an issue that is on hold or skipped, can be changed.*Too late/s),
  ]);
  expect(await studio.tables()).toEqual(before);
  expect((await studio.visit(HOME)).headers.get('location')).toBe(`/studio/issues/${SLOT}`);
});

test('the longest texts fit into a form, in their new and their old version', async () => {
  const longest = (sign: string) =>
    Object.fromEntries(
      Object.entries(EDIT_LIMITS).flatMap(([name, limit]) =>
        name === 'sponsorUrl' ? [] : [[name, sign.repeat(limit)]],
      ),
    );
  await press('', longest('𝒳'));
  expect((await press('', longest('𝒴'))).status).toBe(303);
  expect(await draft()).toMatchObject(longest('𝒴'));
});

test('a form that is larger than any of ours is refused before it is read', async () => {
  const response = await studio.submit(EDIT, { intro: 'x'.repeat(1_100_000) });
  expect(response.status).toBe(413);
});

test('comparisons of tools in any script are moved, held with a way back, and made the lead', async () => {
  for (const [index, tools] of [['Straße', 'Ёлка'] as const, ['سلام', '日本ツール'] as const].entries())
    await studio.comparisonStore.saveComparison(
      aComparison({ tools: [...tools], publishedAt: TUESDAY - 500 + index }),
      TUESDAY,
    );
  const [street = '', greeting = ''] = (await formNow()).order?.slice(-2) ?? [];
  await press(`up ${greeting}`);
  expect((await formNow()).order?.slice(-2)).toEqual([greeting, street]);
  await press(`feature ${greeting}`);
  expect((await open(greeting))?.featured).toBe(true);
  const held = await press(`hold ${street}`);
  expect((await open(street))?.held).toBe(true);
  expect(await studio.read(held.headers.get('location') ?? '')).toContain('Straße vs Ёлка is on hold.');
});
