import type { Stores } from '../../../src/app/stores.ts';
import { createHttpApp } from '../../../src/http/create-http-app.ts';
import { listen } from '../../../src/http/listen.ts';
import { createMetrics } from '../../../src/http/metrics.ts';
import { createSignUpChecks } from '../../../src/http/sign-up-checks/sign-up-checks.ts';
import { createSignUpTally } from '../../../src/http/sign-up-tally.ts';
import type { StudioParts } from '../../../src/http/studio/studio-deps.ts';
import { createTokenSigner } from '../../../src/links/tokens.ts';
import { createEventTally } from '../../../src/provider-events/event-tally.ts';
import { createReceiver } from '../../../src/provider-events/receive-event.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { createServeHealth } from '../../../src/shared/jobs/serve-health.ts';
import { readNetworkRange } from '../../../src/shared/network-address.ts';
import { createSignUpKeys } from '../../../src/subscribers/sign-ups/sign-up-keys.ts';
import { SIGN_UP_LIMITS } from '../../../src/subscribers/sign-ups/sign-up-limits.ts';
import { createSignUpWriter } from '../../../src/subscribers/sign-ups/sign-up-writer.ts';
import { SITE } from '../../support/http/http-app.ts';
import { WEBHOOK_SECRET } from '../../support/sending/provider-events.ts';

export const SECRETS = ['b'.repeat(32)];

/** More than a benchmark needs; counting costs the same. */
const LOTS = { maxWithoutProof: 1_000_000_000, maxMoreWithProof: 1, windowMs: 600_000 };
const LIMITS = { ...SIGN_UP_LIMITS, block: LOTS, all: LOTS };

/** The server as `serve` puts it together, behind a proxy on this machine. Any failure ends the benchmark. */
export function serveStores(
  stores: Stores,
  studio?: (known: Pick<StudioParts, 'clock' | 'onError'>) => StudioParts,
) {
  const tally = createEventTally();
  const deps = { ...stores, clock: systemClock, tally };
  const onError = (error: unknown) => {
    throw error;
  };
  const signUpTally = createSignUpTally({ clock: systemClock, onHidden: () => undefined });
  const http = createHttpApp({
    ...deps,
    ...SITE,
    apiToken: null,
    signer: createTokenSigner(SECRETS),
    signUpKeys: createSignUpKeys(SECRETS),
    signingSecrets: SECRETS,
    signUpWriter: createSignUpWriter({
      ...deps,
      signUpKeys: createSignUpKeys(SECRETS),
      signingSecrets: SECRETS,
      limits: LIMITS,
      onObstacle: ({ by }) => onError(new Error(`The limit by ${by} stops sign-ups.`)),
    }),
    signUpTally,
    signUpChecks: createSignUpChecks({
      checks: [],
      secrets: SECRETS,
      clock: systemClock,
      ...stores.rateLimitStore,
    }),
    trustedProxies: [readNetworkRange('127.0.0.1')].filter((range) => range !== null),
    receive: createReceiver({
      ...deps,
      secret: WEBHOOK_SECRET,
      providerEventStore: stores.providerEventStore,
      onFailure: onError,
    }),
    metrics: createMetrics({
      ...deps,
      transportName: 'resend',
      health: createServeHealth(systemClock),
      signUpTally,
    }),
    readiness: () => Promise.resolve(null),
    onError,
    ...(studio && { studio: studio({ clock: systemClock, onError }) }),
  });
  return listen(http, { host: '127.0.0.1', port: 0 });
}
