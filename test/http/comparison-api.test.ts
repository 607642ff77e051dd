import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY } from '../support/comparisons.ts';
import { openWithTables } from '../support/database/tables.ts';
import { expectDescribed } from '../support/http/described.ts';
import {
  API_TOKEN,
  openHttpApp,
  type PostedComparisons,
  postComparisons,
  SITE,
} from '../support/http/http-app.ts';
import { approveIssue, SLOT } from '../support/issues.ts';
import { longestComparisons } from '../support/samples/longest-comparisons.ts';

let stores: Awaited<ReturnType<typeof openWithTables>>;
let app: ReturnType<typeof openHttpApp>;
beforeEach(async () => {
  stores = await openWithTables();
  app = openHttpApp(stores);
});
afterEach(() => stores.close());

const NONE = { added: 0, updated: 0, unchanged: 0, rejected: [], warnings: [] };
const entry = (panelShare: number, name = 'Tern') => ({ tools: [{ name, panelShare }, { name: 'Petrel' }] });
const entries = (count: number) => Array.from({ length: count }, (_, index) => entry(51, `Tern ${index}`));
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** Makes the request, and compares the answer with the description. */
async function answerTo(posted: PostedComparisons) {
  const response = await postComparisons(app.http, posted);
  await expectDescribed('POST /api/comparisons', response);
  const body = (await response.json()) as Record<string, unknown> & { rejected?: object[] };
  return { status: response.status, headers: response.headers, body };
}
const post = async (body: unknown) => (await answerTo({ body })).body;
const stored = async (slug: string) => (await stores.comparisonStore.readComparisons([slug]))[0];

