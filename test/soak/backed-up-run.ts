import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { type FakeResendProcess, spawnFakeResend } from '../fake-resend/fake-resend.ts';
import { addReaders, approveIssue, SLOT } from '../support/issues.ts';
import { makePlace, type Place, PROGRAM, runProcess, startNode } from '../support/processes.ts';
import { resendEnvironment } from '../support/sending/resend-environment.ts';

export interface BackedUpRun {
  readers: number;
  /** The provider's limit. */
  requestsPerSecond: number;
  /** How many copies are restored and served: the first, the last, and some in between. */
  restores: number;
}

/** The result of one backup. */
export interface CopyResult {
  milliseconds: number;
  bytes: number;
  /** SQLite's check of the copy. */
  integrity: string;
  /** The issue's status in it, and how many had received it. */
  status: string;
  submitted: number;
  /** The issue's status after the restore; null for a copy that was not restored. */
  restoredAs: string | null;
  /** Addresses that the restored copy sent to by itself, except the editor's. */
  sentTo: string[];
}

export interface BackedUpResult {
  /** The result of the send during the backups. */
  submitted: number;
  doubled: string[];
  seconds: number;
  pagesAsked: number;
  slowestPage: number;
  copies: CopyResult[];
}

const EDITOR = 'editor@verdicts.test';
const VISITOR = 'visitor0@verdicts.test';

/**
 * Makes one backup after the other while `serve` answers pages and sign-ups and `send` sends an issue, each in a
 * process
 * of its own, from before the sending begins to after its end. Then restores copies and serves each of them until the
 * editor
 * has been told of everything that waits: a copy that sends by itself would have done so by then.
 */
export async function backedUpRun(run: BackedUpRun): Promise<BackedUpResult> {
  const place = await makePlace();
  const fake = await spawnFakeResend({ rateLimit: run.requestsPerSecond });
  try {
    const env = { ...place.env, ...resendEnvironment(fake.url) };
    await prepare(place, run.readers);
    const { folders, copies, ...sent } = await backUpWhileSending(place, env);
    const history = await fake.history();
    const doubled = history.acceptedTwice().filter((address) => address.startsWith('reader'));
    for (const index of spread(copies.length, run.restores)) {
      const copy = copies[index] as CopyResult;
      const { status, sentTo } = await serveRestored(folders[index] ?? '', { place, env, fake });
      copies[index] = { ...copy, restoredAs: status, sentTo };
    }
    return { ...sent, doubled, copies };
  } finally {
    await fake.stop();
    await place.remove();
  }
}

/** Whether the send was complete, every copy is sound, and no restored one sent anything. */
export function isWhole({ submitted, doubled, copies }: BackedUpResult, { readers }: BackedUpRun): boolean {
  const sound = copies.every(({ integrity, sentTo }) => integrity === 'ok' && sentTo.length === 0);
  return submitted === readers && doubled.length === 0 && sound;
}

async function prepare(place: Place, readers: number): Promise<void> {
  const stores = openSqliteStores(place.database);
  await addReaders(stores.subscriberStore, readers);
  await approveIssue(stores);
  await stores.close();
}

/** This many evenly spaced numbers from 0 to below `length`, including the first and the last. */
function spread(length: number, count: number): number[] {
  const step = (length - 1) / Math.max(1, count - 1);
  return [...new Set(Array.from({ length: count }, (_, index) => Math.round(index * step)))];
}

async function backUpWhileSending(place: Place, env: Record<string, string>) {
  const server = await serve({ ...env, TRUSTED_PROXIES: '127.0.0.1' });
  const asking = new AbortController();
  const asked = askPages(server.url, asking.signal);
  const folders: string[] = [];
  const copies: CopyResult[] = [];
  const backUp = async () => {
    const { folder, copy } = await backUpOnce(place, env);
    folders.push(folder);
    copies.push(copy);
  };
  await backUp();
  const start = performance.now();
  let isSending = true;
  const sending = startNode([PROGRAM, 'send', '--slot', SLOT, '--yes', '--json'], { env });
  const finished = sending.finished.finally(() => {
    isSending = false;
  });
  while (isSending) await backUp();
  const { stdout, stderr } = await finished;
  const seconds = (performance.now() - start) / 1_000;
  await backUp();
  asking.abort();
  const { pagesAsked, slowestPage } = await asked;
  await server.stop();
  if (!stdout.startsWith('{')) throw new Error(`The send failed: ${stderr}`);
  const submitted = Number(JSON.parse(stdout).deliveries.submitted);
  return { folders, copies, submitted, seconds, pagesAsked, slowestPage };
}

async function backUpOnce(place: Place, env: Record<string, string>) {
  const start = performance.now();
  const parameters = ['backup', join(place.folder, 'backups'), '--json'];
  const { status, stdout, stderr } = await runProcess(parameters, { env });
  const milliseconds = performance.now() - start;
  if (status !== 0) throw new Error(`The backup failed: ${stderr}`);
  const { folder, bytes } = JSON.parse(stdout);
  return { folder: String(folder), copy: { milliseconds, bytes, ...lookInto(String(folder)) } };
}

