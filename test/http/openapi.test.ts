import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openApiDocument } from '../../src/http/openapi/openapi.ts';
import { projectPath } from '../../src/project-path.ts';
import { expectDescribed, OPERATIONS, requestProblems } from '../support/described.ts';
import { openHttpApp, postComparisons, tell } from '../support/http-app.ts';
import { openWithTables } from '../support/tables.ts';

let stores: ReturnType<typeof openWithTables>;
let app: ReturnType<typeof openHttpApp>;
beforeEach(() => {
  stores = openWithTables();
  app = openHttpApp(stores);
});
afterEach(() => stores.close());

type Ask = () => Response | Promise<Response>;

const get = (path: string) => app.http.request(path);
const without = (table: string) => stores.db.$client.exec(`drop table ${table}`);
const COMPARISON = { tools: [{ name: 'Tern' }, { name: 'Petrel' }] };
const TOO_LONG = 'x'.repeat(5 * 1024 * 1024);

/** How each answer that is described comes about. */
const ASKS: Readonly<Record<string, Readonly<Record<number, Ask>>>> = {
  'GET /healthz': { 200: () => get('/healthz') },
  'GET /readyz': {
    200: () => get('/readyz'),
    503: () => {
      without('issues');
      return get('/readyz');
    },
  },
  'GET /metrics': {
    200: () => get('/metrics'),
    500: () => {
      without('issues');
      return get('/metrics');
    },
  },
  'GET /openapi.json': { 200: () => get('/openapi.json') },
  'POST /webhooks/resend': {
    200: () => tell(app.http),
    400: () => tell(app.http, { event: '{' }),
    401: () => tell(app.http, { headers: { 'svix-signature': 'v1,forged' } }),
    404: () => tell(openHttpApp(stores, null).http),
    413: () => tell(app.http, { event: TOO_LONG }),
    415: () => tell(app.http, { headers: { 'content-type': 'text/plain' } }),
    422: () => tell(app.http, { event: { type: 'email.bounced', data: {} } }),
    503: () => {
      without('provider_events');
      return tell(app.http);
    },
  },
  'POST /api/comparisons': {
    200: () => postComparisons(app.http, { body: [COMPARISON, {}] }),
    400: () => postComparisons(app.http, { body: '{' }),
    401: () => postComparisons(app.http, { body: COMPARISON, headers: { authorization: '' } }),
    404: () => postComparisons(openHttpApp(stores, null, null).http, { body: COMPARISON }),
    413: () => postComparisons(app.http, { body: TOO_LONG }),
    415: () => postComparisons(app.http, { body: COMPARISON, headers: { 'content-type': 'text/plain' } }),
    422: () => postComparisons(app.http, { body: [{}, 1] }),
    500: () => {
      without('comparisons');
      return postComparisons(app.http, { body: COMPARISON });
    },
  },
};

const MIDDLEWARE = /^ALL .*\*$/;

/** Their addresses change with their content, and only pages refer to them. */
const PARTS_OF_PAGES = /^GET \/assets\//;

/** Pages that are not described yet. The list may only become shorter. */
const AWAITED: readonly string[] = [
  'GET /',
  'GET /check-your-inbox',
  'GET /confirm/{token}',
  'GET /data/{token}',
  'POST /confirm/{token}',
  'POST /data/{token}',
  'POST /subscribe',
  'GET /feed.json',
  'GET /feed.xml',
  'GET /issues',
  'GET /issues/{file}',
  'GET /issues/{slot}',
  'GET /preferences/from-your-mail',
  'GET /preferences/{token}',
  'GET /unsubscribe/from-your-mail',
  'GET /unsubscribe/{token}',
  'POST /preferences/{token}',
  'POST /unsubscribe/{token}',
];

const described = [...OPERATIONS].flatMap(([operation, { responses }]) =>
  Object.keys(responses).map((status) => [operation, Number(status)] as const),
);

