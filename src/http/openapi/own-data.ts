import { BOUNCE_KINDS, DELIVERY_STATUSES, PROVIDER_STATES } from '../../issues/delivery-states.ts';
import { CONSENT_EVENTS, SUBSCRIBER_STATUSES, SUPPRESSION_REASONS } from '../../subscribers/subscriber.ts';
import { EMAIL_KINDS, EMAIL_STATUSES } from '../../subscribers/transactional-email.ts';
import {
  answerOf,
  type Description,
  errorAnswer,
  type JsonSchema,
  type Operation,
  objectOf,
  schemaNamed,
} from './description.ts';
import { FORM_ANSWERS, formContent, LINK_ANSWERS, tokenIn } from './link-parts.ts';

const { unknown, expired, failed } = LINK_ANSWERS;
const parameters = [tokenIn('the mail with the link to one’s own data')];

const readOwnData: Operation = {
  operationId: 'readOwnData',
  summary: 'The page on which one’s own data is downloaded or erased',
  security: [],
  parameters: [
    ...parameters,
    {
      name: 'step',
      in: 'query',
      required: false,
      description: 'the page that says what an erasure removes, and has its button',
      schema: { enum: ['erase'] },
    },
  ],
  responses: { 200: answerOf('The page.'), 404: unknown, 410: expired, 500: failed },
};

const useOwnData: Operation = {
  operationId: 'useOwnData',
  summary: 'Download one’s own data, or erase it',
  security: [],
  parameters,
  requestBody: {
    required: true,
    content: formContent(
      { action: { enum: ['download', 'erase'] } },
      { download: { action: 'download' }, erase: { action: 'erase' } },
    ),
  },
  responses: {
    200: {
      description: 'The file `my-data.json`; after an erasure the page that says so.',
      content: {
        'application/json': { schema: schemaNamed('OwnData') },
        'text/html': { schema: { type: 'string' } },
      },
    },
    ...FORM_ANSWERS,
    404: unknown,
    410: expired,
    422: errorAnswer('`action` says neither.', { schema: schemaNamed('WrongFields') }),
    500: failed,
  },
};

const text: JsonSchema = { type: 'string' };
const instant: JsonSchema = { type: 'string', format: 'date-time' };
const slot: JsonSchema = { ...text, examples: ['2026-W47'] };
const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
const oneOf = (names: readonly string[]): JsonSchema => ({ enum: names });
const listOf = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'array',
  items: objectOf(properties),
});

const evidence = { textVersion: orNull(text), networkAddress: orNull(text), userAgent: orNull(text) };

const ownData: JsonSchema = objectOf({
  email: text,
  name: orNull(text),
  status: oneOf(SUBSCRIBER_STATUSES),
  pausedUntil: orNull(instant),
  createdAt: instant,
  suppression: orNull(objectOf({ reason: oneOf(SUPPRESSION_REASONS), at: instant })),
  consent: listOf({
    event: oneOf(CONSENT_EVENTS),
    at: instant,
    source: text,
    slot: orNull(slot),
    ...evidence,
  }),
  deliveries: listOf({
    slot,
    status: oneOf(DELIVERY_STATUSES),
    providerId: orNull(text),
    at: instant,
    code: orNull(text),
    event: orNull(oneOf(PROVIDER_STATES)),
    eventAt: orNull(instant),
    bounce: orNull(oneOf(BOUNCE_KINDS)),
  }),
  signUps: {
    ...listOf({ email: text, name: orNull(text), source: text, at: instant, ...evidence }),
    description: 'those that were not looked at yet',
  },
  letters: {
    ...listOf({
      kind: oneOf(EMAIL_KINDS),
      status: oneOf(EMAIL_STATUSES),
      createdAt: instant,
      attempts: { type: 'integer', minimum: 0 },
      lastProblem: orNull(text),
    }),
    description: 'mails apart from issues, of the last days',
  },
  links: {
    ...listOf({
      kind: oneOf(EMAIL_KINDS),
      createdAt: instant,
      expiresAt: instant,
      usedAt: orNull(instant),
    }),
    description: 'the links in those mails, without their tokens',
  },
});

export const ownDataDescription: Description = {
  paths: { '/data/{token}': { get: readOwnData, post: useOwnData } },
  schemas: { OwnData: ownData },
};
