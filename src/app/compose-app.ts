import { randomUUID } from 'node:crypto';
import { type Stats, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type { ComparisonStore } from '../comparisons/comparison-store.ts';
import type { DeliveryStore } from '../delivery/delivery-store.ts';
import type { StudioStore } from '../http/studio/access/studio-store.ts';
import type { ChangeStore } from '../http/studio/frame/change-store.ts';
import type { IssueStore } from '../issues/issue-store.ts';
import type { NoticeStore } from '../issues/notice-store.ts';
import type { ReportStore } from '../issues/report-store.ts';
import { signingSecretsOf } from '../links/signing-secret.ts';
import { createTokenSigner, type TokenSigner } from '../links/tokens.ts';
import type { ProviderEventStore } from '../provider-events/provider-event-store.ts';
import type { ScheduleStore } from '../schedule/schedule-store.ts';
import type { Config } from '../settings/config.ts';
import { type Clock, systemClock } from '../shared/clock.ts';
import { AppError, codeOf, messageOf } from '../shared/errors.ts';
import { openSqliteStores } from '../sqlite/open-stores.ts';
import type { RateLimitStore } from '../subscribers/sign-ups/rate-limit-store.ts';
import type { SubscriberStore } from '../subscribers/subscriber-store.ts';
import { openOutbox } from '../transport/outbox.ts';
import type { PaceStore } from '../transport/resend/pace.ts';
import type { Transport } from '../transport/transport.ts';

/** What the program keeps, and what time it is: enough for a command that looks something up or decides it. */
export interface StoreApp {
  clock: Clock;
  /** The database's own name and version. */
  engine: string;
  /** The path of the database where there was none before; null where it was there already. */
  createdDatabase: string | null;
  comparisonStore: ComparisonStore;
  issueStore: IssueStore;
  scheduleStore: ScheduleStore;
  noticeStore: NoticeStore;
  subscriberStore: SubscriberStore;
  deliveryStore: DeliveryStore;
  providerEventStore: ProviderEventStore;
  reportStore: ReportStore;
  changeStore: ChangeStore;
  rateLimitStore: RateLimitStore;
  studioStore: StudioStore;
  /** Writes to the database and changes nothing. @throws What the database says where it cannot be written. */
  checkWritable(): Promise<void>;
  /** Looks for damage in the database. @returns What was found; null where it is sound. */
  checkIntegrity(signal?: AbortSignal): Promise<string | null>;
  /** What went wrong in the store, in words that say what to do about it; any other error as it is. */
  explain(error: unknown): unknown;
  close(): void;
}

/** The same, and the secrets by which links are signed and erased addresses are recognised. */
export interface SubscriberApp extends StoreApp {
  /** The first signs, all verify. */
  signingSecrets: readonly string[];
}

/** The program, put together: everything that a command or a page needs. */
export interface App extends SubscriberApp {
  config: Config;
  /** Names this process among all that share the database. */
  owner: string;
  signer: TokenSigner;
  openTransport(): Promise<Transport>;
}

export interface ComposeOptions {
  clock?: Clock;
  /** Whether a database that is missing is created; otherwise it is an error. */
  mayCreate?: boolean;
}

/**
 * The composition root: picks the store and the transport that the configuration names.
 *
 * @throws AppError `storage` where the database cannot be opened, `not-found` where it is missing and may not be created.
 */
export function composeApp(config: Config, options: ComposeOptions = {}): App {
  const { subscriberApp, paceStore } = openWithSecrets(config, options);
  return {
    ...subscriberApp,
    config,
    owner: `${hostname()}:${process.pid}:${randomUUID()}`,
    signer: createTokenSigner(subscriberApp.signingSecrets),
    openTransport: () => openTransport(config, { paceStore, clock: subscriberApp.clock }),
  };
}

/**
 * Opens the stores and the secrets alone, which need no other settings.
 *
 * @throws AppError as {@link composeApp}.
 */
export function composeSubscriberApp(config: WithSecrets, options: ComposeOptions = {}): SubscriberApp {
  return openWithSecrets(config, options).subscriberApp;
}

type WithSecrets = Pick<Config, 'databasePath' | 'signingSecrets'>;

function openWithSecrets({ databasePath, signingSecrets: configured }: WithSecrets, options: ComposeOptions) {
  const isThere = lookForDatabase(databasePath, options);
  const signingSecrets = signingSecretsOf(configured, secretFileBeside(databasePath));
  const { stores, paceStore } = openStores(databasePath, { ...options, isThere });
  return { subscriberApp: { ...stores, signingSecrets }, paceStore };
}

/**
 * Opens the stores alone, which needs no setting but where they are.
 *
 * @throws AppError as {@link composeApp}.
 */
export function composeStores(databasePath: string, options: ComposeOptions = {}): StoreApp {
  const isThere = lookForDatabase(databasePath, options);
  return openStores(databasePath, { ...options, isThere }).stores;
}

/** Whether there is a database already. @throws AppError `not-found` where there must be one, `storage` where none can be. */
function lookForDatabase(path: string, { mayCreate = true }: ComposeOptions): boolean {
  const problem = databasePathProblem(path);
  if (problem !== null) throw new AppError('storage', problem);
  const isThere = path === IN_MEMORY || hasDatabase(path);
  if (isThere || mayCreate) return isThere;
  throw new AppError(
    'not-found',
    `There is no database ${path}, and this command creates none. Set DATABASE_URL if yours is elsewhere. To begin a new one, add something to it: verdicts import <file>`,
  );
}

function openStores(path: string, { clock = systemClock, isThere }: ComposeOptions & { isThere: boolean }) {
  const { paceStore, ...stores } = openSqliteStores(path);
  return { stores: { ...stores, clock, createdDatabase: isThere ? null : path }, paceStore };
}

/** The path of a database that lasts as long as the process. */
const IN_MEMORY = ':memory:';

/** Why no database can be at a path, and what to do about it; null where one is, or can be. */
export function databasePathProblem(path: string): string | null {
  if (path === IN_MEMORY) return null;
  try {
    if (statOrNull(path)?.isDirectory())
      return `${path} is a folder, and DATABASE_URL must name a file, such as file:${join(path, 'verdicts.db')}`;
    const above = nearestAbove(path);
    if (statSync(above).isDirectory()) return null;
    return `No database can be at ${path}: ${above} is a file where a folder is needed. Set DATABASE_URL to another file.`;
  } catch (error) {
    return `No database can be at ${path}: ${messageOf(error)}. Check the permissions of its folder, or set DATABASE_URL to another file.`;
  }
}

/** The nearest of the folders above a path that is there, or the file in its place. */
function nearestAbove(path: string): string {
  const above = dirname(path);
  return statOrNull(above) === null && above !== path ? nearestAbove(above) : above;
}

/** Null where there is nothing. Node 22 also throws below a file, whatever `throwIfNoEntry` says. */
function statOrNull(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return null;
    throw error;
  }
}

