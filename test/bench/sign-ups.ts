import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Stores } from '../../src/app/stores.ts';
import { sendIssue } from '../../src/delivery/send-issue.ts';
import { createTokenSigner } from '../../src/links/tokens.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { projectPath } from '../../src/shared/project-path.ts';
import { settleSignUps } from '../../src/subscribers/sign-ups/settle-sign-ups.ts';
import { createSignUpKeys } from '../../src/subscribers/sign-ups/sign-up-keys.ts';
import { openResend } from '../../src/transport/resend/resend.ts';
import { FAKE_KEY, spawnFakeResend } from '../fake-resend/fake-resend.ts';
import { SLOT } from '../support/issues.ts';
import { prepareAudience } from './support/audience.ts';
import { inDatabase, STORE } from './support/database.ts';
import { longIssue } from './support/long-issue.ts';
import { peakRssMiB, print } from './support/measure.ts';
import { SECRETS, serveStores } from './support/server.ts';

const SUBSCRIBERS = Number(process.env.SUBSCRIBERS ?? 1_000_000);
const HTML_BYTES = 45_000;
/**
 * Connections that sign up one address after the other, and for how many seconds: during a send, about half of it is
 * freezing and half delivering.
 */
const LOADS = {
  alone: { connections: 32, seconds: 20 },
  'beside-a-send': { connections: 32, seconds: 30 },
} as const;

/** Signs up from a process of its own; the returned function gives what that process measured. */
async function prepareLoad(port: number, { connections, seconds }: { connections: number; seconds: number }) {
  const file = projectPath('test', 'bench', 'sign-up-load.ts');
  const parameters = ['--import', 'tsx', file, String(port), String(connections), String(seconds)];
  const child = spawn(process.execPath, parameters, { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return async () => {
    child.stdin.write('go\n');
    const [printed, [status]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    if (status !== 0) throw new Error('Not every sign-up was taken.');
    return JSON.parse(printed) as object;
  };
}

/** Fixes an audience of a million and hands it over at Resend's pace, until it is stopped. */
async function sendToAMillion(stores: Stores, signal: AbortSignal): Promise<void> {
  const fake = await spawnFakeResend({ rateLimit: 10, light: { mails: 100, afterMs: 300 } });
  const clock = systemClock;
  await sendIssue(SLOT, {
    ...stores,
    deliveryStore: stores.deliveryStore,
    transport: openResend({ apiKey: FAKE_KEY, baseUrl: fake.url, requestsPerSecond: null, ...stores, clock }),
    signer: createTokenSigner(SECRETS),
    clock,
    owner: 'bench',
    dailyLimit: null,
    signal,
  });
  await fake.stop();
}

const name = process.argv[2] === 'beside-a-send' ? 'beside-a-send' : 'alone';

await inDatabase(async (database) => {
  const stores = await database.open();
  if (name === 'beside-a-send') await prepareAudience(stores, SUBSCRIBERS, longIssue(HTML_BYTES));
  const server = await serveStores(stores);
  const signUp = await prepareLoad(server.port, LOADS[name]);
  const end = new AbortController();
  const settling = settleSignUps({
    subscriberStore: stores.subscriberStore,
    signUpKeys: createSignUpKeys(SECRETS),
    clock: systemClock,
    signal: end.signal,
    onWaiting: () => undefined,
    onError: (reason) => {
      throw new Error(reason);
    },
  });
  const sending = name === 'beside-a-send' ? sendToAMillion(stores, end.signal) : Promise.resolve();
  let answers: object = {};
  const { seconds: _, ...costs } = await database.measured(async () => {
    answers = await signUp();
  });
  const issue = await stores.issueStore.findIssue(SLOT);
  end.abort();
  await Promise.all([settling, sending]);
  await server.stop();
  await stores.close();
  print({
    name: `sign-ups ${name}`,
    store: STORE,
    ...LOADS[name],
    ...answers,
    ...costs,
    ...(issue !== null && { prepared: issue.audience.prepared, submitted: issue.deliveries.submitted }),
    peakRssMiB: peakRssMiB(),
  });
});
