import { MAX_EVENT_BYTES } from '../bodies/body-limits.ts';
import {
  type Description,
  jsonAnswer,
  type Operation,
  objectOf,
  problemAnswer,
  problemSchema,
  schemaNamed,
} from './description.ts';

const signedHeader = (name: string, description: string) =>
  ({ name, in: 'header', required: true, description, schema: { type: 'string' } }) as const;

const tellEvent: Operation = {
  operationId: 'tellEvent',
  summary: 'Tell an event, as Resend does',
  description:
    'What became of a message. Events may come twice and in any order: each is applied once. Anything else than 200 asks the provider to tell the event again.',
  security: [{ webhookSignature: [] }],
  parameters: [
    signedHeader('svix-id', 'the id of the event, the same whenever it is told again'),
    signedHeader('svix-timestamp', 'when it was signed, in seconds since 1970'),
  ],
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          required: ['type'],
          properties: {
            type: { type: 'string', examples: ['email.delivered', 'email.bounced'] },
            created_at: { type: 'string', format: 'date-time' },
            data: { type: 'object' },
          },
        },
      },
    },
  },
  responses: {
    200: jsonAnswer('The event is kept, or was before.', objectOf({ status: { const: 'kept' } })),
    400: problemAnswer('The event is not JSON.'),
    401: problemAnswer('The signature is missing, wrong, or more than five minutes old.'),
    404: problemAnswer('No RESEND_WEBHOOK_SECRET is set, so that nobody is believed.'),
    413: problemAnswer(`The event is larger than ${MAX_EVENT_BYTES / 1024} KiB.`),
    415: problemAnswer('The event is announced as something else than JSON.'),
    422: problemAnswer('The event has no type, or is of a known type and names no message.', {
      schema: schemaNamed('WrongFields'),
    }),
    503: problemAnswer('The database did not take the event.'),
  },
};

export const providerWebhookDescription: Description = {
  paths: { '/webhooks/resend': { post: tellEvent } },
  schemas: {
    WrongFields: problemSchema({
      fields: { type: 'array', items: { type: 'string' }, description: 'the wrong fields, by their paths' },
    }),
  },
};