/** Whether there is a database: a file without a byte is none yet. */
export function hasDatabase(path: string): boolean {
  const about = statOrNull(path);
  return about !== null && !(about.isFile() && about.size === 0);
}

/**
 * The program without the database that is missing, for looking at everything else: nothing is created and nothing is
 * kept.
 */
export function composeWithoutDatabase(config: Config): App {
  const signingSecrets = config.signingSecrets ?? [randomUUID() + randomUUID()];
  return composeApp({ ...config, databasePath: IN_MEMORY, signingSecrets });
}

/** Where the signing secret is kept of those who set none; null for a database that has no place. */
export function secretFileBeside(databasePath: string): string | null {
  return databasePath === IN_MEMORY ? null : secretBeside(databasePath);
}

/** The same for a database that is a file. */
export function secretBeside(databasePath: string): string {
  return join(dirname(databasePath), 'signing-secret');
}

/** Opens the transport that the configuration names. */
async function openTransport(
  { transportName, outboxDir, resend }: Config,
  deps: { paceStore: PaceStore; clock: Clock },
): Promise<Transport> {
  if (transportName === 'outbox') return openOutbox(outboxDir);
  const { apiKey, baseUrl, requestsPerSecond } = resend;
  if (apiKey === null)
    throw new AppError('configuration', 'RESEND_API_KEY must be set to send through Resend.');
  const { openResend } = await import('../transport/resend/resend.ts');
  return openResend({ apiKey, baseUrl, requestsPerSecond, ...deps });
}