describe('comparisons sent to the API', () => {
  test.each<[string, unknown, number]>([
    ['alone', entry(51), 1],
    ['in a list', [entry(51), entry(51, 'Skua')], 2],
    ['under "comparisons"', { $schema: 'x', comparisons: [entry(51)] }, 1],
    ['a hundred at a time', entries(100), 100],
  ])('comparisons sent %s are stored', async (_, body, added) => {
    expect(await answerTo({ body })).toMatchObject({ status: 200, body: { ...NONE, added } });
    expect(await stores.comparisonStore.listComparisons()).toHaveLength(added);
  });

  test('comparisons with a byte order mark, a differently spelled content type and parameters are stored', async () => {
    const headers = { 'content-type': 'Application/JSON ; charset=utf-8' };
    expect(await answerTo({ body: `\ufeff${JSON.stringify(entry(51))}`, headers })).toMatchObject({
      status: 200,
    });
  });

  test('comparisons sent repeatedly are stored once', async () => {
    const body = [entry(51), entry(51, 'Skua')];
    await post(body);
    const before = await stores.tables();
    app.clock.advance(DAY);
    expect(await post(body)).toEqual({ ...NONE, unchanged: 2 });
    expect(await stores.tables()).toEqual(before);
  });

  test('comparisons sent several times at once are stored once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => post(entries(20))));
    const sum = (name: string) => answers.reduce((total, body) => total + Number(body[name]), 0);
    expect([sum('added'), sum('unchanged'), sum('updated')]).toEqual([20, 40, 0]);
  });

  test('a later request updates the comparisons it changes', async () => {
    await post([entry(51), entry(51, 'Skua')]);
    expect(await post([entry(52), entry(51, 'Skua')])).toEqual({ ...NONE, updated: 1, unchanged: 1 });
    expect((await stored('tern-vs-petrel'))?.tools[0].panelShare).toBe(52);
  });

  test('comparisons without a publication date are dated by their first import, and keep that date', async () => {
    await post(entry(51));
    app.clock.advance(DAY);
    await post(entry(52));
    expect((await stored('tern-vs-petrel'))?.publishedAt).toBe('2026-11-17T09:00:00.000Z');
    await post({ ...entry(52), publishedAt: '2026-11-16T10:00:00+02:00' });
    await post(entry(53));
    expect((await stored('tern-vs-petrel'))?.publishedAt).toBe('2026-11-16T08:00:00.000Z');
  });

  test('other requests are answered between the comparisons of a large request', async () => {
    let done = false;
    const posted = post([...longestComparisons(100)]).finally(() => {
      done = true;
    });
    let answered = 0;
    while (!done) {
      await app.http.request('/healthz');
      await new Promise((resolve) => setImmediate(resolve));
      answered += 1;
    }
    expect(await posted).toEqual({ ...NONE, added: 100 });
    expect(answered).toBeGreaterThanOrEqual(100);
  });

  test('an issue that is frozen keeps its bytes when its comparisons change', async () => {
    await approveIssue(stores);
    const [frozen, [listing]] = [
      await stores.issueStore.readFrozenIssue(SLOT),
      await stores.comparisonStore.listComparisons(),
    ];
    const known = await stored(listing?.slug ?? '');
    const changed = { ...known, url: 'https://verdicts.test/another' };
    expect(await post(changed)).toEqual({ ...NONE, updated: 1 });
    expect(await stores.issueStore.readFrozenIssue(SLOT)).toEqual(frozen);
    expect((await stores.comparisonStore.listComparisons())[0]).toMatchObject({ slot: SLOT });
  });

  test('a truncated text does not replace a longer one, but a longer one replaces it', async () => {
    const text = 'The kiln bakes the bricks of a house in half a day. The door is new.';
    const reviewed = (said: string) => ({
      tools: [{ name: 'Tern', reviews: [{ reviewer: 'Builder', text: said }] }, { name: 'Petrel' }],
    });
    await post(reviewed(text));
    for (const cut of [
      text.slice(0, 30),
      `${text.slice(0, 30)}…`,
      `${text.slice(0, 30)}&hellip; Read more`,
    ]) {
      expect(await post(reviewed(cut))).toMatchObject({
        unchanged: 1,
        warnings: expect.arrayContaining([
          {
            index: 0,
            path: '',
            message: expect.stringMatching(/kept.*Tern: parts of the reviews by Builder/),
          },
        ]),
      });
    }
    expect(await post(reviewed(`${text} It shuts.`))).toEqual({ ...NONE, updated: 1 });
    expect((await stored('tern-vs-petrel'))?.tools[0].reviews[0]?.text).toBe(`${text} It shuts.`);
  });

  test('a less complete copy removes nothing that is known, even from a frozen issue', async () => {
    await approveIssue(stores);
    const [listing] = await stores.comparisonStore.listComparisons();
    const known = await stored(listing?.slug ?? '');
    const frozen = await stores.issueStore.readFrozenIssue(SLOT);
    const [one, other] = known?.tools ?? [];
    const poorer = { slug: known?.slug, tools: [{ name: one?.name }, { name: other?.name, reviews: [] }] };
    expect(await post(poorer)).toEqual({
      ...NONE,
      unchanged: 1,
      warnings: [{ index: 0, path: '', message: expect.stringMatching(/kept.*verdict.*reviews by Builder/) }],
    });
    expect(await stored(listing?.slug ?? '')).toEqual(known);
    expect(
      await post({ ...poorer, tools: [{ name: one?.name, tagline: 'New' }, { name: other?.name }] }),
    ).toMatchObject({
      updated: 1,
    });
    expect((await stored(listing?.slug ?? ''))?.tools).toEqual([{ ...one, tagline: 'New' }, other]);
    expect(await stores.issueStore.readFrozenIssue(SLOT)).toEqual(frozen);
  });

  test('a less complete copy does remove what it contradicts', async () => {
    await post({ tools: [{ name: 'Tern', verdict: 'ship', panelShare: 75 }, { name: 'Petrel' }] });
    const before = await stores.tables();
    expect(await answerTo({ body: entry(25) })).toMatchObject({
      status: 422,
      body: {
        rejected: [
          {
            index: 0,
            path: 'tools',
            message: expect.stringContaining('State all that the panel of Tern says'),
          },
        ],
      },
    });
    expect(await stores.tables()).toEqual(before);
    const whole = { tools: [{ name: 'Tern', verdict: 'skip', panelShare: 25 }, { name: 'Petrel' }] };
    expect(await post(whole)).toEqual({ ...NONE, updated: 1 });
  });

  test('a date without a time begins at midnight in the newsletter’s time zone', async () => {
    const { http } = openHttpApp(stores, undefined, undefined, { ...SITE, timezone: 'Asia/Tokyo' });
    const response = await postComparisons(http, { body: { ...entry(51), publishedAt: '2026-11-12' } });
    await expectDescribed('POST /api/comparisons', response);
    expect((await stored('tern-vs-petrel'))?.publishedAt).toBe('2026-11-11T15:00:00.000Z');
  });

  test('tools named like JavaScript properties are stored', async () => {
    const body = ['__proto__', 'constructor', 'toString'].map((name) => ({
      slug: name.replaceAll('_', ''),
      tools: [{ name }, { name: 'hasOwnProperty' }],
    }));
    expect(await post(body)).toEqual({ ...NONE, added: 3 });
    expect((await stored('proto'))?.tools[0].name).toBe('__proto__');
  });
});

