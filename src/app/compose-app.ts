import { randomUUID } from 'node:crypto';
import { type Stats, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type { drawIssueImage } from '../images/draw-issue-image.ts';
import { loadSigningSecrets } from '../links/signing-secret.ts';
import { createTokenSigner, type TokenSigner } from '../links/tokens.ts';
import type { FreezePart } from '../render/freeze-issue.ts';
import type { Config } from '../settings/config.ts';
import { type CurrentSettings, createCurrentSettings } from '../settings/current-settings.ts';
import type { PartialConfig } from '../settings/partial-config.ts';
import { type Clock, systemClock } from '../shared/clock.ts';
import { AppError, codeOf, messageOf } from '../shared/errors.ts';
import { openSqliteStores } from '../sqlite/open-stores.ts';
import { openOutbox } from '../transport/outbox.ts';
import type { PaceStore } from '../transport/resend/pace.ts';
import type { Transport } from '../transport/transport.ts';
import type { Stores } from './stores.ts';

/** The stores and the clock: enough for commands that only query or decide. */
export interface StoreApp extends Omit<Stores, 'paceStore'> {
  clock: Clock;
  /** The database's path if it was created just now; null if it existed. */
  createdDatabase: string | null;
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
export function composeApp(config: Config, options: ComposeOptions = {}): App {
  const { subscriberApp, paceStore } = openWithSecrets(config, options);
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
export function composeSubscriberApp(config: PartialConfig, options: ComposeOptions = {}): SubscriberApp {
  return openWithSecrets(config, options).subscriberApp;
}

function openWithSecrets(
  { databasePath, signingSecrets: configured }: PartialConfig,
  options: ComposeOptions,
) {
  const exists = checkForDatabase(databasePath, options);
  const signingSecrets = loadSigningSecrets(configured, secretFileBeside(databasePath));
  const { stores, paceStore } = openStores(databasePath, { ...options, exists });
  return { subscriberApp: { ...stores, signingSecrets }, paceStore };
}

/** The stores, which need only the database's path. @throws AppError as {@link composeApp}. */
export function composeStores(databasePath: string, options: ComposeOptions = {}): StoreApp {
  const exists = checkForDatabase(databasePath, options);
  return openStores(databasePath, { ...options, exists }).stores;
}

/** @throws AppError `not-found` if it is missing and may not be created, `storage` if none can be at this path. */
function checkForDatabase(path: string, { mayCreate = true }: ComposeOptions): boolean {
  const problem = databasePathProblem(path);
  if (problem !== null) throw new AppError('storage', problem);
  const exists = path === IN_MEMORY || hasDatabase(path);
  if (exists || mayCreate) return exists;
  throw new AppError(
    'not-found',
    `There is no database at ${path}, and this command does not create one. If yours is elsewhere, set DATABASE_URL. To start a new one, import something: verdicts import <file>`,
  );
}

function openStores(path: string, { clock = systemClock, exists }: ComposeOptions & { exists: boolean }) {
  const { paceStore, ...stores }: Stores = openSqliteStores(path);
  return { stores: { ...stores, clock, createdDatabase: exists ? null : path }, paceStore };
}

const IN_MEMORY = ':memory:';

/** Why no database can be at a path, and what to do; null if one can. */
export function databasePathProblem(path: string): string | null {
  if (path === IN_MEMORY) return null;
  try {
    if (statOrNull(path)?.isDirectory())
      return `${path} is a folder, and DATABASE_URL must name a file, such as file:${join(path, 'verdicts.db')}`;
    const above = nearestParent(path);
    if (statSync(above).isDirectory()) return null;
    return `There can be no database at ${path}: ${above} is a file where a folder is needed. Set DATABASE_URL to another file.`;
  } catch (error) {
    return `There can be no database at ${path}: ${messageOf(error)}. Check the permissions of its folder, or set DATABASE_URL to another file.`;
  }
}

/** The nearest existing parent, which may be a file. */
function nearestParent(path: string): string {
  const above = dirname(path);
  return statOrNull(above) === null && above !== path ? nearestParent(above) : above;
}

/** Null if nothing exists. Node 22 throws for a path below a file, even with `throwIfNoEntry: false`. */
function statOrNull(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return null;
    throw error;
  }
}

/** An empty file is not a database yet. */
export function hasDatabase(path: string): boolean {
  const about = statOrNull(path);
  return about !== null && !(about.isFile() && about.size === 0);
}

/** The program without its missing database, for examining everything else: creates and stores nothing. */
export function composeWithoutDatabase(config: Config): App {
  const signingSecrets = config.signingSecrets ?? [randomUUID() + randomUUID()];
  return composeApp({ ...config, databasePath: IN_MEMORY, signingSecrets });
}

/** Where the signing secret is kept if `SIGNING_SECRET` is not set; null for a database in memory. */
export function secretFileBeside(databasePath: string): string | null {
  return databasePath === IN_MEMORY ? null : secretBeside(databasePath);
}

export function secretBeside(databasePath: string): string {
  return join(dirname(databasePath), 'signing-secret');
}

async function openTransport(
  { transportName, outboxDir, resend }: Config,
  { paceStore, clock }: { paceStore: PaceStore; clock: Clock },
): Promise<Transport> {
  if (transportName === 'outbox') return openOutbox(outboxDir);
  const { apiKey, baseUrl, requestsPerSecond } = resend;
  if (apiKey === null)
    throw new AppError('configuration', 'RESEND_API_KEY must be set to send through Resend.');
  const { openResend } = await import('../transport/resend/resend.ts');
  return openResend({ apiKey, baseUrl, requestsPerSecond, paceStore, clock });
}
