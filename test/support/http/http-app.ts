import type { Hono } from 'hono';
import { createHttpApp } from '../../../src/http/create-http-app.ts';
import { createMetrics } from '../../../src/http/metrics.ts';
import type { SiteDeps } from '../../../src/http/pages/site.ts';
import type { Effort } from '../../../src/http/sign-up-checks/proof-of-work.ts';
import { createSignUpChecks } from '../../../src/http/sign-up-checks/sign-up-checks.ts';
import { createSignUpTally } from '../../../src/http/sign-up-tally.ts';
import type { StudioParts } from '../../../src/http/studio/studio-deps.ts';
import { createTokenSigner } from '../../../src/links/tokens.ts';
import { createEventTally } from '../../../src/provider-events/event-tally.ts';
import { createReceiver } from '../../../src/provider-events/receive-event.ts';
import type { SignUpCheck } from '../../../src/settings/settings.ts';
import { createServeHealth } from '../../../src/shared/jobs/serve-health.ts';
import type { NetworkRange } from '../../../src/shared/network-address.ts';
import type { RateLimitStore } from '../../../src/subscribers/sign-ups/rate-limit-store.ts';
import { createSignUpKeys } from '../../../src/subscribers/sign-ups/sign-up-keys.ts';
import type { SignUpLimits } from '../../../src/subscribers/sign-ups/sign-up-limits.ts';
import { createSignUpWriter } from '../../../src/subscribers/sign-ups/sign-up-writer.ts';
import { testClock } from '../clock.ts';
import { TUESDAY } from '../comparisons.ts';
import { TEST_DATABASE } from '../database/tables.ts';
import type { Stores } from '../issues.ts';
import { signedHeaders, WEBHOOK_SECRET } from '../sending/provider-events.ts';
import { SMALL_EFFORT } from './proofs.ts';

export const API_TOKEN = 'a-token-of-the-tests_0123456789ABCDEF';

const SECRET = 's'.repeat(32);

/** The status if a table is missing: on SQLite the stores of tests are not guarded, and it is a fault of ours. */
export const WITHOUT_TABLE = TEST_DATABASE === 'postgres' ? 503 : 500;

/** The newsletter of the tests. */
export const SITE: SiteDeps = {
  newsletter: {
    name: 'Weekly Verdicts',
    from: { name: 'Digest', email: 'digest@verdicts.test' },
    replyTo: null,
    postalAddress: '12 Lockkeeper Lane, Portside 4021',
    publicUrl: 'https://verdicts.test',
  },
  timezone: 'UTC',
  allowedOrigins: [],
};

type KnownToStudio = Pick<StudioParts, 'clock' | 'signer' | 'signingSecrets' | 'onError'>;

/** Settings, and costs that would slow down tests. */
export interface Switches {
  trustedProxies?: NetworkRange[];
  limits?: SignUpLimits;
  checks?: readonly SignUpCheck[];
  effort?: Effort;
  studio?: (known: KnownToStudio) => StudioParts;
  readiness?: () => Promise<string | null>;
  refreshSettings?: () => Promise<void>;
  onComparisonsSaved?: () => Promise<void>;
}