describe('an error in one comparison does not affect the others', () => {
  test('an error is reported with its position in the list and in the entry, in the words of the import', async () => {
    const wrong = { tools: [{ name: 'Tern' }, { name: 'Skua', reviews: [{ score: 101, text: 'x' }] }] };
    expect(await answerTo({ body: [entry(51), wrong, 7, { ...entry(51, 'Auk'), rating: 5 }] })).toMatchObject(
      {
        status: 200,
        body: {
          ...NONE,
          added: 2,
          rejected: [
            {
              index: 1,
              path: 'tools[1].reviews[0].score',
              message: 'tools[1].reviews[0].score must be a whole number from 0 to 100, not 101',
            },
            { index: 2, path: '', message: 'A comparison must be an object with two "tools", not 7' },
          ],
          warnings: [{ index: null, path: '', message: 'An unknown field was left out: rating.' }],
        },
      },
    );
  });

  test('a stray field beside the list is not blamed on an entry', async () => {
    expect(await post({ comparisons: [entry(51)], version: 2 })).toMatchObject({
      added: 1,
      rejected: [],
      warnings: [{ index: null, message: expect.stringContaining('version') }],
    });
  });

  test('the second of two comparisons with the same slug is rejected, however often they are sent', async () => {
    const rejected = [
      {
        index: 2,
        path: 'slug',
        message: expect.stringContaining('The slug tern-vs-petrel is already in entry 0,'),
      },
    ];
    const body = [entry(51), entry(51), entry(52)];
    expect(await post(body)).toEqual({ ...NONE, added: 1, unchanged: 1, rejected });
    expect(await post(body)).toEqual({ ...NONE, unchanged: 2, rejected });
    expect((await stored('tern-vs-petrel'))?.tools[0].panelShare).toBe(51);
  });

  test('a slug that belongs to a comparison of other tools is rejected', async () => {
    await post(entry(51, 'Ask!'));
    expect(await answerTo({ body: entry(51, 'Ask?') })).toMatchObject({
      status: 422,
      body: { rejected: [{ index: 0, path: 'slug', message: expect.stringContaining('other tools') }] },
    });
  });

  test('an entry with very many problems is answered with the first twenty', async () => {
    const review = { score: 101, verdict: 'maybe', text: '' };
    const wrong = { tools: [{ name: 'Auk', reviews: Array(40).fill(review) }, { name: 'Skua' }] };
    expect((await post([entry(51), wrong])).rejected).toHaveLength(20);
  });

  test.each([
    ['more values than a hundred comparisons have', `[${'1,'.repeat(300_000)}1]`],
    ['more levels than a comparison has', deep(300)],
  ])('a body with %s is answered with the limit', async (_, body) => {
    const message = expect.stringMatching(/^Send at most 250,000 values, and no more than 200 lists/);
    expect(await answerTo({ body })).toMatchObject({
      status: 422,
      body: { rejected: [{ index: null, path: '', message }], warnings: [] },
    });
  });

  test('a list that is far too long is answered with its length', async () => {
    const reviews = Array(5_000).fill({ mood: 1 });
    const { rejected } = await post([
      { tools: [{ name: 'Auk', reviews }, { name: 'Skua' }] },
      { tools: Array(5_000).fill({ name: 'Auk' }) },
    ]);
    expect(rejected).toEqual([
      {
        index: 0,
        path: 'tools[0].reviews',
        message: 'tools[0].reviews must be a list of at most 50 reviews, not a list of 5,000',
      },
      {
        index: 1,
        path: 'tools',
        message: 'tools must be a list of two different tools, not a list of 5,000',
      },
    ]);
  });

  test('if very many fields are unknown, twenty of them are named', async () => {
    const fields = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`k${index}`, 0]));
    const { added, warnings } = await post([entry(51), { ...entry(51, 'Skua'), ...fields }]);
    expect(added).toBe(2);
    expect(warnings).toEqual([
      { index: null, path: '', message: expect.stringMatching(/ k0, .* k19, and 199,980 more\.$/) },
    ]);
  });
});

