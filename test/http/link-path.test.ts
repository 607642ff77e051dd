import { describe, expect, test } from 'vitest';
import { ANONYMOUS_TOKEN, routeOfLink } from '../../src/http/link-path.ts';

const TOKEN = 'abcdefghijklmnopqrstuvwxyz234567abcdefgh';

/** What an email program took for a part of a link, or put behind it. */
const ENDINGS = [
  ...[
    '.',
    ',',
    ';',
    ':',
    '!',
    ')',
    '>',
    "'",
    '"',
    ']',
    '=',
    '…',
    '”',
    '»',
    '/',
    '&utm_source=x',
    '=20',
    '=0D=0A',
  ],
  ...['%20', '%3E', '%0A', '%0D%0A', '%C2%AD', '%E2%80%8B', '%AD', '%2520', '%3D', '%3D%0A'],
];

describe('a link to leave, to preferences, to confirm and to one’s data', () => {
  test.each(ENDINGS)('is the same page with %s behind it', (ending) => {
    for (const page of ['unsubscribe', 'preferences', 'confirm', 'data']) {
      const [, name, token = ''] = routeOfLink(`/${page}/${TOKEN}${ending}`)?.split('/') ?? [];
      expect(name).toBe(page);
      expect(decodeURIComponent(token).startsWith(TOKEN)).toBe(true);
    }
  });

  test('is the same page in any case', () => {
    expect(routeOfLink(`/UNSUBSCRIBE/${TOKEN}`)).toBe(`/unsubscribe/${TOKEN}`);
    expect(routeOfLink(`/Preferences/${TOKEN}`)).toBe(`/preferences/${TOKEN}`);
  });

  test.each([
    '/unsub=\nscribe',
    '/unsub%3D%0Ascribe',
    '/unsub=3D%0D%0Ascribe',
    '/=unsubscribe',
    '/unsubscribe=',
  ])('is the same page where the end of a line fell into its path: %s', (path) => {
    expect(routeOfLink(`${path}/${TOKEN}`)).toBe(`/unsubscribe/${TOKEN}`);
  });

  test.each([
    '/unsubscribe',
    '/unsubscribe/',
    '/UNSUBSCRIBE',
    '/unsubscribe.',
    '/unsubscribe%20',
    '/unsubscribe>',
  ])('without a token is the page that has links emailed: %s', (path) => {
    expect(routeOfLink(path)).toBe('/unsubscribe');
  });

  test('to confirm and to one’s data leads, without a token, where a link leads that does not work', () => {
    for (const page of ['confirm', 'data'])
      for (const end of ['', '/', '.']) expect(routeOfLink(`/${page}${end}`)).toBe(`/${page}/cut-off`);
  });

  test('of the public copy of an issue stays what it is', () => {
    for (const path of [`/unsubscribe/${ANONYMOUS_TOKEN}`, `/Unsubscribe/From-Your-Mail%3E`])
      expect(routeOfLink(path)).toBe(`/unsubscribe/${ANONYMOUS_TOKEN}`);
  });
});

describe('a link to an issue', () => {
  test.each(['', '.', ',', ')', '>', '%3E', '%20', '=20', '&utm_source=x', '%C2%AD'])(
    'is the same page with "%s" behind it, and in any case',
    (ending) => {
      expect(routeOfLink(`/issues/2026-W47${ending}`)).toBe('/issues/2026-W47');
      expect(routeOfLink(`/ISSUES/2026-w47${ending}`)).toBe('/issues/2026-W47');
      expect(routeOfLink(`/issues/2026-W47.txt${ending}`)).toBe('/issues/2026-W47.txt');
      expect(routeOfLink(`/issues${ending}`)).toBe('/issues');
    },
  );

  test('is the same page where the end of a line fell into it', () => {
    expect(routeOfLink('/issues/2026=\n-W47')).toBe('/issues/2026-W47');
    expect(routeOfLink('/issues/=2026-W47')).toBe('/issues/2026-W47');
  });

  test.each(['/issues/2026-W471', '/issues/2026-W47.pdf', '/issues/latest', '/issues//', '/issues/'])(
    'is not guessed: %s',
    (path) => {
      expect(routeOfLink(path)).toBeNull();
    },
  );
});

test('a link to the sign-up page is the same with something behind it', () => {
  for (const path of ['/.', '/%3E', '/,', '/%20', '/=20'.replace('20', '')])
    expect(routeOfLink(path)).toBe('/');
  expect(routeOfLink('/Subscribe.')).toBe('/subscribe');
});

test.each([
  ...[
    '/',
    '//',
    '/studio',
    '/STUDIO',
    '/Metrics',
    '/API/comparisons',
    '/webhooks/resend',
    '/healthz',
    '/feed.xml',
  ],
  ...[
    '/subscribe/challenge',
    '/subscribers',
    '/data-protection',
    '/unsubscribed',
    '/confirmation/x',
    '/issues-2',
  ],
])('%s is no link of an email, and stays as it is', (path) => {
  expect(routeOfLink(path)).toBeNull();
});
