import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sendSlot } from '../../../../src/issue-actions/send-slot.ts';
import { cleanText } from '../../../../src/shared/clean-text.ts';
import { aComparison, aJudgedSide, aReview, TUESDAY } from '../../../support/comparisons.ts';
import { openStudio, type Studio } from '../../../support/http/studio.ts';
import { addReaders, SLOT } from '../../../support/issues.ts';
import { HOSTILE, parsedPage, STORABLE_HOSTILE } from '../../pages/open-pages.ts';

let studio: Studio;
beforeEach(async () => {
  studio = await openStudio();
});
afterEach(() => studio.close());

const save = (...comparisons: ReturnType<typeof aComparison>[]) =>
  Promise.all(comparisons.map((comparison) => studio.comparisonStore.saveComparison(comparison, TUESDAY)));
const one = aComparison({ tools: ['Kiln', 'Loom'] });
const part = async (name: string) => studio.read(`/studio/preview/${SLOT}/${name}`);

describe('the next issue without comparisons', () => {
  test('home without comparisons says how to begin, and shows no preview', async () => {
    const page = parsedPage(await studio.read('/studio'));
    expect(page.texts('h2')).toContain('Four steps to the first issue');
    expect((await studio.visit(`/studio/preview/${SLOT}/mail`)).status).toBe(404);
  });
});

describe('the preview of the next issue', () => {
  beforeEach(() => save(one));

  test('the preview has the bytes that are sent, except for the recipient’s own links', async () => {
    await addReaders(studio.subscriberStore, 1);
    const [html, text] = [await part('mail'), await part('text')];
    await send();
    const folder = join(studio.config.outboxDir, 'new');
    const [file = ''] = readdirSync(folder);
    const message = readFileSync(join(folder, file));
    const sent = await PostalMime.parse(message);
    // The parser adds a line end to each part.
    expect(withoutTokens(sent.html ?? '')).toBe(`${withoutTokens(html)}\n`);
    expect(withoutTokens(sent.text ?? '')).toBe(`${withoutTokens(text)}\n`);
    // The same once it is frozen, when nothing is composed any more.
    expect(withoutTokens(await part('mail'))).toBe(withoutTokens(html));
    const frozen = (await part('message'))
      .split(/\r?\n/)
      .filter((line) => /^(From|Subject|List-ID|Date):/.test(line));
    for (const line of frozen) expect(message.toString()).toContain(line);
    expect(frozen).toHaveLength(4);
  });

  test('the preview shows one reader’s copy in frames, as text, as source, with its headers and links', async () => {
    const view = async (name: string) => parsedPage(await studio.read(`/studio?view=${name}`));
    expect((await view('desktop')).attributes('iframe', 'src')).toEqual([
      expect.stringMatching(`^/studio/preview/${SLOT}/mail\\?scheme=light&v=[0-9a-f]{16}$`),
    ]);
    expect((await view('dark')).attributes('iframe', 'src')).toEqual([
      expect.stringContaining('/mail?scheme=dark&'),
    ]);
    expect((await view('phone-dark')).attributes('iframe', 'id')).toEqual(['frame-phone-dark']);
    expect((await view('text')).texts('pre').join()).toContain('Kiln or Loom');
    expect((await view('source')).texts('pre')[0]).toBe((await part('mail')).replace(/\s+/g, ' ').trim());
    expect((await view('headers')).texts('th')).toEqual(
      expect.arrayContaining([
        'From',
        'Subject',
        'Date',
        'Message-ID',
        'List-Unsubscribe',
        'List-ID',
        'X-Entity-Ref-ID',
      ]),
    );
    expect((await view('links')).attributes('a', 'href')).toContain(one.url);
  });

  test('the preview follows the reader’s colour scheme only if that is asked for', async () => {
    const [asSent, light, dark] = await Promise.all(
      ['mail', 'mail?scheme=light', 'mail?scheme=dark'].map((name) => part(name)),
    );
    expect(asSent).toContain('@media screen and (prefers-color-scheme:dark)');
    expect(light).not.toContain('prefers-color-scheme');
    expect(dark).not.toContain('prefers-color-scheme');
    expect(dark).toContain('@media all');
    expect(dark?.replace('@media all', '').length).not.toBe(asSent?.length);
  });

  test('the preview can be framed by our own pages alone, runs no script and loads only our own pictures', async () => {
    for (const name of ['mail', 'text', 'message']) {
      const { headers } = await studio.visit(`/studio/preview/${SLOT}/${name}`);
      expect(headers.get('content-security-policy')).toBe(
        "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
      );
      expect([headers.get('x-frame-options'), headers.get('cache-control')]).toEqual([
        'SAMEORIGIN',
        'no-store',
      ]);
    }
    const frames = parsedPage(await studio.read('/studio')).attributes('iframe', 'sandbox');
    expect(frames).toEqual(['allow-same-origin']);
  });

  test('the preview follows the database', async () => {
    const before = await studio.read('/studio');
    await studio.issueStore.editIssue({
      slot: SLOT,
      scheduledAt: TUESDAY,
      at: TUESDAY,
      subject: 'Of bricks',
    });
    const after = parsedPage(await studio.read('/studio'));
    expect(before).not.toContain('Of bricks');
    expect(after.texts('b')).toContain('Of bricks');
    expect(after.attributes('iframe', 'src')).not.toEqual(parsedPage(before).attributes('iframe', 'src'));
  });

  test('the preview shows the sender, the subject, the reading time and the size', async () => {
    const page = parsedPage(await studio.read('/studio'));
    expect(page.texts('b')).toEqual(expect.arrayContaining(['Digest']));
    expect(page.texts('bdi')).toContain('digest@verdicts.test');
    expect(page.texts('span').join()).toMatch(/\d+ of 70/);
    const size = Math.ceil(Buffer.byteLength(await part('mail')) / 1024);
    expect(page.texts('dd').join()).toContain(`${size} KB of at most 90`);
  });
});

