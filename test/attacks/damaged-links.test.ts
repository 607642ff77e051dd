import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTokenSigner, TOKEN_FORMS, type TokenForm } from '../../src/links/tokens.ts';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { addReaders, SLOT } from '../support/issues.ts';
import { makePlace, type Place, PROGRAM, startNode } from '../support/processes.ts';

const SECRET = 'a secret for tests with enough characters';
const signer = createTokenSigner([SECRET]);

/** Each run of the property needs a subscriber who has not left yet. */
const RUNS = 200;
const FORGERIES = 400;

let place: Place;
let port: number;
let stop: () => Promise<unknown>;
let database: Database.Database;

beforeAll(async () => {
  place = await makePlace();
  const stores = openSqliteStores(place.database);
  await addReaders(stores.subscriberStore, RUNS + 1);
  await stores.close();
  const env = { ...place.env, TRANSPORT: 'outbox', PORT: '0', SIGNING_SECRET: SECRET };
  const { child, finished } = startNode([PROGRAM, 'serve'], { env });
  let log = '';
  while (!/"event":"serving"/.test(log)) log += String((await once(child.stderr, 'data'))[0]);
  port = Number(/"port":(\d+)/.exec(log)?.[1]);
  stop = () => {
    child.kill('SIGTERM');
    return finished;
  };
  database = new Database(place.database, { readonly: true });
});
afterAll(async () => {
  database.close();
  await stop();
  await place.remove();
});

/** Makes the one-click request of an email program (RFC 8058) to exactly this path. */
function oneClick(
  path: string,
): Promise<{ status: number; location: string | undefined; milliseconds: number }> {
  const begun = performance.now();
  const body = 'List-Unsubscribe=One-Click';
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
      const { statusCode: status = 0, headers: answered } = response;
      response.resume().on('end', () => {
        resolve({ status, location: answered.location, milliseconds: performance.now() - begun });
      });
    });
    request.on('error', reject).end(body);
  });
}

const gone = () =>
  database
    .prepare<[], number>("select id from subscribers where status <> 'confirmed' order by id")
    .pluck()
    .all();

const sign = (subscriberId: number, form: TokenForm) =>
  signer.sign({ purpose: 'unsubscribe', subscriberId, slot: SLOT, form });

/** What may follow a link that a program took for part of it. */
const ENDINGS = [
  ...[
    '',
    '.',
    ',',
    ';',
    ')',
    '%3E',
    "'",
    '%22',
    ']',
    '=',
    '%20',
    '%0A',
    '%0D%0A',
    '=20',
    '=0D=0A',
    '=3D',
    '%C2%AD',
  ],
  ...[
    '&utm_source=x',
    '?utm_source=x&utm_medium=email',
    '/',
    '//',
    '%23',
    '...',
    '%E2%80%8B',
    '%A0',
    'Unsubscribe',
  ],
];

/** What quoted-printable, line breaks and hyphenation insert between two characters. */
const DAMAGE = [
  '=',
  '%3D',
  '=%0D%0A',
  '=%0A',
  '%3D%0A',
  '=3D%0A',
  '=0D=0A',
  '%0A',
  '%20',
  '%C2%AD',
  '%E2%80%8B',
  '%253D',
];

/** A link as it may arrive: the page in any case and the token with any damage. Only the case of old tokens matters. */
const damagedLink = fc.record({
  form: fc.constantFrom(...TOKEN_FORMS),
  page: fc.constantFrom('unsubscribe', 'UNSUBSCRIBE', 'Unsubscribe', 'unsub=%0Ascribe'),
  ending: fc.constantFrom(...ENDINGS),
  damage: fc.array(fc.tuple(fc.nat(), fc.constantFrom(...DAMAGE)), { maxLength: 2 }),
  capitals: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
});

function pathOf(token: string, { page, ending, damage, capitals, form }: LinkDamage): string {
  const letters = Array.from(token, (letter, at) =>
    form === 'base32' && capitals[at] ? letter.toUpperCase() : letter,
  );
  for (const [place, leftover] of damage) letters[place % letters.length] += leftover;
  return `/${page}/${letters.join('')}${ending}`;
}
type LinkDamage = typeof damagedLink extends fc.Arbitrary<infer Damage> ? Damage : never;

test('whatever email programs did to a link, it unsubscribes its own subscriber at once, and nobody else', async () => {
  let next = 1;
  await fc.assert(
    fc.asyncProperty(damagedLink, async (damage) => {
      const id = next;
      next += 1;
      const { status, location } = await oneClick(pathOf(sign(id, damage.form), damage));
      expect([status, location]).toEqual([200, undefined]);
      expect(gone()).toEqual(Array.from({ length: id }, (_, index) => index + 1));
    }),
    // Each run has another subscriber, so shrinking is impossible.
    { numRuns: RUNS, endOnFailure: true },
  );
});

describe('a token that was altered', () => {
  const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~';
  const id = RUNS + 1;
  const alteration = fc.oneof(
    fc.tuple(fc.nat(), fc.constantFrom(...LETTERS)).map(([at, letter]) => (token: string) => {
      const place = at % token.length;
      return token.slice(0, place) + letter + token.slice(place + 1);
    }),
    fc.tuple(fc.nat(), fc.constantFrom(...LETTERS)).map(([at, letter]) => (token: string) => {
      const place = at % token.length;
      return token.slice(0, place) + letter + token.slice(place);
    }),
    fc.nat().map((at) => (token: string) => token.slice(0, at % token.length)),
    fc.nat().map((at) => (token: string) => token.slice((at % (token.length - 1)) + 1)),
    fc.constant((token: string) => token.split('').reverse().join('')),
  );

  test('an altered token does nothing, whatever is appended to it', async () => {
    const before = gone();
    await fc.assert(
      fc.asyncProperty(damagedLink, alteration, async (damage, alter) => {
        const token = sign(id, damage.form);
        const altered = alter(token);
        const isSame = (damage.form === 'base32' ? altered.toLowerCase() : altered).startsWith(token);
        fc.pre(!isSame && /\w/.test(altered));
        expect((await oneClick(pathOf(altered, { ...damage, ending: '.' }))).status).toBe(404);
      }),
      { numRuns: FORGERIES },
    );
    expect(gone()).toEqual(before);
  });

  test('an altered token is refused in a moment, however long it is and whatever it is made of', async () => {
    for (const part of ['=3d', '=', '%3D', '=%0A', '%25', '%E2%80%8B', '/', '%C2%AD', 'a', '%', '%F0%9F%98'])
      for (const page of ['unsubscribe/', 'unsubscribe', 'issues/', 'u']) {
        const { status, milliseconds } = await oneClick(
          `/${page}${part.repeat(Math.floor(12_000 / part.length))}`,
        );
        expect([part, page, status >= 400 && status < 500]).toEqual([part, page, true]);
        expect(milliseconds).toBeLessThan(1_000);
      }
  });
});
