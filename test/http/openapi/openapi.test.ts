import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApiDocument } from '../../../src/http/openapi/openapi.ts';
import { projectPath } from '../../../src/shared/project-path.ts';
import { expectDescribed, OPERATIONS, requestProblems, typeOf } from '../../support/described.ts';
import { postComparisons } from '../../support/http-app.ts';
import { SLOT } from '../../support/issues.ts';
import { type Asks, openWorld, type World } from './ask.ts';
import { archiveAsks } from './ask-archive.ts';
import { emailLinkAsks } from './ask-email-links.ts';
import { programAsks } from './ask-programs.ts';
import { signUpAsks } from './ask-sign-up.ts';

let world: World;
let asks: Asks;
beforeAll(async () => {
  world = await openWorld();
  asks = {
    ...programAsks(world),
    ...signUpAsks(world),
    ...emailLinkAsks(world),
    ...archiveAsks(world),
  };
});
afterAll(() => world.close());

const COMPARISON = { tools: [{ name: 'Tern' }, { name: 'Petrel' }] };

const MIDDLEWARE = /^ALL .*\*$/;

/** Their addresses change with their content, and only pages refer to them. */
const PARTS_OF_PAGES = /^GET \/assets\//;

const described = [...OPERATIONS].flatMap(([operation, { responses }]) =>
  Object.entries(responses).map(
    ([status, { content }]) => [operation, Number(status), Object.keys(content ?? { '': {} })] as const,
  ),
);

/** A route as the description writes it, where two templates in one place count as the same. */
const written = (path: string) =>
  path.replace('/issues/:file{', '/issues/:slot.txt{').replace(/:(\w+)(\.txt)?(\{[^/]*\})?/g, '{$1}$2');

/** An address of a path. */
const filled = (path: string) => path.replace('{slot}', SLOT).replace(/\{\w+\}/g, 'x');

/** Every example of a request. */
const EXAMPLES = [...OPERATIONS].flatMap(([operation, { requestBody }]) =>
  Object.entries(requestBody?.content ?? {}).flatMap(([type, { examples = {} }]) =>
    Object.entries(examples).map(([name, { value }]) => [operation, type, name, value] as const),
  ),
);

/** A request as it is described, to somebody who may make it. */
async function sendExample(operation: string, type: string, value: unknown): Promise<Response> {
  if (operation === 'POST /api/comparisons') return postComparisons(world.http, { body: value });
  const address = await addressFor(operation);
  if (type === 'application/json')
    return world.send(address, JSON.stringify(value), { 'content-type': type });
  const fields = new URLSearchParams(value as Record<string, string>);
  if (type !== 'multipart/form-data') return world.send(address, fields);
  const form = new FormData();
  for (const [name, text] of fields) form.append(name, text);
  return world.send(address, form);
}

async function addressFor(operation: string): Promise<string> {
  const path = operation.replace('POST ', '');
  if (!path.includes('{token}')) return path;
  const reader = await world.newReader();
  const links = [reader.unsubscribe, reader.preferences, await reader.mailData()];
  const folder = path.replace('{token}', '');
  return links.find((link) => link.startsWith(folder)) ?? path;
}