/** The HTTP app on the given stores, put together as `serve` does it, and the errors it reported. */
export function openHttpApp(
  stores: Pick<
    Stores,
    | 'comparisonStore'
    | 'issueStore'
    | 'lookStore'
    | 'providerEventStore'
    | 'deliveryStore'
    | 'subscriberStore'
  > & {
    rateLimitStore: RateLimitStore;
  },
  secret: string | null = WEBHOOK_SECRET,
  apiToken: string | null = API_TOKEN,
  site: SiteDeps = SITE,
  {
    trustedProxies = [],
    readiness = () => Promise.resolve(null),
    limits,
    checks = [],
    effort = SMALL_EFFORT,
    studio,
    refreshSettings,
    onComparisonsSaved,
  }: Switches = {},
) {
  const clock = testClock();
  const tally = createEventTally();
  const errors: unknown[] = [];
  /** Each report of stopped sign-ups: by which limit, how, and how many. */
  const refusing: [string, number][] = [];
  const onError = (error: unknown) => {
    errors.push(error);
  };
  const receive =
    secret === null
      ? null
      : createReceiver({
          secret,
          clock,
          tally,
          providerEventStore: stores.providerEventStore,
          onFailure: onError,
        });
  const hidden: number[] = [];
  let wrongTokens = 0;
  const signUpTally = createSignUpTally({ clock, onHidden: (count) => hidden.push(count) });
  const metrics = createMetrics({
    ...stores,
    clock,
    transportName: 'resend',
    tally,
    health: createServeHealth(clock),
    signUpTally,
  });
  const signer = createTokenSigner([SECRET]);
  const own = { signer, signUpKeys: createSignUpKeys([SECRET]) };
  const http = createHttpApp({
    ...stores,
    get newsletter() {
      return site.newsletter;
    },
    get timezone() {
      return site.timezone;
    },
    allowedOrigins: site.allowedOrigins,
    keepsMail: site.hasTestMailbox === true,
    ...(refreshSettings && { refreshSettings }),
    ...(onComparisonsSaved && { onComparisonsSaved }),
    ...own,
    signingSecrets: [SECRET],
    readiness,
    signUpTally,
    signUpWriter: createSignUpWriter({
      ...stores,
      ...own,
      clock,
      signingSecrets: [SECRET],
      onObstacle: ({ kind, by, requestKind }, count) =>
        refusing.push([requestKind === 'links' ? `${kind} ${by} links` : `${kind} ${by}`, count]),
      ...(limits === undefined ? {} : { limits }),
    }),
    signUpChecks: createSignUpChecks({
      checks,
      secrets: [SECRET],
      clock,
      spendOnce: stores.rateLimitStore.spendOnce,
      effort,
    }),
    trustedProxies,
    clock,
    apiToken,
    onWrongToken: () => {
      wrongTokens += 1;
    },
    receive,
    tally,
    metrics,
    onError,
    ...(studio && { studio: studio({ clock, signer, signingSecrets: [SECRET], onError }) }),
  });
  return { http, clock, tally, errors, refusing, hidden, signer, wrongTokens: () => wrongTokens };
}

export interface PostedComparisons {
  /** A string and bytes are sent as they are, anything else as JSON. */
  body?: unknown;
  /** An empty one is left out. */
  headers?: Record<string, string>;
}

/** Posts comparisons as the site does, by default. */
export async function postComparisons(http: Hono, { body, headers = {} }: PostedComparisons = {}) {
  const raw = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const all = {
    authorization: `Bearer ${API_TOKEN}`,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(raw ?? '')),
    ...headers,
  };
  return http.request('/api/comparisons', {
    method: 'POST',
    body: raw as string | Uint8Array<ArrayBuffer>,
    headers: Object.entries(all).filter(([, value]) => value !== ''),
  });
}

export interface ToldEvent {
  id?: string;
  /** Anything but JSON is sent as it is. */
  event?: unknown;
  headers?: Record<string, string>;
  at?: Date;
}

/** Sends an event as the provider does, by default. */
export async function tell(
  http: Hono,
  { id = 'msg_1', event = anEmailEvent(), headers = {}, at }: ToldEvent = {},
) {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  const signed = signedHeaders({ id, body, ...(at === undefined ? {} : { at }) });
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  return http.request('/webhooks/resend', {
    method: 'POST',
    body,
    headers: { ...length, ...signed, ...headers },
  });
}

/** An event as the provider writes it. */
export function anEmailEvent(type = 'email.delivered', data: object = {}) {
  return {
    type,
    created_at: new Date(TUESDAY + 1_000).toISOString(),
    data: {
      created_at: new Date(TUESDAY).toISOString(),
      email_id: 'e-1',
      from: 'Digest <digest@verdicts.test>',
      to: ['reader1@verdicts.test'],
      subject: 'One tool, one verdict',
      ...data,
    },
  };
}
