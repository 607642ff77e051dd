import { describe, expect, test } from 'vitest';
import { ANONYMOUS_TOKEN, routeOfLink } from '../../src/http/link-path.ts';

const TOKEN = 'abcdefghijklmnopqrstuvwxyz234567abcdefgh';

/** Characters that an email program took for part of a link, or appended to it. */
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

describe('a link to unsubscribe, to preferences, to confirm or to personal data', () => {
  test.each(ENDINGS)('a link from an email leads to the same page with %s appended', (ending) => {
    for (const page of ['unsubscribe', 'preferences', 'confirm', 'data']) {
      const [, name, token = ''] = routeOfLink(`/${page}/${TOKEN}${ending}`)?.split('/') ?? [];
      expect(name).toBe(page);
      expect(decodeURIComponent(token).startsWith(TOKEN)).toBe(true);
    }
  });

  test('a link from an email works in upper and lower case', () => {
    expect(routeOfLink(`/UNSUBSCRIBE/${TOKEN}`)).toBe(`/unsubscribe/${TOKEN}`);
    expect(routeOfLink(`/Preferences/${TOKEN}`)).toBe(`/preferences/${TOKEN}`);
  });

  test.each([
    '/unsub=\nscribe',
    '/unsub%3D%0Ascribe',
    '/unsub=3D%0D%0Ascribe',
    '/=unsubscribe',
    '/unsubscribe=',
  ])('a link from an email works if a line break fell into its path: %s', (path) => {
    expect(routeOfLink(`${path}/${TOKEN}`)).toBe(`/unsubscribe/${TOKEN}`);
  });

  test.each([
    '/unsubscribe',
    '/unsubscribe/',
    '/UNSUBSCRIBE',
    '/unsubscribe.',
    '/unsubscribe%20',
    '/unsubscribe>',
  ])('%s, a link without a token, leads to the page that emails new links', (path) => {
    expect(routeOfLink(path)).toBe('/unsubscribe');
  });

  test('a confirmation or data link without a token is answered like one that does not work', () => {
    for (const page of ['confirm', 'data'])
      for (const end of ['', '/', '.']) expect(routeOfLink(`/${page}${end}`)).toBe(`/${page}/cut-off`);
  });

  test('an unsubscribe link in the public copy of an issue stays as it is', () => {
    for (const path of [`/unsubscribe/${ANONYMOUS_TOKEN}`, `/Unsubscribe/From-Your-Mail%3E`])
      expect(routeOfLink(path)).toBe(`/unsubscribe/${ANONYMOUS_TOKEN}`);
  });
});

describe('a link to an issue', () => {
  test.each(['', '.', ',', ')', '>', '%3E', '%20', '=20', '&utm_source=x', '%C2%AD'])(
    'a link to an issue works with "%s" appended, in upper and lower case',
    (ending) => {
      expect(routeOfLink(`/issues/2026-W47${ending}`)).toBe('/issues/2026-W47');
      expect(routeOfLink(`/ISSUES/2026-w47${ending}`)).toBe('/issues/2026-W47');
      expect(routeOfLink(`/issues/2026-W47.txt${ending}`)).toBe('/issues/2026-W47.txt');
      expect(routeOfLink(`/issues${ending}`)).toBe('/issues');
    },
  );

  test('a link to an issue works if a line break fell into it', () => {
    expect(routeOfLink('/issues/2026=\n-W47')).toBe('/issues/2026-W47');
    expect(routeOfLink('/issues/=2026-W47')).toBe('/issues/2026-W47');
  });

  test.each(['/issues/2026-W471', '/issues/2026-W47.pdf', '/issues/latest', '/issues//', '/issues/'])(
    '%s is not mistaken for a link to an issue',
    (path) => {
      expect(routeOfLink(path)).toBeNull();
    },
  );
});

test('a link to the sign-up page works with characters appended', () => {
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
])('%s is not a link from an email, and is left alone', (path) => {
  expect(routeOfLink(path)).toBeNull();
});