describe('the description', () => {
  test('is what docs/openapi.json has (npm run openapi), and what the server tells', async () => {
    const published = JSON.parse(await readFile(projectPath('docs', 'openapi.json'), 'utf8'));
    expect(published).toEqual(openApiDocument());
    expect(await (await world.get('/openapi.json', '')).json()).toEqual(published);
  });

  test('has every route of the app, and no other', () => {
    const routes = world.http.routes
      .map(({ method, path }) => `${method} ${written(path)}`)
      .filter((route) => !MIDDLEWARE.test(route) && !PARTS_OF_PAGES.test(route));
    expect([...new Set(routes)].sort()).toEqual([...OPERATIONS.keys()].sort());
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

  test('has no two paths that differ in the names of their parameters alone', () => {
    const paths = Object.keys(openApiDocument().paths).map((path) => path.replace(/\{\w+\}/g, '{}'));
    expect(new Set(paths).size).toBe(paths.length);
  });

  test.each(EXAMPLES)('has an example for %s as %s, %s, that is taken as it is', async (...given) => {
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
  ])('and the server agree to refuse a sign-up with %s', async (_, body) => {
    expect(requestProblems('POST /subscribe', body)).not.toEqual([]);
    expect((await sendExample('POST /subscribe', 'application/json', body)).status).toBe(422);
  });

  test.each<[string, unknown]>([
    ['no comparisons', []],
    ['101 comparisons', Array.from({ length: 101 }, () => COMPARISON)],
    ['a share above 100', { tools: [{ name: 'Tern', panelShare: 101 }, { name: 'Skua' }] }],
    ['one tool', { tools: [{ name: 'Tern' }] }],
    ['a stray field beside the list', { comparisons: [], rating: 5 }],
    ['nothing', null],
  ])('and the server agree to refuse %s', async (_, body) => {
    expect(requestProblems('POST /api/comparisons', body)).not.toEqual([]);
    expect((await postComparisons(world.http, { body })).status).toBe(422);
  });
});

describe('an answer is as it is described:', () => {
  test('there is a way to each', () => {
    const asked = Object.entries(asks).flatMap(([operation, ways]) =>
      Object.keys(ways).map((status) => `${operation} ${status}`),
    );
    expect(asked.sort()).toEqual(described.map(([operation, status]) => `${operation} ${status}`).sort());
  });

  test.each(described)('%s, %i: %j, and whatever else is asked for', async (operation, status, types) => {
    for (const type of new Set([...types, '', 'text/html', 'application/json'])) {
      const response = await asks[operation]?.[status]?.(type);
      if (response === undefined) throw new Error('There is no way to this answer.');
      if (types.includes(type)) expect([response.status, typeOf(response)]).toEqual([status, type]);
      await expectDescribed(operation, response);
    }
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

  const LED = {
    location: '/check-your-inbox',
    vary: 'Accept, Origin',
    'access-control-expose-headers': 'Retry-After',
  };
  const led = (headers: Record<string, string>, body: string | null = null) =>
    new Response(body, { status: 303, headers: { ...LED, ...headers } });

  test.each<[string, Response, boolean]>([
    ['an answer without a body', led({}), true],
    ['a body where there is none', led({}, 'Moved'), false],
    ['a header of another value', led({ vary: 'Accept' }), false],
    ['a header that is described to another answer', led({ 'retry-after': '1' }), false],
  ])('%s is told from others', async (_, response, isAsDescribed) => {
    const judgement = await expectDescribed('POST /subscribe', response).then(
      () => true,
      () => false,
    );
    expect(judgement).toBe(isAsDescribed);
  });
});

describe('by its method', () => {
  const PATHS = [...new Set([...OPERATIONS.keys()].map((operation) => operation.split(' ')[1] ?? ''))];
  const isReadable = (path: string) => OPERATIONS.has(`GET ${path}`);
  const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'OPTIONS'];
  /** An address may be that of several paths: what stands for a token may be a token. */
  const takes = (method: string, address: string) =>
    PATHS.some((path) => OPERATIONS.has(`${method} ${path}`) && templateOf(path).test(address));
  const templateOf = (path: string) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);

  test.each(PATHS)(
    '%s is answered as allowed, by 204 to OPTIONS, else by 405; nothing changes',
    async (path) => {
      const address = filled(path);
      const allowed = [
        ...(takes('GET', address) ? ['GET', 'HEAD'] : []),
        ...(takes('POST', address) ? ['POST'] : []),
      ];
      const before = world.tables();
      for (const method of METHODS.filter((one) => !allowed.includes(one))) {
        const response = await world.http.request(address, { method });
        expect(response.status).toBe(method === 'OPTIONS' ? 204 : 405);
        expect(response.headers.get('allow')?.split(', ').sort()).toEqual(allowed);
      }
      expect(world.tables()).toEqual(before);
    },
  );

  test.each(PATHS.filter(isReadable))('%s is answered to HEAD as to GET, without a body', async (path) => {
    const [gotten, headed] = [
      await world.get(filled(path), ''),
      await world.http.request(filled(path), { method: 'HEAD' }),
    ];
    expect(headed.status).toBe(gotten.status);
    expect(headed.headers.get('content-type')).toBe(gotten.headers.get('content-type'));
    expect(await headed.text()).toBe('');
  });
});
