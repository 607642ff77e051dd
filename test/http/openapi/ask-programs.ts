import {
  MAX_EVENT_BYTES as LARGEST_EVENT,
  MAX_COMPARISONS_BYTES,
} from '../../../src/http/bodies/body-limits.ts';
import { openHttpApp, postComparisons, tell } from '../../support/http/http-app.ts';
import { type Asks, accepting, TOO_LONG_FORM, type World } from './ask.ts';

const tooLong = (most: number) => 'x'.repeat(most + 1);

const COMPARISON = { tools: [{ name: 'Tern' }, { name: 'Petrel' }] };

/** What monitors, feed readers, providers and the site's server call. */
export function programAsks(world: World): Asks {
  const { http, get, post, breakOff, newReader, without, whileDown } = world;
  const oneClick = { 'List-Unsubscribe': 'One-Click' };
  const link = async () => (await newReader()).unsubscribe;
  const feed = (path: string) => ({
    200: (type: string) => get(path, type),
    304: (type: string) => get(path, type, { 'if-none-match': '*' }),
    500: (type: string) => without('issues', () => get(path, type)),
    503: (type: string) => whileDown('issues', (known) => known.request(path, { headers: accepting(type) })),
  });
  const add = (type: string, body: unknown, headers: Record<string, string> = {}) =>
    postComparisons(http, { body, headers: { ...accepting(type), ...headers } });
  return {
    'GET /healthz': { 200: () => get('/healthz', '') },
    'GET /readyz': {
      200: () => get('/readyz', ''),
      503: (type) => {
        const unready = openHttpApp(world, undefined, undefined, undefined, {
          readiness: () => Promise.resolve('The schedule was last checked yesterday.'),
        });
        return unready.http.request('/readyz', { headers: accepting(type) });
      },
    },
    'GET /metrics': {
      200: () => get('/metrics', ''),
      500: (type) => without('issues', () => get('/metrics', type)),
      503: (type) => whileDown('issues', (known) => known.request('/metrics', { headers: accepting(type) })),
    },
    'GET /feed.xml': feed('/feed.xml'),
    'GET /feed.json': feed('/feed.json'),
    'POST /unsubscribe/{token}': {
      200: async (type) => post(await link(), type, oneClick),
      400: async (type) => breakOff(await link(), type),
      404: (type) => post('/unsubscribe/none', type, oneClick),
      413: async (type) => post(await link(), type, TOO_LONG_FORM),
      500: async (type) => {
        const path = await link();
        return without('subscribers', () => post(path, type, oneClick));
      },
      503: async (type) => {
        const path = await link();
        const body = new URLSearchParams(oneClick);
        const init = { method: 'POST', body, headers: accepting(type) };
        return whileDown('subscribers', (known) => known.request(path, init));
      },
    },
    'GET /openapi.json': { 200: () => get('/openapi.json', '') },
    'POST /webhooks/resend': {
      200: (type) => tell(http, { headers: accepting(type) }),
      400: (type) => tell(http, { event: '{', headers: accepting(type) }),
      401: (type) => tell(http, { headers: { ...accepting(type), 'svix-signature': 'v1,forged' } }),
      404: (type) => tell(openHttpApp(world, null).http, { headers: accepting(type) }),
      413: (type) => tell(http, { event: tooLong(LARGEST_EVENT), headers: accepting(type) }),
      415: (type) => tell(http, { headers: { ...accepting(type), 'content-type': 'text/plain' } }),
      422: (type) => tell(http, { event: { type: 'email.bounced', data: {} }, headers: accepting(type) }),
      503: (type) => without('provider_events', () => tell(http, { headers: accepting(type) })),
    },
    'POST /api/comparisons': {
      200: (type) => add(type, [COMPARISON, {}]),
      400: (type) => add(type, '{'),
      401: (type) => add(type, COMPARISON, { authorization: '' }),
      404: (type) =>
        postComparisons(openHttpApp(world, null, null).http, { body: COMPARISON, headers: accepting(type) }),
      413: (type) => add(type, tooLong(MAX_COMPARISONS_BYTES)),
      415: (type) => add(type, COMPARISON, { 'content-type': 'text/plain' }),
      422: (type) => add(type, [{}, 1]),
      500: (type) => without('comparisons', () => add(type, COMPARISON)),
      503: (type) =>
        whileDown('comparisons', (known) =>
          postComparisons(known, { body: COMPARISON, headers: accepting(type) }),
        ),
    },
  };
}
