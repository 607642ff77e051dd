import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SUGGESTED_DOMAINS, suggestDomain } from '../../../src/subscribers/sign-ups/suggest-address.ts';

describe('a mistyped domain', () => {
  test.each([
    ['gmial.com', 'gmail.com'],
    ['gmai.com', 'gmail.com'],
    ['gmal.com', 'gmail.com'],
    ['gail.com', 'gmail.com'],
    ['gmaill.com', 'gmail.com'],
    ['gmail.con', 'gmail.com'],
    ['gmail.co', 'gmail.com'],
    ['gmail.cm', 'gmail.com'],
    ['gmail.comm', 'gmail.com'],
    ['gmial.con', 'gmail.com'],
    ['hotmial.com', 'hotmail.com'],
    ['hotmal.con', 'hotmail.com'],
    ['hotmail.co', 'hotmail.com'],
    ['yaho.com', 'yahoo.com'],
    ['yahooo.com', 'yahoo.com'],
    ['yaho.co.uk', 'yahoo.co.uk'],
    ['outlok.com', 'outlook.com'],
    ['outlook.om', 'outlook.com'],
    ['iclod.com', 'icloud.com'],
    ['icloud.co', 'icloud.com'],
    ['proton.em', 'proton.me'],
    ['protonmial.com', 'protonmail.com'],
    ['fastmial.fm', 'fastmail.fm'],
    ['fasmail.com', 'fastmail.com'],
  ])('a mistyped domain, as in %s, gets a suggestion: %s', (typed, meant) => {
    expect(suggestDomain(typed)).toBe(meant);
  });
});

describe('no other domain is suggested', () => {
  test.each([
    ...SUGGESTED_DOMAINS,
    'hey.com',
    'pm.me',
    'gmx.de',
    'gmx.at',
    'web.de',
    'aol.com',
    'me.com',
    'mail.com',
    'email.com',
    'ymail.com',
    'yahoo.ca',
    'yahoo.com.br',
    'hotmail.be',
    'outlook.es',
    'live.nl',
  ])('no other domain is suggested for %s, which is right', (domain) => {
    expect(suggestDomain(domain)).toBeNull();
  });

  test.each([
    'verdicts.test',
    'example.com',
    'university.edu',
    'small.com',
    'retail.com',
    'key.com',
    'bt.com',
    'sap.com',
    'meta.com',
    'bayer.com',
    'mail.de',
    'orange.com',
    'webex.de',
    'xn--mller-kva.de',
  ])('no other domain is suggested for %s, which is somebody’s own', (domain) => {
    expect(suggestDomain(domain)).toBeNull();
  });
});

/** How many letters must be put in, taken away or changed to come from one text to another. */
function distance(from: string, to: string): number {
  let row = [...Array(to.length + 1).keys()];
  for (const [at, letter] of [...from].entries()) {
    const next = [at + 1];
    for (let other = 1; other <= to.length; other += 1) {
      const changed = (row[other - 1] ?? 0) + (to[other - 1] === letter ? 0 : 1);
      next.push(Math.min(changed, (row[other] ?? 0) + 1, (next[other - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789-.'];
const nearlyKnown = fc
  .tuple(
    fc.constantFrom(...SUGGESTED_DOMAINS),
    fc.array(fc.tuple(fc.nat(16), fc.constantFrom('', ...letters), fc.nat(2)), { maxLength: 5 }),
  )
  .map(([domain, slips]) =>
    slips.reduce((text, [at, letter, gone]) => text.slice(0, at) + letter + text.slice(at + gone), domain),
  );
const anything = fc.oneof(nearlyKnown, fc.domain(), fc.string({ unit: 'binary' }));

test('a suggested domain is on the list, differs from what was typed, is close to it, and gets no suggestion itself', () => {
  fc.assert(
    fc.property(anything, (typed) => {
      const suggestion = suggestDomain(typed);
      if (suggestion === null) return;
      expect(SUGGESTED_DOMAINS).toContain(suggestion);
      expect(suggestion).not.toBe(typed);
      expect(distance(typed, suggestion)).toBeLessThanOrEqual(4);
      expect(suggestDomain(suggestion)).toBeNull();
    }),
    { numRuns: 2_000 },
  );
});
