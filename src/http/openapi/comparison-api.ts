import { MAX_COMPARISONS, MAX_PROBLEMS } from '../../comparisons/add-comparisons.ts';
import { comparisonJsonSchema } from '../../comparisons/comparison-json-schema.ts';
import { MAX_COMPARISONS_BYTES } from '../bodies/body-limits.ts';
import {
  type Description,
  errorAnswer,
  header,
  type JsonSchema,
  jsonAnswer,
  type Operation,
  objectOf,
  problemAnswer,
  problemSchema,
  schemaNamed,
} from './description.ts';

const list: JsonSchema = {
  type: 'array',
  minItems: 1,
  maxItems: MAX_COMPARISONS,
  items: schemaNamed('Comparison'),
};

const count = (description: string): JsonSchema => ({ type: 'integer', minimum: 0, description });

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
  description: `The body is the JSON that \`verdicts import\` takes, under the same rules: one comparison, a list of 1 to ${MAX_COMPARISONS}, or a list under "comparisons"; at most ${MAX_COMPARISONS_BYTES / 1024 / 1024} MiB of it.

Each comparison is taken wholly or not at all, and one that is rejected costs no other. 200 says that at least one was taken, so look into \`rejected\` if you send several; any 4xx says that nothing was stored.

For each tool, the reviews and their verdicts must equal the counts and the share, and the verdict must fit them; otherwise the comparison is rejected. Fields that are not in the schema are left out, and \`warnings\` names them. Words and figures may also be those of the pages ("Ship", "75%", 66.67, "12 votes"), a text that is empty or a dash is unknown, a date without a time is the start of that day in the newsletter's time zone, and HTML in a text becomes plain text.

The same request again changes nothing and counts as \`unchanged\`. So after a 5xx or a broken connection, after which a part may be stored, send it again.

A comparison is known by its \`slug\`. Where that is left out, it is made from the tools' names; of two different comparisons under one slug in a request, the second is rejected. What a known comparison says stays where the new one does not say it, field by field and review by review; \`warnings\` tells what was kept. A new one without \`publishedAt\` counts as published now. An issue that is approved or sent keeps what it was approved with.`,
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
    200: jsonAnswer('At least one comparison was taken.', schemaNamed('AddedComparisons')),
    400: problemAnswer('The body is not JSON, or not UTF-8.'),
    401: problemAnswer('The bearer token is missing or wrong.', {
      headers: {
        'WWW-Authenticate': header('Bearer, with its realm', { type: 'string', pattern: '^Bearer ' }),
      },
    }),
    404: problemAnswer('No API_TOKEN is set, so that the route is closed to everybody.'),
    413: problemAnswer('The body is too large. It was not read.'),
    415: problemAnswer('The body does not say that it is JSON, or it is compressed. It was not read.'),
    422: problemAnswer('None of the comparisons was taken.', { schema: schemaNamed('RejectedComparisons') }),
    500: errorAnswer('Something went wrong here. Send the request again.'),
  },
};

export const comparisonApiDescription: Description = {
  paths: { '/api/comparisons': { post: addComparisons } },
  schemas: {
    Comparison: comparison(),
    AddedComparisons: objectOf({
      added: count('comparisons that are new'),
      updated: count('known comparisons that have changed'),
      unchanged: count('known comparisons that are as they were'),
      rejected: { type: 'array', items: schemaNamed('ComparisonRejection') },
      warnings: {
        type: 'array',
        items: schemaNamed('ComparisonRejection'),
        description: 'what was not taken as it was sent, or was kept because an entry does not say it',
      },
    }),
    RejectedComparisons: problemSchema({
      rejected: { type: 'array', minItems: 1, items: schemaNamed('ComparisonRejection') },
      warnings: { type: 'array', items: schemaNamed('ComparisonRejection') },
    }),
    ComparisonRejection: {
      ...objectOf({
        index: {
          type: ['integer', 'null'],
          minimum: 0,
          description: "the comparison's place in the list, from 0; null where the body itself is wrong",
        },
        path: {
          type: 'string',
          description: 'where in the comparison; empty where no field is to blame',
          examples: ['tools[0].reviews[2].score'],
        },
        message: { type: 'string', description: 'what is wrong, and what to do about it' },
      }),
      description: `One problem of a comparison that was not taken; at most ${MAX_PROBLEMS} are told of each.`,
    },
  },
};

/** OpenAPI declares the JSON Schema draft once for all schemas. */
function comparison(): JsonSchema {
  const { $schema, ...schema } = comparisonJsonSchema();
  return schema;
}
