import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { linkHash } from '../../../src/links/link-token.ts';
import { withoutLeftovers } from '../../../src/links/token-text.ts';
import { createTokenSigner } from '../../../src/links/tokens.ts';
import { SLOT } from '../../support/issues.ts';
import { openPages, type Pages } from './open-pages.ts';
import { peopleOf } from './people.ts';

/** What a link can do. */
const WISHES = {
  confirm: [''],
  data: ['action=download', 'action=erase'],
  unsubscribe: ['', 'List-Unsubscribe=One-Click', 'action=undo'],
  preferences: ['action=pause&until=2026-12-24', 'action=resume', 'action=unsubscribe', 'action=data'],
} as const;
type Kind = keyof typeof WISHES;
const KINDS = Object.keys(WISHES) as Kind[];

let pages: Pages;
let tokens: Record<Kind, string>;
beforeEach(async () => {
  pages = await openPages();
  const { newPending, newReader } = peopleOf(pages);
  const { confirm } = await newPending();
  const { unsubscribe, preferences, mailData } = await newReader();
  const paths = { confirm, data: await mailData(), unsubscribe, preferences };
  tokens = Object.fromEntries(
    Object.entries(paths).map(([kind, path]) => [kind, path.slice(`/${kind}/`.length)]),
  ) as typeof tokens;
});
afterEach(() => pages.close());

const post = (kind: Kind, token: string, body: string) =>
  pages.http.request(`/${kind}/${encodeURIComponent(token)}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const letter = fc.constantFrom(...LETTERS);

/** Forged tokens: everything that can be made without the secret. */
function forgeries(token: string, kind: Kind): fc.Arbitrary<string> {
  const at = fc.nat(token.length - 1);
  const replaced = (by: (one: string) => string) => (place: number) =>
    token.slice(0, place) + by(token.charAt(place)) + token.slice(place + 1);
  const few = { minLength: 1, maxLength: 30 };
  return fc.oneof(
    fc.tuple(at, letter).map(([place, other]) => replaced(() => other)(place)),
    at.map((length) => token.slice(0, length)),
    at.map((start) => token.slice(start)),
    fc.string({ unit: letter, ...few }).map((more) => more + token),
    fc.string({ unit: 'binary', ...few }).map((more) => more + token),
    fc.string({ unit: letter, minLength: token.length, maxLength: token.length }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      token.split('').reverse().join(''),
      linkHash(token),
      Buffer.from(token, 'base64url').toString('hex'),
      ...KINDS.filter((other) => other !== kind).map((other) => tokens[other]),
      ...(['unsubscribe', 'preferences'] as const).map((purpose) =>
        createTokenSigner(['another secret '.repeat(3)]).sign({ purpose, subscriberId: 1, slot: SLOT }),
      ),
    ),
  );
}

/** Whether a text is a valid token despite what was appended to it or what email programs leave in it. */
const holds = (text: string, token: string) =>
  withoutLeftovers(text).some((reading) => reading.toLowerCase().startsWith(token));

/** A URL with one of these names is another page. */
const isName = (token: string) => !['', '.', '..'].includes(token);

describe.each(KINDS)('a token for %s', (kind) => {
  test('a link with a token for %s that is forged, altered, cut off or of another kind does nothing', async () => {
    const before = await pages.tables();
    const token = tokens[kind];
    const forged = forgeries(token, kind).filter((other) => !holds(other, token) && isName(other));
    await fc.assert(
      fc.asyncProperty(forged, fc.constantFrom(...WISHES[kind]), async (other, wish) => {
        expect((await post(kind, other, wish)).status).toBe(404);
      }),
      { numRuns: 300 },
    );
    expect(await pages.tables()).toEqual(before);
    expect(pages.errors).toEqual([]);
  });

  test('a link with its own token works', async () => {
    const before = await pages.tables();
    for (const wish of WISHES[kind]) expect((await post(kind, tokens[kind], wish)).status).toBe(200);
    expect(await pages.tables()).not.toEqual(before);
  });
});
