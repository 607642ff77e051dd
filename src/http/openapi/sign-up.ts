import { MAX_NAME_LENGTH } from '../../subscribers/subscriber.ts';
import { MAX_FORM_BYTES } from '../bodies/body-limits.ts';
import { SHARED, text } from './challenge.ts';
import {
  type Answer,
  answerOf,
  type Content,
  type Description,
  errorAnswer,
  header,
  type JsonSchema,
  type Operation,
  type Parameter,
  schemaNamed,
  varyBy,
} from './description.ts';

export const EMAIL_PARAMETER: Parameter = {
  name: 'email',
  in: 'query',
  required: false,
  description: 'an email address to fill in; one that is none is passed over',
  schema: { type: 'string', examples: ['anna@mail.example'] },
};

const SHARED_BY_ACCEPT = { ...SHARED, ...varyBy('Accept', 'Origin') };

const refused = (description: string, schema?: JsonSchema): Answer =>
  errorAnswer(description, { ...(schema && { schema }), headers: SHARED_BY_ACCEPT });

const email = { ...text('the address'), examples: ['anna@mail.example'] };
const name = { ...text('how they are called'), maxLength: MAX_NAME_LENGTH };
const source = { ...text('which form it was, for the record of consent'), maxLength: 100 };
const stamp = text('from GET /subscribe/challenge, where it has one');
const proof = text(
  'base64 of the JSON {"challenge":…,"solution":{"counter":…,"derivedKey":…}}, where GET /subscribe/challenge has a challenge',
);
const redirect = {
  ...text('where to lead whoever signed up: a page of ours, or of one of ALLOWED_ORIGINS'),
  format: 'uri',
};

const orNull = (schema: JsonSchema): JsonSchema => ({ ...schema, type: ['string', 'null'] });

const asJson: JsonSchema = {
  type: 'object',
  required: ['email'],
  properties: {
    email,
    name: orNull(name),
    source: orNull(source),
    stamp: orNull(stamp),
    proof: orNull(proof),
  },
};

const asForm: JsonSchema = {
  type: 'object',
  required: ['email'],
  properties: { email, name, source, redirect, stamp, proof },
};

const formContent: Content[string] = {
  schema: schemaNamed('SignUpForm'),
  examples: {
    address: { value: { email: 'anna@mail.example' } },
    all: {
      value: {
        email: 'anna@mail.example',
        name: 'Anna',
        source: 'footer',
        redirect: 'https://site.example/thanks',
      },
    },
  },
};

const subscribe: Operation = {
  operationId: 'signUp',
  summary: 'Sign up an address',
  description: `Whoever signed up is sent a mail with a link by which they confirm. The answer is the same whatever is known of the address.

JSON, and a form whose Accept names JSON and not HTML before it, are answered by 202; all other forms are led on by 303. The body has at most ${MAX_FORM_BYTES / 1024} KiB. Fields that are not known are passed over.

A form of a page is taken where the page's origin is ours or one of \`ALLOWED_ORIGINS\`. Scripts on pages of those origins may read every answer (CORS), without credentials.`,
  security: [],
  requestBody: {
    required: true,
    content: {
      'application/x-www-form-urlencoded': formContent,
      'multipart/form-data': formContent,
      'application/json': {
        schema: schemaNamed('SignUp'),
        examples: {
          address: { value: { email: 'anna@mail.example' } },
          all: { value: { email: 'anna@mail.example', name: 'Anna', source: 'footer' } },
        },
      },
    },
  },
  responses: {
    202: answerOf('It was taken.', {
      type: 'application/json',
      schema: schemaNamed('TakenSignUp'),
      headers: SHARED_BY_ACCEPT,
    }),
    303: {
      description: 'It was taken.',
      headers: {
        ...SHARED_BY_ACCEPT,
        Location: header('`redirect`, or /check-your-inbox', { type: 'string', format: 'uri-reference' }),
      },
    },
    400: refused('The body cannot be read, or ended too early.'),
    403: refused(
      'The page with the form is neither ours nor of a listed origin. The page has the form again, as it was filled in.',
    ),
    413: refused('The body is too large. It was not read.'),
    415: refused('The body is none of these types, or it is compressed. It was not read.'),
    422: refused(
      'A field is wrong, or one more step is needed. `fields` then has `proof` (many sign-ups come: get a challenge from GET /subscribe/challenge and send its proof, or try again later), `stamp`, or `homepage`, which people do not see and which must be empty. The page has the form again, as it was filled in.',
      schemaNamed('WrongFields'),
    ),
    429: errorAnswer('Too many sign-ups from one network, or in all, even with a proof.', {
      headers: {
        ...SHARED_BY_ACCEPT,
        'Retry-After': header('in how many seconds there is room again', { type: 'integer', minimum: 1 }),
      },
    }),
    500: refused('Something went wrong here. Nothing was kept: send it again.'),
  },
};

const findForm: Operation = {
  operationId: 'findSignUpPage',
  summary: 'Lead to the sign-up page',
  security: [],
  parameters: [EMAIL_PARAMETER],
  responses: {
    302: {
      description: 'The sign-up page.',
      headers: {
        ...SHARED,
        ...varyBy('Origin'),
        Location: header('/', { type: 'string', format: 'uri-reference' }),
      },
    },
  },
};

export const signUpDescription: Description = {
  paths: { '/subscribe': { get: findForm, post: subscribe } },
  schemas: {
    SignUp: asJson,
    SignUpForm: asForm,
    TakenSignUp: {
      type: 'object',
      required: ['status'],
      properties: {
        status: { const: 'check-your-inbox' },
        suggestion: text('another address, where the domain of this one looks mistyped'),
      },
    },
  },
};
