import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { composeMove } from '../../src/app/compose-move.ts';
import type { Stores } from '../../src/app/stores.ts';
import { sampleRecipient } from '../../src/issue-actions/sample-recipient.ts';
import { BATCH_SIZE } from '../../src/issues/delivery-states.ts';
import { createTokenSigner } from '../../src/links/tokens.ts';
import { moveDatabase } from '../../src/moving/move-database.ts';
import { slotOf } from '../../src/schedule/slot.ts';
import { systemClock } from '../../src/shared/clock.ts';
import type { Transport } from '../../src/transport/transport.ts';
import { DAY } from '../support/comparisons.ts';
import { type BenchDatabase, inDatabase, openStores, STORE } from './support/database.ts';
import { fillStudio, ISSUES, SUBSCRIBERS } from './support/fill-studio.ts';
import { longIssue } from './support/long-issue.ts';
import { measured, peakRssMiB, print, rounded, spread } from './support/measure.ts';
import { SECRETS } from './support/server.ts';
import { serveStudio } from './support/studio-server.ts';

process.env.NODE_ENV ??= 'production';

const REQUESTS = 40;
/** Requests of each page that are not counted: they warm up the program and the database's pages. */
const WARM_UP = 5;
const MAILS = 500;

interface Page {
  path: string;
  form?: Record<string, string>;
}

/** Each page in its most expensive state. */
function pagesOf(slots: readonly string[]): Record<string, Page> {
  const next = slotOf(systemClock.now() + 7 * DAY, 'UTC');
  const [latest = '', , older = ''] = slots;
  const search = (text: string) => ({ path: '/studio/subscribers/search', form: { text } });
  return {
    'this week': { path: `/studio?slot=${next}` },
    edit: { path: `/studio/edit?slot=${next}` },
    'issue, draft with its forecast': { path: `/studio/issues/${next}` },
    'asked to send now': { path: `/studio/issues/${next}/send` },
    'list of issues': { path: '/studio/issues' },
    'list of issues, page 10': { path: '/studio/issues?page=10' },
    'issue, sent': { path: `/studio/issues/${latest}` },
    'issue, sent long ago': { path: `/studio/issues/${older}` },
    'failures, bounced': { path: `/studio/issues/${latest}/failures?kind=bounced` },
    'failures, last page': {
      path: `/studio/issues/${latest}/failures?kind=bounced&page=${SUBSCRIBERS / 5_000}`,
    },
    subscribers: { path: '/studio/subscribers' },
    'subscribers, unsubscribed': { path: '/studio/subscribers?status=unsubscribed' },
    'subscribers, bounced': { path: '/studio/subscribers?state=bounced' },
    'subscribers, paused': { path: '/studio/subscribers?state=paused' },
    'search, begins with': search('reader77'),
    'search, contains, found everywhere': search('number'),
    'search, contains, found nowhere': search('nobody has this'),
    'search, beyond ASCII': search('münchen'),
    subscriber: { path: `/studio/subscribers/${SUBSCRIBERS / 2}` },
    'asked to unsubscribe one': {
      path: '/studio/subscribers/bulk',
      form: { do: 'unsubscribe', who: `${SUBSCRIBERS / 2}` },
    },
    import: { path: '/studio/subscribers/import' },
    comparisons: { path: '/studio/comparisons' },
    'comparisons, last page': { path: '/studio/comparisons?page=2' },
    comparison: { path: '/studio/comparisons/tool-1600-one-vs-tool-1600-two' },
    look: { path: '/studio/look' },
    settings: { path: '/studio/settings' },
    'sign-ins': { path: '/studio/sign-ins' },
    outbox: { path: '/studio/outbox' },
  };
}

const agent = new Agent({ keepAlive: true });

type Studio = Pick<Awaited<ReturnType<typeof serveStudio>>, 'url' | 'cookie'>;

/** Makes requests as the editor's browser does. */
async function ask({ url, cookie }: Studio, { path, form }: Page): Promise<void> {
  const own = { origin: url, 'content-type': 'application/x-www-form-urlencoded' };
  const headers = { accept: 'text/html', cookie, ...(form && own) };
  const asked = request(url + path, { agent, method: form ? 'POST' : 'GET', headers });
  asked.end(form && new URLSearchParams(form).toString());
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const { location } = answer.headers;
  if (answer.statusCode === 303 && location !== undefined) {
    answer.resume();
    return ask({ url, cookie }, { path: location });
  }
  const body = await buffer(answer);
  if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode}\n${body}`);
}

/** Response times, CPU time (including the client's), and the longest block of the event loop. */
async function measurePage(studio: Studio, page: Page) {
  for (let count = 0; count < WARM_UP; count += 1) await ask(studio, page);
  const times: number[] = [];
  const before = process.cpuUsage();
  const { longestStallMs } = await measured(async () => {
    for (let count = 0; count < REQUESTS; count += 1) {
      const start = performance.now();
      await ask(studio, page);
      times.push(performance.now() - start);
    }
  });
  const { user, system } = process.cpuUsage(before);
  return { ...spread(times), cpuMs: rounded((user + system) / 1_000 / REQUESTS), longestStallMs };
}

/** Messages of an issue, as the transport hands them over. */
async function fillOutbox(transport: Transport, slot: string): Promise<void> {
  const issue = { ...longIssue(90_000), slot };
  const sample = sampleRecipient({
    issue: { slot, tokenForm: 'base32' },
    signer: createTokenSigner(SECRETS),
  });
  const { signal } = new AbortController();
  for (let first = 0; first < MAILS; first += BATCH_SIZE) {
    const recipients = Array.from({ length: BATCH_SIZE }, (_, index) => ({
      ...sample,
      deliveryId: first + index + 1,
    }));
    const body = await transport.compose({ issue, recipients });
    const turn = await transport.awaitTurn(signal);
    if (turn === null) throw new Error('Nothing aborts this.');
    const request = { issue, recipients, body, idempotencyKey: `bench-${first}` };
    const { kind } = await transport.handOver(request, { turn, signal });
    if (kind !== 'answered') throw new Error(`The outbox answered: ${kind}`);
  }
}

/** A file is filled in any case, and moved to PostgreSQL. @returns The slots, latest first. */
async function openFilled({ place, folder }: BenchDatabase): Promise<{ stores: Stores; slots: string[] }> {
  const path = join(folder, 'verdicts.db');
  const stores = await openStores(path);
  const slots = await fillStudio(path, stores, systemClock.now());
  if (STORE === 'sqlite') return { stores, slots };
  await stores.close();
  const move = composeMove({ kind: 'sqlite', path }, { kind: 'postgres', url: place });
  await moveDatabase({ ...move, onStep: () => undefined, onRows: () => undefined });
  return { stores: await openStores(place), slots };
}

await inDatabase(async (database) => {
  const start = performance.now();
  const { stores, slots } = await openFilled(database);
  const { folder } = database;
  const studio = await serveStudio(stores, folder);
  const preparationSeconds = rounded((performance.now() - start) / 1_000);
  await fillOutbox(studio.transport, slots[0] ?? '');
  const pages: Record<string, object> = {};
  for (const [name, page] of Object.entries(pagesOf(slots))) pages[name] = await measurePage(studio, page);
  agent.destroy();
  await studio.stop();
  await stores.close();
  print({
    name: 'studio-pages',
    store: STORE,
    subscribers: SUBSCRIBERS,
    issues: ISSUES,
    preparationSeconds,
    warmUpRequests: WARM_UP,
    requests: REQUESTS,
    pages,
    peakRssMiB: peakRssMiB(),
  });
});
