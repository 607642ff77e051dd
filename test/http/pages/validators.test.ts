import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_LOOK, type Look } from '../../../src/look/look.ts';
import { addWeeks } from '../../../src/schedule/slot.ts';
import { DAY, TUESDAY } from '../../support/comparisons.ts';
import { SLOT } from '../../support/issues.ts';
import { aLogo } from '../../support/samples/logos.ts';
import { BROWSER, openPages, type Pages } from './open-pages.ts';

const ISSUE = `/issues/${SLOT}`;
const HTML = ['/', '/issues', ISSUE, '/check-your-inbox', '/embed'] as const;
const FILES = ['/feed.xml', '/feed.json', '/sitemap.xml', '/robots.txt'] as const;
const ALL = [...HTML, ...FILES];

let pages: Pages;
afterEach(() => pages.close());

async function open(given: Parameters<typeof openPages>[0] = {}): Promise<void> {
  pages = await openPages(given);
  await pages.publish({ article: '<p>Text</p>' });
}

async function tags(): Promise<Record<string, string>> {
  const entries = ALL.map(async (path) => [path, (await pages.get(path)).headers.get('etag') ?? ''] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** The pages whose copies are out of date, by their entity tag, after a change. */
async function outdatedBy(change: () => Promise<unknown>): Promise<string[]> {
  const before = await tags();
  await change();
  const statuses = await Promise.all(
    ALL.map(async (path) => {
      const { status } = await pages.get(path, { ...BROWSER, 'if-none-match': before[path] ?? '' });
      return [path, status] as const;
    }),
  );
  expect(statuses.map(([, status]) => status).filter((status) => status !== 200 && status !== 304)).toEqual(
    [],
  );
  return statuses.flatMap(([path, status]) => (status === 200 ? [path] : []));
}

const reopen = (given: Parameters<typeof openPages>[0]) => async () => {
  pages.close();
  await open(given);
};

const look =
  (given: Partial<Look>, png: Uint8Array | null = null) =>
  async () => {
    const { revision } = await pages.lookStore.readLook();
    await pages.lookStore.saveLook({ look: { ...DEFAULT_LOOK, ...given }, png, revision, at: TUESDAY });
  };

describe('a copy of a page is current', () => {
  test('while nothing changes, also in another process', async () => {
    await open();
    expect(await outdatedBy(reopen({}))).toEqual([]);
  });
});

describe('a copy of a page is out of date', () => {
  const { logo, png } = aLogo();
  const words = { ...DEFAULT_LOOK.signUp, heading: 'Know first', button: 'Send it', note: 'Rarely.' };

  test.each([
    ['the newsletter has another name', reopen({ newsletter: { name: 'Verdicts' } }), ALL.slice(0, -2)],
    ['its postal address changes', reopen({ newsletter: { postalAddress: '1 Other Lane' } }), [...HTML]],
    [
      'its public URL changes',
      reopen({ newsletter: { publicUrl: 'https://moved.test' } }),
      ALL.filter((path) => path !== '/check-your-inbox'),
    ],
    ['days begin elsewhere', reopen({ timezone: 'Pacific/Pago_Pago' }), ['/', '/issues', ISSUE]],
    ['the look has a tagline', look({ tagline: 'Every Tuesday' }), [...HTML]],
    ['the look has another colour', look({ accent: '#f06a1a' }), [...HTML]],
    ['the look has a logo', look({ logo }, png), [...HTML]],
    ['the look has links and a footer', look({ privacyUrl: 'https://a.test/', footerText: 'Hi' }), [...HTML]],
  ])('once %s', async (_, change, expected) => {
    await open();
    expect(await outdatedBy(change)).toEqual(expected);
  });

  test('once the owner words the sign-up otherwise, wherever there is a form', async () => {
    await open();
    const outdated = await outdatedBy(look({ signUp: words }));
    expect(outdated).toEqual(['/', '/issues', ISSUE, '/embed']);
  });

  test('once a newer issue appears or is withdrawn, which the page of the one before names', async () => {
    await open();
    const slot = addWeeks(SLOT, 1);
    const said = ['/', '/issues', ISSUE, '/feed.xml', '/feed.json', '/sitemap.xml'];
    const publish = () => pages.publish({ slot, at: TUESDAY + 7 * DAY, subject: 'Newer' });
    expect(await outdatedBy(publish)).toEqual(said);
    expect(await outdatedBy(() => pages.change(slot, 'cancelled'))).toEqual(said);
  });
});

test('the colours have an address of their own, so that a page is never shown in old ones', async () => {
  await open();
  const colours = async () => /\/brand\.css\?accent=\w+/.exec(await pages.read('/issues'))?.[0];
  await look({ accent: '#f06a1a' })();
  const first = await colours();
  await look({ accent: '#2440b0' })();
  expect([first, await colours()]).toEqual(['/brand.css?accent=f06a1a', '/brand.css?accent=2440b0']);
});
