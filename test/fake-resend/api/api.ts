import type { Account } from '../account.ts';
import { type Answer, type ApiRequest, answer, refused } from './answer.ts';
import { domainList } from './domains.ts';
import { type Refusal, refuse } from './refusals.ts';
import { sendMails } from './send-mails.ts';

/** What Resend answers according to its documentation and its OpenAPI file; accepted emails are recorded. */
export function answerRequest(account: Account, request: ApiRequest): Answer {
  const { method, path, bytes } = request.seen;
  const { bodyLimit } = account.settings;
  if (request.headers['user-agent'] === undefined) return blocked();
  if (bodyLimit !== null && bytes > bodyLimit)
    return refused(refuse('payload_too_large', `More than ${bodyLimit} bytes.`));
  const route = ROUTES.find(({ pattern }) => pattern.test(path));
  if (route === undefined) return refused(refuse('not_found', 'There is nothing at this path.'));
  if (route.method !== method) return refused(refuse('method_not_allowed', 'Not with this method.'));
  const refusal = authorize(account, request, method);
  return refusal === null ? route.answer(account, request) : refused(refusal);
}

const ROUTES: readonly {
  method: string;
  pattern: RegExp;
  answer: (account: Account, request: ApiRequest) => Answer;
}[] = [
  { method: 'POST', pattern: /^\/emails\/batch$/, answer: sendMails },
  { method: 'POST', pattern: /^\/emails$/, answer: sendMails },
  {
    method: 'GET',
    pattern: /^\/domains$/,
    answer: ({ settings }) => answer({ body: JSON.stringify(domainList(settings.domains ?? [])) }),
  },
  { method: 'GET', pattern: /^\/domains\/[^/]+$/, answer: oneDomain },
];

function oneDomain({ settings }: Account, { seen }: ApiRequest): Answer {
  const domain = settings.domains?.find(({ id }) => seen.path === `/domains/${id}`);
  if (domain === undefined) return refused(refuse('not_found', 'There is no such domain.'));
  return answer({ body: JSON.stringify({ object: 'domain', ...domain }) });
}

/** Refused before it reaches the API, and so in another form: https://resend.com/docs/knowledge-base/403-error-1010 */
function blocked(): Answer {
  return answer({ status: 403, outcome: 'refused', type: 'text/plain', body: 'error code: 1010' });
}

function authorize({ settings }: Account, { headers }: ApiRequest, method: string): Refusal | null {
  const key = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  if (key === undefined) return refuse('missing_api_key', 'No key in the authorization header.');
  const may = settings.keys[key];
  if (may === undefined) return refuse('invalid_api_key', 'Nobody has this key.');
  if (may === 'inactive') return refuse('restricted_api_key', 'This key is not active.');
  if (may === 'suspended') return refuse('suspended_api_key', 'This key is suspended.');
  const sendsOnly = may === 'sending' && method !== 'POST';
  return sendsOnly ? refuse('restricted_api_key', 'This key sends, and no more.', 401) : null;
}
