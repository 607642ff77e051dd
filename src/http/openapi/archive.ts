import {
  cacheableAnswers,
  type Description,
  errorAnswer,
  header,
  type JsonSchema,
  type Operation,
  objectOf,
  type Parameter,
  schemaNamed,
} from './description.ts';

const failed = errorAnswer('Something went wrong here. Try again in a few minutes.');

const slot: Parameter = {
  name: 'slot',
  in: 'path',
  required: true,
  description: 'the ISO week of the issue',
  schema: { type: 'string', pattern: '^\\d+-W\\d+$', examples: ['2026-W47'] },
};

const issue = (operationId: string, summary: string, type: string): Operation => ({
  operationId,
  summary,
  security: [],
  parameters: [slot],
  responses: {
    ...cacheableAnswers('What went out, with links for nobody in the place of a subscriber’s own.', {
      type,
      headers: { Link: header('the page of the issue, rel="canonical"') },
    }),
    404: errorAnswer('There is no such issue, or it has not gone out yet.'),
    500: failed,
  },
});

/** Scripts on other sites read feeds too. */
const CROSS_ORIGIN = {
  'Access-Control-Allow-Origin': header('everybody', { const: '*' }),
  'Cross-Origin-Resource-Policy': header('for everybody', { const: 'cross-origin' }),
};

const feed = (
  operationId: string,
  summary: string,
  body: { type: string; schema?: JsonSchema },
): Operation => ({
  operationId,
  summary,
  description: 'The latest 20 issues. If-Modified-Since is answered, too.',
  security: [],
  responses: {
    ...cacheableAnswers('The feed.', { ...body, lasting: CROSS_ORIGIN }),
    500: { ...failed, headers: { ...failed.headers, ...CROSS_ORIGIN } },
  },
});

const address: JsonSchema = { type: 'string', format: 'uri' };

const jsonFeed: JsonSchema = {
  ...objectOf({
    version: { const: 'https://jsonfeed.org/version/1.1' },
    title: { type: 'string' },
    description: { type: 'string' },
    home_page_url: address,
    feed_url: address,
    language: { const: 'en' },
    authors: { type: 'array', items: objectOf({ name: { type: 'string' }, url: address }) },
    items: {
      type: 'array',
      maxItems: 20,
      items: objectOf({
        id: { type: 'string', description: 'a urn:uuid, which stays when the site moves' },
        url: address,
        title: { type: 'string' },
        content_text: { type: 'string', description: 'the beginning, as mailboxes show it' },
        date_published: { type: 'string', format: 'date-time' },
      }),
    },
  }),
  description: 'See https://www.jsonfeed.org/version/1.1/',
};

export const archiveDescription: Description = {
  paths: {
    '/issues': {
      get: {
        operationId: 'listIssues',
        summary: 'The issues that went out, the newest first',
        security: [],
        parameters: [
          {
            name: 'page',
            in: 'query',
            required: false,
            description: 'of 52 issues each, from 1',
            schema: { type: 'integer', minimum: 1, maximum: 99_999, default: 1 },
          },
        ],
        responses: {
          ...cacheableAnswers('The page.'),
          404: errorAnswer('The list has no such page.'),
          500: failed,
        },
      },
    },
    '/issues/{slot}': { get: issue('readIssue', 'An issue as a mail has it', 'text/html') },
    '/issues/{slot}.txt': { get: issue('readIssueAsText', 'An issue as plain text', 'text/plain') },
    '/feed.xml': {
      get: feed('readAtomFeed', 'The feed as Atom (RFC 4287)', { type: 'application/atom+xml' }),
    },
    '/feed.json': {
      get: feed('readJsonFeed', 'The feed as JSON Feed 1.1', {
        type: 'application/feed+json',
        schema: schemaNamed('JsonFeed'),
      }),
    },
  },
  schemas: { JsonFeed: jsonFeed },
};
