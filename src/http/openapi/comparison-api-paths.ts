import { MAX_COMPARISONS } from '../../comparisons/add-comparisons.ts';
import { MAX_COMPARISONS_BYTES, MIB } from '../bodies/body-limits.ts';
import {
  answer,
  header,
  type Operation,
  type Paths,
  problem,
  SERVER_ERROR,
  UNAVAILABLE,
} from './description.ts';
import { type JsonSchema, schemaNamed } from './schemas.ts';

const list: JsonSchema = {
  type: 'array',
  minItems: 1,
  maxItems: MAX_COMPARISONS,
  items: schemaNamed('Comparison'),
};

const minimal = { tools: [{ name: 'Tern' }, { name: 'Petrel' }] };
const judged = {
  url: 'https://site.example/compare/tern-vs-skua',
  publishedAt: '2026-11-16T08:00:00Z',
  tools: [
    { name: 'Tern', verdict: 'ship', reviews: [{ reviewer: 'Builder', score: 81, text: 'It just works.' }] },
    { name: 'Skua', verdict: 'skip', reviews: [{ reviewer: 'Builder', score: 44, text: 'It does not.' }] },
  ],
};

const addComparisons: Operation = {
  operationId: 'addComparisons',
  summary: 'Add comparisons, or update known ones',
  description: `The body is the JSON that \`verdicts import\` takes, under the same rules: one comparison, a list of 1 to ${MAX_COMPARISONS}, or a list under "comparisons"; at most ${MAX_COMPARISONS_BYTES / MIB} MiB of it.

Each comparison is taken whole or not at all, and a rejected one does not affect the others. 200 means that at least one was taken, so check \`rejected\` if you send several. Any 4xx means that nothing was stored.

For each tool, the reviews must agree with the counts, the share and the verdict. Otherwise the comparison is rejected. Fields that are not in the schema are left out, and \`warnings\` names them. Words and figures may also be written as on the pages ("Ship", "75%", 66.67, "12 votes"). A text that is empty or a dash counts as unknown. A date without a time is the start of that day in the newsletter's time zone. HTML in a text becomes plain text.

Sending the same request again changes nothing and counts as \`unchanged\`. After a 5xx or a broken connection, part of it may be stored: send it again.

A comparison is known by its \`slug\`. If you leave it out, it is made from the tools' names. If a request has two different comparisons under one slug, the second is rejected. What a new copy leaves out stays as it was, field by field and review by review; \`warnings\` says what was kept. A new one without \`publishedAt\` counts as published now. An issue that is approved or sent keeps what it was approved with.`,
  security: [{ apiToken: [] }],
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: {
          anyOf: [
            schemaNamed('Comparison'),
            list,
            {
              type: 'object',
              required: ['comparisons'],
              properties: { $schema: { type: 'string' }, comparisons: list },
            },
          ],
        },
        examples: {
          one: { value: judged },
          several: { value: [judged, minimal] },
          file: { value: { comparisons: [minimal] } },
        },
      },
    },
  },
  responses: {
    200: answer('At least one comparison was taken.', { schema: schemaNamed('AddedComparisons') }),
    400: problem('The body is not JSON, or not UTF-8.'),
    401: problem('The bearer token is missing or wrong.', 'Problem', {
      'WWW-Authenticate': header('Bearer, with its realm', { type: 'string', pattern: '^Bearer ' }),
    }),
    404: problem('API_TOKEN is not set, so the route is closed.'),
    413: problem('The body is too large. It was not read.'),
    415: problem('The body does not say that it is JSON, or it is compressed. It was not read.'),
    422: problem('No comparison was taken.', 'RejectedComparisons'),
    500: SERVER_ERROR,
    503: UNAVAILABLE,
  },
};

export const comparisonApiPaths: Paths = { '/api/comparisons': { post: addComparisons } };
