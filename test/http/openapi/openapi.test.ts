import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApiDocument } from '../../../src/http/openapi/openapi.ts';
import { projectPath } from '../../../src/shared/project-path.ts';
import { expectDescribed, OPERATIONS, requestProblems, typeOf } from '../../support/http/described.ts';
import { postComparisons, tell } from '../../support/http/http-app.ts';
import { SLOT } from '../../support/issues.ts';
import { type Asks, openWorld, type World } from './ask.ts';
import { programAsks } from './ask-programs.ts';
import { signUpAsks } from './ask-sign-up.ts';

let world: World;
let asks: Asks;
beforeAll(async () => {
  world = await openWorld();
  asks = { ...programAsks(world), ...signUpAsks(world) };
});
afterAll(() => world.close());

const COMPARISON = { tools: [{ name: 'Tern' }, { name: 'Petrel' }] };

/** Every route is in this list or in the next one. */
const FOR_PROGRAMS = [
  'GET /feed.json',
  'GET /feed.xml',
  'GET /healthz',
  'GET /metrics',
  'GET /openapi.json',
  'GET /readyz',
  'GET /subscribe/challenge',
  'POST /api/comparisons',
  'POST /subscribe',
  'POST /unsubscribe/{token}',
  'POST /webhooks/resend',
];

const FOR_PEOPLE = [
  'GET /',
  'GET /brand.css',
  'GET /issue.css',
  'GET /check-your-inbox',
  'GET /confirm/{token}',
  'GET /data/{token}',
  'GET /embed',
  'GET /embed.js',
  'GET /issues',
  'GET /issues/{slot}',
  'GET /issues/{slot}.png',
  'GET /issues/{slot}.txt',
  'GET /logo/{file}',
  'GET /preferences',
  'GET /preferences/from-your-mail',
  'GET /preferences/{token}',
  'GET /robots.txt',
  'GET /sitemap.xml',
  'GET /subscribe',
  'GET /unsubscribe',
  'GET /unsubscribe/from-your-mail',
  'GET /unsubscribe/{token}',
  'POST /confirm/{token}',
  'POST /data/{token}',
  'POST /preferences',
  'POST /preferences/{token}',
  'POST /unsubscribe',
];

const ROUTES = [...FOR_PROGRAMS, ...FOR_PEOPLE];

const MIDDLEWARE = /^ALL .*\*$/;

/** Their URLs change with their content, and only pages refer to them. */
const PARTS_OF_PAGES = /^GET \/assets\//;

const described = [...OPERATIONS].flatMap(([operation, { responses }]) =>
  Object.entries(responses).map(
    ([status, { content }]) => [operation, Number(status), Object.keys(content ?? { '': {} })] as const,
  ),
);

/** A route as the description writes it; different parameters at one position count as the same. */
const written = (path: string) =>
  path
    .replace(/\/issues\/:file\{[^/]*(\.png|\.txt)\}/, '/issues/{slot}$1')
    .replace(/:(\w+)(\{[^/]*\})?/g, '{$1}');

/** A URL for a path. */
const filled = (path: string) =>
  path
    .replace('{slot}', SLOT)
    .replace('{file}', `${'a'.repeat(64)}.png`)
    .replace(/\{\w+\}/g, 'x');

/** Every example of a request. */
const EXAMPLES = [...OPERATIONS].flatMap(([operation, { requestBody }]) =>
  Object.entries(requestBody?.content ?? {}).flatMap(([type, { examples = {} }]) =>
    Object.entries(examples).map(([name, { value }]) => [operation, type, name, value] as const),
  ),
);

/** A described request, by a caller who may make it. */
async function sendExample(operation: string, type: string, value: unknown): Promise<Response> {
  if (operation === 'POST /api/comparisons') return postComparisons(world.http, { body: value });
  if (operation === 'POST /webhooks/resend') return tell(world.http, { event: value });
  const url = await urlFor(operation);
  if (type === 'application/json') return world.send(url, JSON.stringify(value), { 'content-type': type });
  const fields = new URLSearchParams(value as Record<string, string>);
  if (type !== 'multipart/form-data') return world.send(url, fields);
  const form = new FormData();
  for (const [name, text] of fields) form.append(name, text);
  return world.send(url, form);
}