describe('nothing is stored', () => {
  const RAW = JSON.stringify(entry(51));
  const noToken = (authorization: string) => ({ headers: { authorization } });

  test.each<[string, PostedComparisons, number]>([
    ['a request without a token', noToken(''), 401],
    ['a wrong token', noToken(`Bearer ${API_TOKEN}x`), 401],
    ['a part of the token', noToken(`Bearer ${API_TOKEN.slice(0, -1)}`), 401],
    ['the token in another case', noToken(`Bearer ${API_TOKEN.toLowerCase()}`), 401],
    ['the token by another scheme', noToken(`Basic ${API_TOKEN}`), 401],
    ['the token without a scheme', noToken(API_TOKEN), 401],
    ['an empty token', noToken('Bearer '), 401],
    ['two tokens', noToken(`Bearer ${API_TOKEN}, Bearer ${API_TOKEN}`), 401],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
    ['a body of no type', { headers: { 'content-type': '' } }, 415],
    ['a type that only begins like JSON', { headers: { 'content-type': 'application/json5' } }, 415],
    ['a compressed body', { body: gzipSync(RAW), headers: { 'content-encoding': 'gzip' } }, 415],
    ['an empty body', { body: '' }, 400],
    ['JSON that is cut off', { body: RAW.slice(0, -1) }, 400],
    ['NDJSON', { body: `${RAW}\n${RAW}` }, 400],
    ['a saved page', { body: '<html><body>Tern vs Petrel</body></html>' }, 400],
    ['a body in Latin-1', { body: Buffer.from('{"tools":[{"name":"Caf\u00e9"}]}', 'latin1') }, 400],
    ['a body in UTF-16', { body: Buffer.from(`\ufeff${RAW}`, 'utf16le') }, 400],
    ['half a character', { body: Buffer.from(RAW.replace('Tern', '\u8a9e')).subarray(0, 20) }, 400],
    ['10,000 open brackets', { body: '['.repeat(10_000) }, 400],
    ['megabytes of numbers that do not end', { body: `[${'1,'.repeat(1_500_000)}` }, 400],
    ['a text', { body: '"Tern"' }, 422],
    ['null', { body: 'null' }, 422],
    ['an empty list', { body: [] }, 422],
    ['an empty list under "comparisons"', { body: { comparisons: [] } }, 422],
    ['101 comparisons', { body: entries(101) }, 422],
    ['a million numbers', { body: `[${'1,'.repeat(1_000_000)}1]` }, 422],
    ['10,000 levels', { body: deep(10_000) }, 422],
    ['10,000 levels inside a field', { body: RAW.replace('"Tern"', deep(10_000)) }, 422],
    ['10,000 levels under an unknown name', { body: RAW.replace('"tools"', `"x":${deep(10_000)},$&`) }, 422],
    ['a prototype', { body: RAW.replace('"tools"', '"__proto__":{"slug":"x"},$&') }, 422],
    ['the prototype of a tool', { body: RAW.replace('"name"', '"__proto__":{"verdict":"ship"},$&') }, 422],
    ['a body of 5 MiB', { body: 'x'.repeat(5 * 1024 * 1024) }, 413],
    [
      'a body of 5 MiB that does not say how long it is',
      { body: 'x'.repeat(5 * 1024 * 1024), headers: { 'transfer-encoding': 'chunked' } },
      413,
    ],
  ])('%s is refused, and nothing is stored', async (_, posted, status) => {
    const before = await stores.tables();
    const answer = await answerTo({ body: RAW, ...posted });
    expect(answer.status).toBe(status);
    expect(await stores.tables()).toEqual(before);
    expect(app.errors).toEqual([]);
    // The operator is told of a wrong token, and of no other mistake by the site's program.
    expect(app.wrongTokens()).toBe(status === 401 ? 1 : 0);
    expect({}).not.toHaveProperty('slug');
  });

  test('a request with a token is refused if no token is configured', async () => {
    const before = await stores.tables();
    const { http } = openHttpApp(stores, null, null);
    for (const authorization of [`Bearer ${API_TOKEN}`, 'Bearer null', 'Bearer ', '']) {
      const response = await postComparisons(http, { body: entry(51), headers: { authorization } });
      await expectDescribed('POST /api/comparisons', response);
      expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('API_TOKEN')]);
    }
    expect(await stores.tables()).toEqual(before);
  });
});

