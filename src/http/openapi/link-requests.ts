import { text } from './challenge.ts';
import {
  answerOf,
  type Content,
  type Description,
  errorAnswer,
  header,
  type JsonSchema,
  type Operation,
  objectOf,
  schemaNamed,
  varyBy,
} from './description.ts';
import { FORM_ANSWERS, LINK_ANSWERS } from './link-parts.ts';

const body: Content[string] = {
  schema: schemaNamed('LinkRequest'),
  examples: { address: { value: { email: 'anna@mail.example' } } },
};

const BY_ACCEPT = { headers: varyBy('Accept') };

const wrongFields: JsonSchema = schemaNamed('WrongFields');

const readRequest = (operationId: string, summary: string): Operation => ({
  operationId,
  summary,
  security: [],
  responses: { 200: answerOf('The page, with a form for an email address.', BY_ACCEPT) },
});

const requestLinks = (operationId: string): Operation => ({
  operationId,
  summary: 'Have the links of a subscription sent to its email address',
  description:
    'The answer is the same whatever is known of the address. Nothing is sent to an unknown address, nor to one that must not be mailed. It counts as a sign-up does, so in a crowd it needs a proof of work.',
  security: [],
  requestBody: {
    required: true,
    content: {
      'application/x-www-form-urlencoded': body,
      'multipart/form-data': body,
      'application/json': body,
    },
  },
  responses: {
    200: answerOf('It was taken.', BY_ACCEPT),
    202: answerOf('It was taken, and Accept names JSON and not HTML before it.', {
      type: 'application/json',
      schema: objectOf({ status: { const: 'check-your-inbox' } }),
      ...BY_ACCEPT,
    }),
    ...FORM_ANSWERS,
    403: errorAnswer('The page with the form is neither ours nor of a listed origin.'),
    415: errorAnswer('The body is none of these types, or it is compressed. It was not read.'),
    422: errorAnswer(
      'The address is wrong, or `fields` has `proof`: many requests come, so get a challenge from GET /subscribe/challenge and send its proof, or try again later. The page has the form again, as it was filled in.',
      { schema: wrongFields },
    ),
    429: errorAnswer('Too many requests from one network, or in all, even with a proof.', {
      headers: {
        ...varyBy('Accept'),
        'Retry-After': header('in how many seconds there is room again', { type: 'integer', minimum: 1 }),
      },
    }),
    500: LINK_ANSWERS.failed,
  },
});

export const linkRequestsDescription: Description = {
  paths: {
    '/unsubscribe': {
      get: readRequest('readUnsubscriptionRequest', 'For those who want to leave and have no link'),
      post: requestLinks('requestUnsubscription'),
    },
    '/preferences': {
      get: readRequest('readPreferencesRequest', 'For those who want to change something and have no link'),
      post: requestLinks('requestPreferences'),
    },
  },
  schemas: {
    LinkRequest: {
      type: 'object',
      required: ['email'],
      properties: {
        email: { ...text('the email address that gets the digest'), examples: ['anna@mail.example'] },
        proof: text('the proof of the challenge from GET /subscribe/challenge, written as for a sign-up'),
      },
    },
  },
};