async function urlFor(operation: string): Promise<string> {
  const path = operation.replace('POST ', '');
  return path.includes('{token}') ? (await world.newReader()).unsubscribe : path;
}

describe('the OpenAPI description', () => {
  test('docs/openapi.json is up to date (npm run openapi), and the server serves it', async () => {
    const published = JSON.parse(await readFile(projectPath('docs', 'openapi.json'), 'utf8'));
    expect(published).toEqual(openApiDocument());
    expect(await (await world.get('/openapi.json', '')).json()).toEqual(published);
  });

  test('the OpenAPI description has every route that programs call and none of the pages for people', () => {
    expect([...OPERATIONS.keys()].sort()).toEqual(FOR_PROGRAMS);
    const routes = world.http.routes
      .map(({ method, path }) => `${method} ${written(path)}`)
      .filter((route) => !MIDDLEWARE.test(route) && !PARTS_OF_PAGES.test(route));
    expect([...new Set(routes)].sort()).toEqual(ROUTES.toSorted());
  });

  test('the OpenAPI description has no dangling and no unused references', () => {
    const document = openApiDocument();
    const { schemas, securitySchemes } = document.components;
    const refs = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)];
    expect(new Set(refs.map(([, name]) => name))).toEqual(new Set(Object.keys(schemas)));
    const used = [...OPERATIONS.values()].flatMap(({ security }) => security.flatMap(Object.keys));
    expect(new Set(used)).toEqual(new Set(Object.keys(securitySchemes)));
  });

  test('the OpenAPI description names each operation once, and every parameter of its path', () => {
    const ids = [...OPERATIONS.values()].map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [operation, { parameters = [] }] of OPERATIONS) {
      const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => `{${name}}`);
      expect(operation.match(/\{\w+\}/g) ?? []).toEqual(inPath);
    }
  });

  test.each(EXAMPLES)('the example for %s as %s, %s, is accepted by the server', async (...given) => {
    const [operation, type, , value] = given;
    expect(requestProblems(operation, value, type)).toEqual([]);
    const response = await sendExample(operation, type, value);
    expect(response.status).toBeLessThan(400);
    await expectDescribed(operation, response);
    if (operation === 'POST /api/comparisons') expect(await response.json()).toMatchObject({ rejected: [] });
  });

  test.each<[string, unknown]>([
    ['an address that is missing', { name: 'Anna' }],
    ['an address that is no text', { email: 7 }],
    ['two addresses', { email: ['anna@mail.example', 'ben@mail.example'] }],
    ['a name that is too long', { email: 'anna@mail.example', name: 'x'.repeat(201) }],
    ['a source that is too long', { email: 'anna@mail.example', source: 'x'.repeat(101) }],
    ['a list', []],
    ['nothing at all', null],
  ])('the OpenAPI description and the server both refuse a sign-up with %s', async (_, body) => {
    expect(requestProblems('POST /subscribe', body)).not.toEqual([]);
    expect((await sendExample('POST /subscribe', 'application/json', body)).status).toBe(422);
  });

  test.each<[string, unknown]>([
    ['without a type', { data: {} }],
    ['with a type that is not one word', { type: 'an event' }],
    ['that is a list', []],
  ])('and the server agree to refuse an event %s', async (_, event) => {
    expect(requestProblems('POST /webhooks/resend', event)).not.toEqual([]);
    expect((await tell(world.http, { event })).status).toBe(422);
  });

  test.each<[string, unknown]>([
    ['no comparisons', []],
    ['101 comparisons', Array.from({ length: 101 }, () => COMPARISON)],
    ['a share above 100', { tools: [{ name: 'Tern', panelShare: 101 }, { name: 'Skua' }] }],
    ['one tool', { tools: [{ name: 'Tern' }] }],
    ['a stray field beside the list', { comparisons: [], rating: 5 }],
    ['nothing', null],
  ])('the OpenAPI description and the server both refuse %s', async (_, body) => {
    expect(requestProblems('POST /api/comparisons', body)).not.toEqual([]);
    expect((await postComparisons(world.http, { body })).status).toBe(422);
  });
});