function lookInto(folder: string): Omit<CopyResult, 'milliseconds' | 'bytes'> {
  const copy = new Database(join(folder, 'verdicts.db'), { readonly: true });
  const one = (sql: string) => copy.prepare(sql).pluck().get();
  const found = {
    integrity: String(one('pragma integrity_check')),
    status: String(one(`select status from issues where slot = '${SLOT}'`)),
    submitted: Number(one(`select count(*) from deliveries where status = 'submitted'`)),
  };
  copy.close();
  return { ...found, restoredAs: null, sentTo: [] };
}

async function serve(env: Record<string, string>) {
  const { child, finished } = startNode([PROGRAM, 'serve'], { env: { ...env, PORT: '0' } });
  const [line] = await once(child.stderr, 'data');
  const { port } = JSON.parse(String(line).split('\n')[0] ?? '');
  const stop = async () => {
    child.kill('SIGTERM');
    const { status, stderr } = await finished;
    if (status !== 0) throw new Error(`serve ended with ${status}: ${stderr}`);
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

const PAGES = ['/', '/issues', '/feed.xml', '/readyz', '/metrics'];

/** A kept-alive connection may end just when the next request is made; a browser would repeat it. */
const ALONE = { connection: 'close' };

/** Requests pages and signs people up, one after the other, and returns the slowest response time. */
async function askPages(url: string, signal: AbortSignal) {
  let pagesAsked = 0;
  let slowestPage = 0;
  for (; !signal.aborted; pagesAsked += 1) {
    const start = performance.now();
    const page = PAGES[pagesAsked % PAGES.length] ?? '/';
    const response =
      pagesAsked % 20 === 19
        ? await signUp(url, pagesAsked)
        : await fetch(`${url}${page}`, { headers: ALONE });
    await response.arrayBuffer();
    if (response.status >= 400) throw new Error(`${page} was answered with ${response.status}.`);
    slowestPage = Math.max(slowestPage, performance.now() - start);
  }
  return { pagesAsked, slowestPage };
}

function signUp(url: string, count: number): Promise<Response> {
  return fetch(`${url}/subscribe`, {
    method: 'POST',
    headers: { ...ALONE, 'x-forwarded-for': `10.0.${(count >> 8) & 255}.${count & 255}` },
    body: new URLSearchParams({ email: `visitor${count}@verdicts.test` }),
    redirect: 'manual',
  });
}

/** Ends the leases of the send that continued during the backup, which half a minute would do. */
function passTime(path: string): void {
  const database = new Database(path);
  database.exec(`
    update batches set lease_expires_at = 0 where status = 'taken';
    update batches set next_attempt_at = 0 where status = 'open' and next_attempt_at is not null`);
  database.close();
}

async function serveRestored(
  folder: string,
  { place, env, fake }: { place: Place; env: Record<string, string>; fake: FakeResendProcess },
) {
  const data = join(place.folder, `restored-${performance.now()}`);
  mkdirSync(data);
  const database = join(data, 'verdicts.db');
  const own = { ...env, DATABASE_URL: `file:${database}`, EDITOR_EMAIL: EDITOR };
  const { status, stdout, stderr } = await runProcess(['restore', folder, '--json'], { env: own });
  if (status !== 0) throw new Error(`The restore failed: ${stderr}`);
  passTime(database);
  const notices = JSON.parse(stdout).issues.length;
  const before = await fake.history();
  const attemptsBefore = attemptsIn(database);
  const server = await serve(own);
  const requestsSince = async () => (await fake.history()).requests.slice(before.requests.length);
  // An email that is requested now goes out after everything that would go out by itself: turns are taken in order.
  await signUp(server.url, 0);
  while ((await requestsSince()).filter(({ outcome }) => outcome === 'accepted').length < notices + 1)
    await setTimeout(50);
  await server.stop();
  const after = await fake.history();
  const sentTo = after.accepted
    .slice(before.accepted.length)
    .flatMap(({ to }) => to)
    .filter((address) => address !== EDITOR && address !== VISITOR);
  // A key that the provider knows gets the same answer as before, which would also count as sending again.
  const again = (await requestsSince())
    .filter(({ path }) => path.endsWith('/batch'))
    .map(({ key }) => `${key}`);
  const attempts = attemptsIn(database) - attemptsBefore;
  const tried = attempts === 0 ? [] : [`${attempts} attempts`];
  const restored = new Database(database, { readonly: true });
  const now = restored.prepare(`select status from issues where slot = '${SLOT}'`).pluck().get();
  restored.close();
  return { status: String(now), sentTo: [...sentTo, ...again, ...tried] };
}

function attemptsIn(path: string): number {
  const database = new Database(path, { readonly: true });
  const attempts = database.prepare('select coalesce(sum(attempts), 0) from batches').pluck().get();
  database.close();
  return Number(attempts);
}
