import { MAX_FORM_BYTES } from '../bodies/body-limits.ts';
import {
  type Answer,
  answer,
  type Content,
  formContent,
  header,
  type Operation,
  type Paths,
  problem,
  SERVER_ERROR,
  UNAVAILABLE,
} from './description.ts';
import { schemaNamed } from './schemas.ts';

const address = { email: 'anna@mail.example' };
const all = { ...address, name: 'Anna', source: 'footer' };

const signUp = (examples: Readonly<Record<string, object>>): Content[string] => ({
  schema: schemaNamed('SignUp'),
  examples: Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }])),
});

/** Scripts on pages of listed origins may read `Retry-After`. */
const SHARED = {
  'Access-Control-Expose-Headers': header('what scripts may read', { const: 'Retry-After' }),
};

const shared = (one: Answer): Answer => ({ ...one, headers: { ...SHARED, ...one.headers } });

const subscribe: Operation = {
  operationId: 'signUp',
  summary: 'Sign up an email address',
  description: `The address gets an email with a link to confirm. The answer is always the same, whatever we know about the address.

JSON, and a form whose Accept prefers JSON to HTML, get 202; all other forms get a 303 redirect. The body has at most ${MAX_FORM_BYTES / 1024} KiB. Unknown fields are ignored, and so is \`redirect\` in JSON.

A form from a page is accepted if the page's origin is ours or one of \`ALLOWED_ORIGINS\`. Scripts on pages of those origins may read every answer (CORS), without credentials.`,
  security: [],
  requestBody: {
    required: true,
    content: {
      ...formContent(signUp({ address, all: { ...all, redirect: 'https://site.example/thanks' } })),
      'application/json': signUp({ address, all }),
    },
  },
  responses: {
    202: shared(answer('It was accepted.', { schema: schemaNamed('AcceptedSignUp') })),
    303: shared({
      description: 'It was accepted.',
      headers: {
        Location: header('`redirect`, or /check-your-inbox', { type: 'string', format: 'uri-reference' }),
      },
    }),
    400: shared(problem('The body cannot be read, or ended too early.')),
    403: shared(problem('The page with the form is neither ours nor of a listed origin.')),
    413: shared(problem('The body is too large. It was not read.')),
    415: shared(problem('The body is none of these types, or it is compressed. It was not read.')),
    422: shared(
      problem(
        'A field is wrong, or one more step is needed. `fields` then has `proof` (many sign-ups come: get a challenge from GET /subscribe/challenge and send its proof, or try again later), `stamp`, or `homepage`, which must be empty.',
        'WrongFields',
      ),
    ),
    429: shared(
      problem('Too many sign-ups from one network, or in total, even with a proof.', 'Problem', {
        'Retry-After': header('seconds until there is room again', { type: 'integer', minimum: 1 }),
      }),
    ),
    500: shared(SERVER_ERROR),
    503: shared(UNAVAILABLE),
  },
};

const readChallenge: Operation = {
  operationId: 'readChallenge',
  summary: 'What a sign-up must prove now',
  description:
    'Has a stamp and a challenge if `SIGN_UP_CHECKS` asks for them. While many sign-ups come from a network, or in total, it also has a challenge. Otherwise it is empty. See docs/sign-up-form.md for what to do with it.',
  security: [],
  responses: { 200: shared(answer('What is required now.', { schema: schemaNamed('ChallengeResponse') })) },
};

/** What a site's form, script or server calls. */
export const signUpPaths: Paths = {
  '/subscribe': { post: subscribe },
  '/subscribe/challenge': { get: readChallenge },
};
