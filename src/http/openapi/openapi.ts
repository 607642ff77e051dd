import { Hono } from 'hono';
import { MAX_HEADERS } from '../server-limits/refuse-malformed.ts';
import { comparisonApiPaths } from './comparison-api-paths.ts';
import type { Paths } from './description.ts';
import { emailProviderPaths } from './email-provider.ts';
import { publishedPaths } from './published.ts';
import { namedSchemas } from './schemas.ts';
import { signUpPaths } from './sign-up-paths.ts';

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

const paths: Paths = { ...signUpPaths, ...comparisonApiPaths, ...emailProviderPaths, ...publishedPaths };

/**
 * The OpenAPI description of the routes that programs call; `docs/openapi.json` is a copy. A route is described if its
 * caller is a program: a site's form or server, a mailbox provider, the email provider, a feed reader, a monitor. What
 * people open in a browser (pages, their scripts and files, what the buttons on them send, the studio) is not, even if
 * a described route answers a browser with a page.
 */
export function openApiDocument() {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Weekly AI Tool Verdicts',
      version: '1',
      license: { name: 'MIT', identifier: 'MIT' },
      description: `For programs. Pages for people are not described here.

Errors are problem details (RFC 9457). A caller whose Accept prefers HTML, as a browser's does, may get a page instead, with the same status. Any other path gets 404, and one with an extra slash at its end gets 301.

A route that answers GET also answers HEAD. OPTIONS lists the methods of a route in Allow; any other method gets 405 with the same list. GET, HEAD and OPTIONS change nothing.

Before any route, the server answers 400 to a request whose Host is not a host name, 431 to one with more than ${MAX_HEADERS} headers, and 408 to one that takes too long to arrive; then it closes the connection.`,
    },
    paths,
    components: { schemas: namedSchemas(), securitySchemes: SECURITY_SCHEMES },
  };
}

export function openApi(): Hono {
  const document = openApiDocument();
  return new Hono().get('/openapi.json', (context) => context.json(document));
}