test.each([
  ['of a known length', { 'content-length': '100' }],
  ['of an unknown length', { 'transfer-encoding': 'chunked' }],
])('a body %s that breaks off is answered as incomplete, not as a server error', async (_, length) => {
  const before = await stores.tables();
  const response = await app.http.request('/api/comparisons', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${API_TOKEN}`,
      'content-type': 'application/json',
      ...length,
    } as Record<string, string>,
    body: new ReadableStream({ pull: (stream) => stream.error(new Error('aborted')) }),
    duplex: 'half',
  } as RequestInit);
  await expectDescribed('POST /api/comparisons', response);
  expect(response.status).toBe(400);
  expect(response.headers.get('connection')).toBe('close');
  expect([app.errors, await stores.tables()]).toEqual([[], before]);
});

test('the answer does not reveal whether the token was missing, malformed or wrong', async () => {
  const headers = ['', 'Bearer', 'Bearer x', `Bearer ${API_TOKEN}x`, `Basic ${API_TOKEN}`];
  const answers = await Promise.all(
    headers.map((authorization) => answerTo({ body: entry(51), headers: { authorization } })),
  );
  const told = answers.map(({ status, headers, body }) => ({ status, headers: [...headers], body }));
  expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(answers[0]?.headers.get('www-authenticate')).toBe('Bearer realm="comparisons"');
});

test('the name of the authentication scheme is accepted in any case', async () => {
  const answer = await answerTo({ body: entry(51), headers: { authorization: `bearer ${API_TOKEN}` } });
  expect(answer.status).toBe(200);
});

test('invalid JSON is answered with the position of the error', async () => {
  expect(await post('[\n{"tools": [,]}\n]')).toMatchObject({
    detail: expect.stringMatching(/^Line 2: This is not JSON from ,\]\} on/),
  });
});

test('if the store fails halfway, repeating the request stores the rest', async () => {
  const { saveComparison } = stores.comparisonStore;
  let calls = 0;
  stores.comparisonStore.saveComparison = async (...given) => {
    calls += 1;
    if (calls === 3) throw new Error('database or disk is full');
    return saveComparison(...given);
  };
  expect(await answerTo({ body: entries(4) })).toMatchObject({ status: 500 });
  expect(app.errors).toMatchObject([{ message: 'database or disk is full' }]);
  expect(await post(entries(4))).toEqual({ ...NONE, added: 2, unchanged: 2 });
});

describe('a comparison that contradicts itself is refused, and the stored one stays:', () => {
  const said = {
    communityShare: 67,
    communityVotes: 12,
    reviews: [{ reviewer: 'Builder', text: 'It bakes.' }],
  };

  test.each<[string, object, string, RegExp]>([
    [
      'a share of no votes',
      { communityVotes: 0, communityShare: 67 },
      'communityShare',
      /Tern: communityShare is 67/,
    ],
    [
      'two reviews by one reviewer',
      {
        reviews: [
          { reviewer: 'Builder', text: 'It bakes.' },
          { reviewer: 'Builder', text: 'It burns.' },
        ],
      },
      'reviews',
      /Tern: Builder has more than one review/,
    ],
  ])('%s is refused, and the stored comparison stays', async (_, wrong, field, message) => {
    const body = (tool: object) => ({ tools: [{ name: 'Tern', ...tool }, { name: 'Petrel' }] });
    await post(body(said));
    const before = await stores.tables();
    expect(await answerTo({ body: body(wrong) })).toMatchObject({
      status: 422,
      body: { rejected: [{ index: 0, path: `tools[0].${field}`, message: expect.stringMatching(message) }] },
    });
    expect(await stores.tables()).toEqual(before);
  });
});
