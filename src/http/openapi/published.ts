import {
  type Answer,
  answer,
  header,
  type Operation,
  type Paths,
  problem,
  SERVER_ERROR,
  UNAVAILABLE,
} from './description.ts';
import { type JsonSchema, schemaNamed } from './schemas.ts';

const read = (operationId: string, summary: string, responses: Operation['responses']) => ({
  get: { operationId, summary, security: [], responses },
});

const json = (description: string, properties: Readonly<Record<string, JsonSchema>>): Answer =>
  answer(description, { schema: { type: 'object', required: Object.keys(properties), properties } });

/** Scripts on other sites read feeds too. */
const FOR_EVERYONE = { 'Access-Control-Allow-Origin': header('everyone', { const: '*' }) };
const FEED_HEADERS = {
  ETag: header('names the content', { type: 'string', pattern: '^"[0-9a-f]+"$' }),
  ...FOR_EVERYONE,
};

const feed = (operationId: string, summary: string, body: { type: string; schema?: JsonSchema }) =>
  read(operationId, summary, {
    200: answer('The latest 20 issues.', { ...body, headers: FEED_HEADERS }),
    304: { description: 'Nothing is new since If-None-Match or If-Modified-Since.', headers: FEED_HEADERS },
    500: { ...SERVER_ERROR, headers: FOR_EVERYONE },
    503: { ...UNAVAILABLE, headers: { ...UNAVAILABLE.headers, ...FOR_EVERYONE } },
  });

/** What feed readers, monitors and generators of clients read. */
export const publishedPaths: Paths = {
  '/feed.xml': feed('readAtomFeed', 'The feed as Atom (RFC 4287)', { type: 'application/atom+xml' }),
  '/feed.json': feed('readJsonFeed', 'The feed as JSON Feed 1.1', {
    type: 'application/feed+json',
    schema: schemaNamed('JsonFeed'),
  }),
  '/healthz': read('isUp', 'Whether the process is up', { 200: json('It is.', { status: { const: 'up' } }) }),
  '/readyz': read('isReady', 'Whether the program can do its work', {
    200: json('It can.', { status: { const: 'ready' } }),
    503: problem('It cannot; `detail` says why.'),
  }),
  '/metrics': read('readMetrics', 'How things stand, for Prometheus', {
    200: answer('The text format, version 0.0.4. It names no subscriber.', { type: 'text/plain' }),
    500: SERVER_ERROR,
    503: UNAVAILABLE,
  }),
  '/openapi.json': read('describe', 'This description', {
    200: json('OpenAPI 3.1.', {
      openapi: { const: '3.1.1' },
      info: { type: 'object' },
      paths: { type: 'object' },
      components: { type: 'object' },
    }),
  }),
};
