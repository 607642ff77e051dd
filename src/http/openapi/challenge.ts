import {
  type Description,
  header,
  type JsonSchema,
  jsonAnswer,
  type Operation,
  objectOf,
  schemaNamed,
  varyBy,
} from './description.ts';

/** Lets scripts on other sites read `Retry-After`. */
export const SHARED = {
  'Access-Control-Expose-Headers': header('what scripts may read', { const: 'Retry-After' }),
};

export const text = (description: string): JsonSchema => ({ type: 'string', description });

const challenge: Operation = {
  operationId: 'readChallenge',
  summary: 'What a sign-up must prove now',
  description:
    'Has a stamp and a challenge where `SIGN_UP_CHECKS` asks for them. While many sign-ups come from a network, or in all, a challenge is there too. Otherwise it is empty. See docs/sign-up-form.md for what to do with it.',
  security: [],
  responses: {
    200: {
      ...jsonAnswer('What is asked for now.', schemaNamed('Needed')),
      headers: { ...SHARED, ...varyBy('Origin') },
    },
  },
};

const hex: JsonSchema = { type: 'string', pattern: '^([0-9a-f]{2})+$' };

export const challengeDescription: Description = {
  paths: { '/subscribe/challenge': { get: challenge } },
  schemas: {
    Needed: {
      type: 'object',
      properties: {
        stamp: text('to be sent along in `stamp`, after two seconds and within twelve hours'),
        challenge: schemaNamed('Challenge'),
      },
    },
    Challenge: {
      ...objectOf({
        parameters: objectOf({
          algorithm: { const: 'PBKDF2/SHA-256' },
          cost: { type: 'integer', description: 'the rounds of each key' },
          data: objectOf({ expires: { type: 'integer', description: 'in milliseconds since 1970' } }),
          keyLength: { type: 'integer', description: 'in bytes' },
          keyPrefix: { ...hex, description: 'with which the right key begins' },
          keySignature: hex,
          nonce: hex,
          salt: hex,
        }),
        signature: hex,
      }),
      description: 'A challenge of ALTCHA, version 2, whose solution is sent in `proof`, once.',
    },
  },
};