describe('the description', () => {
  test('is what docs/openapi.json has (npm run openapi), and what the server tells', async () => {
    const published = JSON.parse(await readFile(projectPath('docs', 'openapi.json'), 'utf8'));
    expect(published).toEqual(openApiDocument());
    expect(await (await get('/openapi.json')).json()).toEqual(published);
  });

  test('has every route of the app, and no other', () => {
    const routes = app.http.routes
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)(\{[^/]*\})?/g, '{$1}')}`)
      .filter((route) => !MIDDLEWARE.test(route) && !PARTS_OF_PAGES.test(route));
    expect([...new Set(routes)].sort()).toEqual([...OPERATIONS.keys(), ...AWAITED].sort());
  });

  test('refers to nothing that it does not have, and has nothing that it does not refer to', () => {
    const document = openApiDocument();
    const { schemas, securitySchemes } = document.components;
    const refs = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)];
    expect(new Set(refs.map(([, name]) => name))).toEqual(new Set(Object.keys(schemas)));
    const used = [...OPERATIONS.values()].flatMap(({ security }) => security.flatMap(Object.keys));
    expect(new Set(used)).toEqual(new Set(Object.keys(securitySchemes)));
  });

  test('names each operation once, and every parameter of its path', () => {
    const ids = [...OPERATIONS.values()].map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [operation, { parameters = [] }] of OPERATIONS) {
      const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => `{${name}}`);
      expect(operation.match(/\{\w+\}/g) ?? []).toEqual(inPath);
    }
  });

  test('has examples that are taken as they are', async () => {
    for (const [operation, { requestBody }] of OPERATIONS)
      for (const { value } of Object.values(requestBody?.content['application/json']?.examples ?? {})) {
        expect(requestProblems(operation, value)).toEqual([]);
        expect(await (await postComparisons(app.http, { body: value })).json()).toMatchObject({
          rejected: [],
        });
      }
  });

  test.each<[string, unknown]>([
    ['no comparisons', []],
    ['101 comparisons', Array.from({ length: 101 }, () => COMPARISON)],
    ['a field that is not known', { ...COMPARISON, rating: 5 }],
    ['one tool', { tools: [{ name: 'Tern' }] }],
    ['a stray field beside the list', { comparisons: [], rating: 5 }],
    ['nothing', null],
  ])('and the server agree to refuse %s', async (_, body) => {
    expect(requestProblems('POST /api/comparisons', body)).not.toEqual([]);
    expect((await postComparisons(app.http, { body })).status).toBe(422);
  });
});

describe('an answer is as it is described:', () => {
  test('there is a way to each', () => {
    const asked = Object.entries(ASKS).flatMap(([operation, asks]) =>
      Object.keys(asks).map((status) => [operation, Number(status)]),
    );
    expect(asked.sort()).toEqual([...described].sort());
  });

  test.each(described)('%s, %i', async (operation, status) => {
    const response = await ASKS[operation]?.[status]?.();
    expect(response?.status).toBe(status);
    if (response !== undefined) await expectDescribed(operation, response);
  });

  test.each<[string, Response]>([
    ['another status', Response.json({ status: 'up' }, { status: 201 })],
    ['another type', new Response('{"status":"up"}', { headers: { 'content-type': 'text/html' } })],
    ['another value', Response.json({ status: 'down' })],
    ['a field too few', Response.json({})],
    ['a field too many', Response.json({ status: 'up', since: 1 })],
  ])('%s would not be', async (_, response) => {
    await expect(expectDescribed('GET /healthz', response)).rejects.toThrow();
  });
});

describe('by its method', () => {
  const PATHS = [...new Set([...OPERATIONS.keys()].map((operation) => operation.split(' ')[1] ?? ''))];
  const isReadable = (path: string) => OPERATIONS.has(`GET ${path}`);
  const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'OPTIONS'];
  const filled = (path: string) => path.replace(/\{\w+\}/g, 'x');

  test.each(PATHS)(
    '%s is answered as allowed, by 204 to OPTIONS, else by 405; nothing changes',
    async (path) => {
      const allowed = [
        ...(isReadable(path) ? ['GET', 'HEAD'] : []),
        ...(OPERATIONS.has(`POST ${path}`) ? ['POST'] : []),
      ];
      const before = stores.tables();
      for (const method of METHODS.filter((one) => !allowed.includes(one))) {
        const response = await app.http.request(filled(path), { method });
        expect(response.status).toBe(method === 'OPTIONS' ? 204 : 405);
        expect(response.headers.get('allow')?.split(', ').sort()).toEqual(allowed);
      }
      expect(stores.tables()).toEqual(before);
    },
  );

  test.each(PATHS.filter(isReadable))('%s is answered to HEAD as to GET, without a body', async (path) => {
    const [gotten, headed] = [
      await get(filled(path)),
      await app.http.request(filled(path), { method: 'HEAD' }),
    ];
    expect(headed.status).toBe(gotten.status);
    expect(headed.headers.get('content-type')).toBe(gotten.headers.get('content-type'));
    expect(await headed.text()).toBe('');
  });
});
