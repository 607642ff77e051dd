import { MAX_EVENT_BYTES, MAX_FORM_BYTES } from '../bodies/body-limits.ts';
import {
  answer,
  formContent,
  type Operation,
  type Paths,
  parameter,
  problem,
  SERVER_ERROR,
  UNAVAILABLE,
} from './description.ts';
import { schemaNamed } from './schemas.ts';

const bounced = {
  type: 'email.bounced',
  created_at: '2026-11-17T08:00:03Z',
  data: {
    email_id: '56761188-7520-42d8-8898-ff6fc54ce618',
    to: ['anna@mail.example'],
    bounce: { type: 'Permanent', subType: 'General', message: 'The mailbox does not exist.' },
  },
};

const receiveEvent: Operation = {
  operationId: 'receiveEvent',
  summary: 'Report an event, as Resend does',
  description:
    'Events may come twice and in any order: each is applied once. Any status but 200 asks the provider to send the event again. A missing or malformed field of `data` is ignored.',
  security: [{ webhookSignature: [] }],
  parameters: [
    parameter('header', 'svix-id', 'the id of the event, the same whenever it is sent'),
    parameter('header', 'svix-timestamp', 'when it was signed, in seconds since 1970'),
  ],
  requestBody: {
    required: true,
    content: {
      'application/json': { schema: schemaNamed('ResendEvent'), examples: { bounced: { value: bounced } } },
    },
  },
  responses: {
    200: answer('The event is stored, or was already.', {
      schema: { type: 'object', required: ['status'], properties: { status: { const: 'kept' } } },
    }),
    400: problem('The event is not JSON.'),
    401: problem('The signature is missing, wrong, or more than five minutes old.'),
    404: problem('RESEND_WEBHOOK_SECRET is not set, so nothing can be verified.'),
    413: problem(`The event is larger than ${MAX_EVENT_BYTES / 1024} KiB.`),
    415: problem('The event does not say that it is JSON.'),
    422: problem('The event has no type, or has a known type but names no message.', 'WrongFields'),
    503: problem('The event could not be stored.'),
  },
};

const unsubscribe: Operation = {
  operationId: 'unsubscribe',
  summary: 'Unsubscribe at once',
  description: 'As mailbox providers do by List-Unsubscribe-Post (RFC 8058). No body is needed.',
  security: [],
  parameters: [
    parameter(
      'path',
      'token',
      'from the List-Unsubscribe header; its case, and what follows it, do not matter',
    ),
  ],
  requestBody: {
    required: false,
    content: formContent({
      schema: { type: 'object', properties: { 'List-Unsubscribe': { const: 'One-Click' } } },
      examples: { 'one-click': { value: { 'List-Unsubscribe': 'One-Click' } } },
    }),
  },
  responses: {
    200: answer('It is done, or was already. The body is a page for people.', { type: 'text/html' }),
    400: problem('The request ended before its body did.'),
    404: problem('The link was altered or cut off, or it no longer works.'),
    413: problem(`The form is larger than ${MAX_FORM_BYTES / 1024} KiB. It was not read.`),
    500: SERVER_ERROR,
    503: UNAVAILABLE,
  },
};

/** What the email provider and mailbox providers call. */
export const emailProviderPaths: Paths = {
  '/webhooks/resend': { post: receiveEvent },
  '/unsubscribe/{token}': { post: unsubscribe },
};