describe('every described answer is given by the server:', () => {
  test('this test has a request for every described answer', () => {
    const asked = Object.entries(asks).flatMap(([operation, ways]) =>
      Object.keys(ways).map((status) => `${operation} ${status}`),
    );
    expect(asked.sort()).toEqual(described.map(([operation, status]) => `${operation} ${status}`).sort());
  });

  test.each(described)(
    '%s answers %i with %j as described, whatever else is asked for',
    async (operation, status, types) => {
      for (const type of new Set([...types, '', 'application/json'])) {
        const response = await asks[operation]?.[status]?.(type);
        if (response === undefined) throw new Error('There is no way to this answer.');
        if (types.includes(type)) expect([response.status, typeOf(response)]).toEqual([status, type]);
        await expectDescribed(operation, response);
      }
    },
  );

  test.each<[string, Response]>([
    ['another status', Response.json({ status: 'up' }, { status: 201 })],
    ['another type', new Response('{"status":"up"}', { headers: { 'content-type': 'text/html' } })],
    ['another value', Response.json({ status: 'down' })],
    ['a field too few', Response.json({})],
    ['a field too many', Response.json({ status: 'up', since: 1 })],
  ])('%s would fail the comparison with the description', async (_, response) => {
    await expect(expectDescribed('GET /healthz', response)).rejects.toThrow();
  });

  const LED = {
    location: '/check-your-inbox',
    'access-control-expose-headers': 'Retry-After',
  };
  const led = (headers: Record<string, string>, body: string | null = null) =>
    new Response(body, { status: 303, headers: { ...LED, ...headers } });

  test.each<[string, Response, boolean]>([
    ['an answer without a body', led({}), true],
    ['a body where there is none', led({}, 'Moved'), false],
    ['a header of another value', led({ 'access-control-expose-headers': 'Location' }), false],
    ['a header that is described to another answer', led({ 'retry-after': '1' }), false],
  ])('the comparison with the description notices %s', async (_, response, isAsDescribed) => {
    const judgement = await expectDescribed('POST /subscribe', response).then(
      () => true,
      () => false,
    );
    expect(judgement).toBe(isAsDescribed);
  });
});

describe('by its method', () => {
  const PATHS = [...new Set(ROUTES.map((route) => route.split(' ')[1] ?? ''))];
  const isReadable = (path: string) => ROUTES.includes(`GET ${path}`);
  const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'OPTIONS'];
  /** A URL may match several paths: the value of one parameter may look like a token. */
  const takes = (method: string, address: string) =>
    PATHS.some((path) => ROUTES.includes(`${method} ${path}`) && templateOf(path).test(address));
  const templateOf = (path: string) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);

  test.each(PATHS)(
    '%s allows the described methods, answers OPTIONS by 204 and others by 405, and changes nothing',
    async (path) => {
      const address = filled(path);
      const allowed = [
        ...(takes('GET', address) ? ['GET', 'HEAD'] : []),
        ...(takes('POST', address) ? ['POST'] : []),
      ];
      const before = await world.tables();
      for (const method of METHODS.filter((one) => !allowed.includes(one))) {
        const response = await world.http.request(address, { method });
        expect(response.status).toBe(method === 'OPTIONS' ? 204 : 405);
        expect(response.headers.get('allow')?.split(', ').sort()).toEqual(allowed);
      }
      expect(await world.tables()).toEqual(before);
    },
  );

  test.each(PATHS.filter(isReadable))('%s answers HEAD like GET, without a body', async (path) => {
    const [gotten, headed] = [
      await world.get(filled(path), ''),
      await world.http.request(filled(path), { method: 'HEAD' }),
    ];
    expect(headed.status).toBe(gotten.status);
    expect(headed.headers.get('content-type')).toBe(gotten.headers.get('content-type'));
    expect(await headed.text()).toBe('');
  });
});
