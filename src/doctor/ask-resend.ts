import { setTimeout as pause } from 'node:timers/promises';
import { domainToASCII } from 'node:url';
import { Resend } from 'resend';
import { z } from 'zod';
import { messageOf } from '../shared/errors.ts';
import { quoted } from './check.ts';
import { domainSchema, type ListedDomain, listSchema, type ResendDomain } from './resend-domain.ts';

const errorSchema = z
  .object({ statusCode: z.number().nullish(), name: z.string().nullish(), message: z.string().nullish() })
  .catch({});

export type ResendAnswer =
  /** `domain` is null if the account does not have it; `others` are the domains that it has. */
  | { kind: 'known'; domain: ResendDomain | null; others: readonly string[] }
  /** The key may only send. */
  | { kind: 'send-only' }
  | { kind: 'refused'; reason: string }
  /** Unknown: no network, a timeout, or an unreadable answer. */
  | { kind: 'unknown'; reason: string };
type Failure = Exclude<ResendAnswer, { kind: 'known' }>;
type Read<T> = { kind: 'read'; value: T } | Failure;

export interface ResendQuestion {
  apiKey: string | null;
  baseUrl: string;
  /** In ASCII. */
  domain: string;
  /** For all requests together, in milliseconds. */
  timeLimit: number;
  /** Before a request that came too early is made again, in milliseconds. */
  retryPause: number;
}

interface Conversation {
  resend: Resend;
  apiKey: string;
  baseUrl: string;
  timeLimit: number;
  retryPause: number;
  signal: AbortSignal;
}

/** Asks Resend about the key and the domain. Never throws, and changes nothing. */
export async function askResend({ apiKey, domain, ...where }: ResendQuestion): Promise<ResendAnswer> {
  if (apiKey === null) return { kind: 'refused', reason: 'RESEND_API_KEY is not set.' };
  const resend = new Resend(apiKey, { baseUrl: where.baseUrl });
  const conversation = { ...where, apiKey, resend, signal: AbortSignal.timeout(where.timeLimit) };
  const listed = await listDomains(conversation);
  if (listed.kind !== 'read') return listed;
  const others = listed.value.map(({ name }) => name);
  const own = listed.value.find(({ name }) => domainToASCII(name) === domain);
  if (own === undefined) return { kind: 'known', domain: null, others };
  const details = await read(domainSchema, conversation, () =>
    resend.domains.get(own.id, { signal: conversation.signal }),
  );
  if (details.kind !== 'read') return details;
  if (domainToASCII(details.value.name) === domain) return { kind: 'known', domain: details.value, others };
  return {
    kind: 'unknown',
    reason: `we asked about ${domain}, and it answered about ${quoted(details.value.name)}.`,
  };
}

const MAX_PAGES = 20;

/** All domains of the account, which may be paginated (https://resend.com/docs/api-reference/pagination). */
async function listDomains(conversation: Conversation): Promise<Read<ListedDomain[]>> {
  const { resend, signal } = conversation;
  const domains: ListedDomain[] = [];
  for (let pages = 1; ; pages += 1) {
    const after = domains.at(-1)?.id;
    const page = await read(listSchema, conversation, () =>
      resend.domains.list({ limit: 100, ...(after === undefined ? {} : { after }) }, { signal }),
    );
    if (page.kind !== 'read') return page;
    domains.push(...page.value.data);
    const isLast = page.value.has_more !== true || page.value.data.length === 0;
    if (isLast || domains.at(-1)?.id === after || pages === MAX_PAGES)
      return { kind: 'read', value: domains };
  }
}

/**
 * The library returns failures without their cause instead of throwing, and does not validate the bodies of errors.
 */
async function read<T>(
  schema: z.ZodType<T>,
  conversation: Conversation,
  request: () => Promise<{ data: unknown; error: unknown }>,
): Promise<Read<T>> {
  try {
    const { data, error } = await askTwice(request, conversation);
    if (error !== null) return failureOf(errorSchema.parse(error), conversation);
    const parsed = schema.safeParse(data);
    if (parsed.success) return { kind: 'read', value: parsed.data };
    return { kind: 'unknown', reason: `the answer from ${conversation.baseUrl} cannot be read.` };
  } catch (error) {
    return { kind: 'unknown', reason: `${withoutKey(messageOf(error), conversation)}.` };
  }
}

/** A running `serve` may have used up the limit for this second, and the second request falls into another one. */
async function askTwice(
  request: () => Promise<{ data: unknown; error: unknown }>,
  { retryPause, signal }: Conversation,
) {
  const first = await request();
  if (errorSchema.parse(first.error).statusCode !== 429) return first;
  await pause(retryPause, undefined, { signal });
  return request();
}

/**
 * Classifies an error (https://resend.com/docs/api-reference/errors). In practice, a wrong or revoked key gets 400 or
 * 401 with the name `validation_error`, so the message decides too.
 */
function failureOf(
  { statusCode, name, message }: z.infer<typeof errorSchema>,
  conversation: Conversation,
): Failure {
  const { baseUrl, timeLimit, signal } = conversation;
  if (signal.aborted)
    return { kind: 'unknown', reason: `${baseUrl} did not answer within ${timeLimit / 1000} seconds.` };
  if (statusCode == null) {
    return {
      kind: 'unknown',
      reason: `${baseUrl} cannot be reached, or its answer cannot be read. This machine may be offline. If you set RESEND_BASE_URL, check it too.`,
    };
  }
  if (statusCode === 401 && name === 'restricted_api_key') return { kind: 'send-only' };
  const said = `${statusCode} ${quoted(withoutKey(message ?? name ?? 'no reason given', conversation).replace(/\.+$/, ''))}`;
  if (statusCode === 401 || statusCode === 403 || /api key is invalid/i.test(message ?? ''))
    return { kind: 'refused', reason: `it answered ${said}.` };
  return { kind: 'unknown', reason: `it answered ${said}. Try again in a minute.` };
}

/** A gateway may echo the request. */
function withoutKey(text: string, { apiKey }: Conversation): string {
  return text.replaceAll(apiKey, 'the key');
}