test('problems link to where they can be solved', async () => {
  await save(aComparison({ tools: ['Kiln', 'Loom'], url: null }));
  await studio.issueStore.editIssue({
    slot: SLOT,
    scheduledAt: TUESDAY,
    at: TUESDAY,
    subject: 'x'.repeat(71),
    intro: '[here](javascript:alert(1))',
  });
  const page = parsedPage(await studio.read('/studio'));
  // Nobody is subscribed, either.
  expect(page.texts('span')).toContain('3 to fix, 1 worth a look');
  expect(page.texts('a')).toContain('Fix 3 things first');
  expect(page.attributes('a', 'href')).toEqual(
    expect.arrayContaining(['#subject', '#intro', '/studio/comparisons/kiln-vs-loom']),
  );
});

test('comparisons that are held back are listed with the reason', async () => {
  await save(one, aComparison({ tools: ['Bellows', 'Anvil'], publishedAt: TUESDAY - 100 * 86_400_000 }));
  const page = parsedPage(await studio.read('/studio'));
  expect([...page.texts('h3'), ...page.texts('bdi')]).toEqual(
    expect.arrayContaining(['Older than 14 days 1', 'Bellows vs Anvil']),
  );
});

test('other weeks can be previewed, and what is no week is not found', async () => {
  expect(await studio.read('/studio?slot=2026-W50')).toContain('8 December, 09:00');
  expect((await studio.visit('/studio?slot=2026-W60')).status).toBe(404);
  expect((await studio.visit('/studio/preview/nowhere/mail')).status).toBe(404);
});

describe('a hostile issue', () => {
  /** The maximum length of an import: a longer review never gets here. */
  const LONG = 'Word after word of a review that does not end. '.repeat(420);

  test('hostile content does no harm: it is shown as text everywhere', async () => {
    const plain = async (views: readonly string[]) =>
      Promise.all(views.map(async (view) => parsedPage(await studio.read(`/studio?view=${view}`)).shape));
    const views = ['desktop', 'text', 'source', 'headers', 'links'];
    await save(one);
    await studio.issueStore.editIssue({
      slot: SLOT,
      scheduledAt: TUESDAY,
      at: TUESDAY,
      subject: 'x',
      intro: 'y',
    });
    const expected = await plain(views);
    for (const [index, words] of HOSTILE.map(cleanText).entries()) {
      const review = aReview({ reviewer: words, verdict: 'ship', score: 90, text: `${words} ${LONG}` });
      const side = {
        ...aJudgedSide(`${words} ${index}`, 3),
        tagline: words,
        pricing: words,
        reviews: [review],
      };
      await save(aComparison({ tools: [side, 'Loom'], slug: `hostile-${index}` }));
    }
    await studio.issueStore.editIssue({
      slot: SLOT,
      scheduledAt: TUESDAY,
      at: TUESDAY,
      hold: [one.slug],
      subject: STORABLE_HOSTILE.join(' ').slice(0, 500),
      preheader: STORABLE_HOSTILE.join(' ').slice(0, 500),
      intro: STORABLE_HOSTILE.map((words) => `${words} [link](javascript:alert(1))`).join('\n\n'),
    });
    const allowed = new Set(expected.flat());
    for (const shape of await plain(views))
      expect(shape.filter((name) => !allowed.has(name) && !KNOWN.has(name))).toEqual([]);
    const mail = parsedPage(await part('mail'));
    expect(mail.all('script')).toEqual([]);
    expect(mail.attributes('a', 'href').filter((href) => !/^https?:/.test(href))).toEqual([]);
    expect(mail.shape.filter((name) => name.startsWith('on') || name === 'img')).toEqual([]);
    // What an editor typed stays as it is in its own field.
    const outsideFields = (await studio.read('/studio'))
      .replace(/<textarea.*?<\/textarea>/gs, '')
      .replace(/ value="[^"]*"/g, '');
    expect(outsideFields).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    expect(Buffer.byteLength(await part('mail'))).toBeLessThan(90 * 1024);
  });

  test('a link in a hostile issue is a link only if it leads to the web', async () => {
    await save(aComparison({ tools: ['Kiln', 'Loom'], url: 'https://verdicts.test/"onclick="x' }));
    const page = parsedPage(await studio.read('/studio?view=links'));
    expect(page.shape).not.toContain('onclick');
  });
});

/** Lists of problems and held-back comparisons, which the sound issue does not have. */
const KNOWN = new Set(['dt', 'dd', 'dl', 'h3', 'ul', 'aria-invalid']);

function withoutTokens(text: string): string {
  return text.replace(/\/(unsubscribe|preferences)\/[\w-]+/g, '/$1/…');
}

/** A person's `send`, without obstacles. */
async function send() {
  const signal = new AbortController().signal;
  await sendSlot(SLOT, { ...studio, owner: 'tests', dailyLimit: null, signal });
}
