import { Hono } from 'hono';
import { MAX_HEADERS } from '../server-limits/refuse-malformed.ts';
import { archiveDescription } from './archive.ts';
import { challengeDescription } from './challenge.ts';
import { comparisonApiDescription } from './comparison-api.ts';
import { type Description, jsonAnswer, problemSchema } from './description.ts';
import { emailLinksDescription } from './email-links.ts';
import { healthDescription } from './health.ts';
import { linkRequestsDescription } from './link-requests.ts';
import { ownDataDescription } from './own-data.ts';
import { providerWebhookDescription } from './provider-webhook.ts';
import { signUpDescription } from './sign-up.ts';
import { signUpPagesDescription } from './sign-up-pages.ts';

/** Authentication, by the names that operations use. */
const SECURITY_SCHEMES = {
  apiToken: { type: 'http', scheme: 'bearer', description: 'API_TOKEN of the configuration.' },
  webhookSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'svix-signature',
    description: 'Made by the provider with RESEND_WEBHOOK_SECRET (https://www.standardwebhooks.com).',
  },
} as const;

const openApiDescription: Description = {
  paths: {
    '/openapi.json': {
      get: {
        operationId: 'describe',
        summary: 'This description',
        security: [],
        responses: {
          200: jsonAnswer('OpenAPI 3.1.', {
            type: 'object',
            required: ['openapi', 'info', 'paths', 'components'],
            properties: {
              openapi: { const: '3.1.1' },
              info: { type: 'object' },
              paths: { type: 'object' },
              components: { type: 'object' },
            },
          }),
        },
      },
    },
  },
};

/** Every public route is in one of these; a test compares them with the app's routes. */
const DESCRIPTIONS = [
  signUpPagesDescription,
  signUpDescription,
  challengeDescription,
  emailLinksDescription,
  linkRequestsDescription,
  ownDataDescription,
  archiveDescription,
  comparisonApiDescription,
  providerWebhookDescription,
  healthDescription,
  openApiDescription,
];

/** The OpenAPI description of the public routes; `docs/openapi.json` is a copy. */
export function openApiDocument() {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Weekly AI Tool Verdicts',
      version: '1',
      license: { name: 'MIT', identifier: 'MIT' },
      description: `Errors are problem details (RFC 9457), or a page where both are described and Accept names HTML and not JSON before it, as browsers do. Any other address is answered by 404 so, and one with a slash too many at its end by 301.

A route that answers GET answers HEAD alike; OPTIONS tells the methods of a route in Allow, and any other method is answered by 405 with the same. GET, HEAD and OPTIONS change nothing.

Before any route, the server answers 400 to a request whose Host is not a host name, 431 to one with more than ${MAX_HEADERS} headers, and 408 to one that takes too long to arrive; then it closes the connection.`,
    },
    paths: Object.assign({}, ...DESCRIPTIONS.map(({ paths }) => paths)) as Description['paths'],
    components: {
      schemas: Object.assign(
        { Problem: problemSchema() },
        ...DESCRIPTIONS.map(({ schemas }) => schemas),
      ) as NonNullable<Description['schemas']>,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

export function openApi(): Hono {
  const document = openApiDocument();
  return new Hono().get('/openapi.json', (context) => context.json(document));
}
