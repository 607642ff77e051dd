import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { drawIssueImage } from '../images/draw-issue-image.ts';
import { loadSigningSecrets } from '../links/signing-secret.ts';
import { createTokenSigner, type TokenSigner } from '../links/tokens.ts';
import type { FreezePart } from '../render/freeze-issue.ts';
import { type Config, outboxProblem } from '../settings/config.ts';
import { type CurrentSettings, createCurrentSettings } from '../settings/current-settings.ts';
import type { PartialConfig } from '../settings/partial-config.ts';
import { type Clock, systemClock } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';
import { openOutbox } from '../transport/outbox.ts';
import type { PaceStore } from '../transport/resend/pace.ts';
import type { Transport } from '../transport/transport.ts';
import {
  type ConfiguredDatabase,
  checkForDatabase,
  databaseInMemory,
  databaseOf,
} from './configured-database.ts';
import type { Stores } from './stores.ts';

/** The stores and the clock: enough for commands that only query or decide. */
export interface StoreApp extends Omit<Stores, 'paceStore' | 'clock'> {
  clock: Clock;
  database: ConfiguredDatabase;
  /** Whether the database was created just now. */
  isNew: boolean;
}

/** Adds the secrets that sign links and recognise erased email addresses. */
export interface SubscriberApp extends StoreApp {
  signingSecrets: readonly string[];
}

/** The complete program: everything that a command or a page needs. */
export interface App extends SubscriberApp {
  /** What the owner may change follows what is stored, once `settings` was refreshed. */
  config: Config;
  settings: CurrentSettings;
  /** Identifies this process among those that share the database. */
  owner: string;
  signer: TokenSigner;
  openTransport(): Promise<Transport>;
  /** Loads what it takes when it is called. */
  drawIssueImage: typeof drawIssueImage;
  /** Told why an issue is frozen without its picture, or its web view. */
  onPartFailed: (part: FreezePart, error: unknown) => void;
}

export interface ComposeOptions {
  clock?: Clock;
  /** If false, a missing database is an error. */
  mayCreate?: boolean;
  onPartFailed?: (part: FreezePart, error: unknown) => void;
}

/**
 * The composition root: picks the store and the transport that the configuration names.
 *
 * @throws AppError `storage` if the database cannot be opened, `not-found` if it is missing and may not be created.
 */
export async function composeApp(config: Config, options: ComposeOptions = {}): Promise<App> {
  return composeOn(databaseOf(config), config, options);
}

/** The program without its missing database, for examining everything else: creates and stores nothing. */
export function composeWithoutDatabase(config: Config): Promise<App> {
  const signingSecrets = config.signingSecrets ?? [randomUUID() + randomUUID()];
  return composeOn(databaseInMemory(), { ...config, signingSecrets });
}

async function composeOn(
  database: ConfiguredDatabase,
  config: Config,
  options: ComposeOptions = {},
): Promise<App> {
  const { subscriberApp, paceStore } = await openWithSecrets(database, config, options);
  const settings = createCurrentSettings(config, subscriberApp.settingsStore);
  return {
    ...subscriberApp,
    config: settings.config,
    settings,
    owner: `${hostname()}:${process.pid}:${randomUUID()}`,
    signer: createTokenSigner(subscriberApp.signingSecrets),
    openTransport: () => openTransport(config, { paceStore, clock: subscriberApp.clock }),
    drawIssueImage: async (content) =>
      (await import('../images/draw-issue-image.ts')).drawIssueImage(content),
    onPartFailed: options.onPartFailed ?? (() => undefined),
  };
}

/** The stores and the secrets, which need no other settings. @throws AppError as {@link composeApp}. */
export async function composeSubscriberApp(
  config: PartialConfig,
  options: ComposeOptions = {},
): Promise<SubscriberApp> {
  return (await openWithSecrets(databaseOf(config), config, options)).subscriberApp;
}

/** The stores, which need only the database. @throws AppError as {@link composeApp}. */
export async function composeStores(config: PartialConfig, options: ComposeOptions = {}): Promise<StoreApp> {
  const database = databaseOf(config);
  const exists = await checkForDatabase(database, options);
  return (await openStores(database, { ...options, exists })).stores;
}

async function openWithSecrets(
  database: ConfiguredDatabase,
  { signingSecrets: configured }: PartialConfig,
  options: ComposeOptions,
) {
  const exists = await checkForDatabase(database, options);
  const signingSecrets = loadSigningSecrets(configured, database.secretFile);
  if (signingSecrets.length === 0) throw new AppError('configuration', SECRET_IS_MISSING);
  const { stores, paceStore } = await openStores(database, { ...options, exists });
  return { subscriberApp: { ...stores, signingSecrets }, paceStore };
}

const SECRET_IS_MISSING =
  'SIGNING_SECRET must be set, because the database is on a server: every process signs with the same secret. Take the one in data/signing-secret if you moved here from SQLite, or make one with: openssl rand -hex 32';

async function openStores(
  database: ConfiguredDatabase,
  { clock, exists }: ComposeOptions & { exists: boolean },
) {
  const { paceStore, ...stores } = await database.open();
  const ours = clock ?? stores.clock ?? systemClock;
  return { stores: { ...stores, clock: ours, database, isNew: !exists }, paceStore };
}

async function openTransport(
  config: Config,
  { paceStore, clock }: { paceStore: PaceStore; clock: Clock },
): Promise<Transport> {
  const { transportName, outboxDir, resend } = config;
  const problem = outboxProblem(config);
  if (problem !== null) throw new AppError('configuration', problem);
  if (transportName === 'outbox') return openOutbox(outboxDir);
  const { apiKey, baseUrl, requestsPerSecond } = resend;
  if (apiKey === null)
    throw new AppError('configuration', 'RESEND_API_KEY must be set to send through Resend.');
  const { openResend } = await import('../transport/resend/resend.ts');
  return openResend({ apiKey, baseUrl, requestsPerSecond, paceStore, clock });
}
