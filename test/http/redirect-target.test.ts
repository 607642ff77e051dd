import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSite } from '../../src/http/pages/site.ts';
import { readRedirectTarget } from '../../src/http/redirect-target.ts';
import { SITE } from '../support/http/http-app.ts';

const LISTED = 'https://site.test';
const OWN = 'https://verdicts.test';
const site = createSite({ ...SITE, allowedOrigins: [LISTED, 'http://localhost:4321'] });

const read = (text: string) => readRedirectTarget(text, site);

test.each([
  ['a page', `${LISTED}/thanks?from=footer#top`, `${LISTED}/thanks?from=footer#top`],
  ['a page of another listed origin', 'http://localhost:4321/', 'http://localhost:4321/'],
  ['a page of ours', `${OWN}/issues`, `${OWN}/issues`],
  ['an origin alone', LISTED, `${LISTED}/`],
  ['an origin in capitals, with its own port', 'HTTPS://SITE.TEST:443/A', `${LISTED}/A`],
  ['letters that addresses have by their codes', `${LISTED}/dänke`, `${LISTED}/d%C3%A4nke`],
  ['an address as its own part', `${LISTED}/?next=//evil.test`, `${LISTED}/?next=//evil.test`],
])('%s as a page to return to is read as browsers read it', (_, text, target) => {
  expect(read(text)).toBe(target);
});

test.each([
  '',
  '/thanks',
  '//site.test/thanks',
  '//evil.test',
  '///evil.test',
  'thanks',
  'https:site.test',
  'https:/site.test',
  'https:///site.test',
  'https:\\\\site.test\\thanks',
  'https://site.test\\@evil.test',
  'https://site.test@evil.test',
  'https://site.test:443@evil.test',
  'https://evil.test@site.test',
  'https://:secret@site.test',
  'https://site.test.evil.test',
  'https://evil-site.test',
  'https://site.test:8443',
  'http://site.test',
  'https://sub.site.test',
  'https://evil.test/https://site.test',
  'https://evil.test#https://site.test',
  'https://evil.test?https://site.test',
  ' https://site.test',
  'https://site.test/\r\nSet-Cookie: a=b',
  'https://site.test/\0',
  'ht\ttps://site.test',
  'https://site.test\u2028/',
  'https://%',
  'javascript:alert(1)',
  'javascript://site.test/%0aalert(1)',
  'data:text/html,https://site.test',
  'ftp://site.test/',
  'null',
])('%j is not accepted as a page to return to', (text) => {
  expect(read(text)).toBeNull();
});

describe('random pages to return to', () => {
  const part = fc.constantFrom(
    ...['https://', 'http://', 'https:', '//', '/', '\\', '@', ':', '.', '?', '#', '[', ']', '443', '80'],
    ...['%2f', '%40', '%00', '\t', '\n', '\r', ' ', '\0', '\u3002', '\uff0f', '\uff20', '\u200b', '\u00ad'],
    ...[
      'site.test',
      'SITE.TEST',
      'evil.test',
      'verdicts.test',
      'localhost:4321',
      'user',
      'javascript:',
      'data:',
    ],
  );
  const start = fc.constantFrom('', LISTED, OWN, 'https://', 'http://localhost:4321');
  const pieced = fc
    .tuple(start, fc.array(part, { maxLength: 8 }))
    .map(([first, rest]) => first + rest.join(''));
  const asked = fc.oneof(pieced, fc.webUrl(), fc.string({ unit: 'binary' }));

  test('a browser is only ever redirected to a listed origin or to ours', () => {
    let led = 0;
    fc.assert(
      fc.property(asked, (text) => {
        const target = read(text);
        if (target === null) return;
        led += 1;
        expect([LISTED, OWN, 'http://localhost:4321']).toContain(new URL(target, `${OWN}/subscribe`).origin);
        expect(target).toMatch(/^[!-~]+$/);
        // Reading it twice gives the same result.
        expect(read(target)).toBe(target);
      }),
      { numRuns: 6_000 },
    );
    expect(led).toBeGreaterThan(100);
  });
});
