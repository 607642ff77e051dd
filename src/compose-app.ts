import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { AppError } from './errors.ts';
import type { ChangeStore } from './store/change-store.ts';
import type { DeliveryStore } from './store/delivery-store.ts';
import type { IssueStore } from './store/issue-store.ts';
import type { RateLimitStore } from './store/rate-limit-store.ts';
import type { ReportStore } from './store/report-store.ts';
import type { ScheduleStore } from './store/schedule-store.ts';
import { openSqliteStores } from './store/sqlite/open-stores.ts';
import type { SubscriberStore } from './store/subscriber-store.ts';
import { readOrMakeSigningSecret } from './subscribers/signing-secret.ts';
import { createTokenSigner, type TokenSigner } from './subscribers/tokens.ts';
import { openOutbox } from './transport/outbox.ts';
import type { PaceStore } from './transport/resend/pace.ts';
import type { Transport } from './transport/transport.ts';

/** The program, put together: everything that a command or a page needs. */
export interface App {
  config: Config;
  clock: Clock;
  /** Names this process among all that share the database. */
  owner: string;
  /** The database's own name and version. */
  engine: string;
  issueStore: IssueStore;
  scheduleStore: ScheduleStore;
  subscriberStore: SubscriberStore;
  deliveryStore: DeliveryStore;
  reportStore: ReportStore;
  changeStore: ChangeStore;
  rateLimitStore: RateLimitStore;
  signingSecrets: readonly string[];
  signer: TokenSigner;
  openTransport(): Promise<Transport>;
  /** What went wrong in the store, in words that say what to do about it; any other error as it is. */
  explain(error: unknown): unknown;
  close(): void;
}

/**
 * The composition root: picks the store and the transport that the configuration names.
 *
 * @throws AppError `storage` where the database cannot be opened.
 */
export function composeApp(config: Config, { clock = systemClock }: { clock?: Clock } = {}): App {
  const stores = openSqliteStores(config.databasePath);
  const signingSecrets =
    config.signingSecrets ?? splitSecrets(readOrMakeSigningSecret(secretBeside(config.databasePath)));
  return {
    config,
    clock,
    owner: `${hostname()}:${process.pid}:${randomUUID()}`,
    ...stores,
    signingSecrets,
    signer: createTokenSigner(signingSecrets),
    openTransport: () => openTransport(config, { paceStore: stores.paceStore, clock }),
  };
}

/** The file in which the secret is kept that signs links where `SIGNING_SECRET` is not set. */
export function secretBeside(databasePath: string): string {
  return join(dirname(databasePath), 'signing-secret');
}

/** The secrets in a text of the form of `SIGNING_SECRET`. */
export function splitSecrets(text: string): string[] {
  return text.split(',').map((secret) => secret.trim());
}

/** Opens the transport that the configuration names. */
async function openTransport(
  { transport, outboxDir, resend }: Config,
  deps: { paceStore: PaceStore; clock: Clock },
): Promise<Transport> {
  if (transport === 'outbox') return openOutbox(outboxDir);
  const { apiKey, baseUrl, requestsPerSecond } = resend;
  if (apiKey === null)
    throw new AppError('configuration', 'RESEND_API_KEY must be set to send through Resend.');
  const { openResend } = await import('./transport/resend/resend.ts');
  return openResend({ apiKey, baseUrl, requestsPerSecond, ...deps });
}
