import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { systemClock } from '../../src/clock.ts';
import { createHttpApp } from '../../src/http/create-http-app.ts';
import { listen } from '../../src/http/listen.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { createSignUpChecks } from '../../src/http/sign-up-checks/sign-up-checks.ts';
import { projectPath } from '../../src/project-path.ts';
import { createEventTally } from '../../src/provider-events/event-tally.ts';
import { createReceiver } from '../../src/provider-events/receive-event.ts';
import { openSqliteStores, type SqliteStores } from '../../src/store/sqlite/open-stores.ts';
import { createLetterTerms } from '../../src/subscribers/letter-terms.ts';
import { createSignUpWriter } from '../../src/subscribers/sign-up-writer.ts';
import { createTokenSigner } from '../../src/subscribers/tokens.ts';
import { handOverAll } from '../support/hand-over.ts';
import { SITE } from '../support/http-app.ts';
import { aFrozenIssue, freezeWholeAudience, SLOT } from '../support/issues.ts';
import { WEBHOOK_SECRET } from '../support/provider-events.ts';
import { prepareAudience } from './audience.ts';
import { inFolder, measured, peakRssMiB, print } from './measure.ts';

const DELIVERIES = 100_000;
/** Each of these is told to be sent, delayed and delivered. */
const TOLD = 30_000;
const EVENTS = 3 * TOLD;

/** The server as `serve` puts it together. */
function serve(stores: SqliteStores) {
  const tally = createEventTally();
  const deps = { ...stores, clock: systemClock, tally };
  const onError = (error: unknown) => {
    throw error;
  };
  const receive = createReceiver({
    ...deps,
    secret: WEBHOOK_SECRET,
    store: stores.deliveryStore,
    onFailure: onError,
  });
  const http = createHttpApp({
    ...deps,
    ...SITE,
    apiToken: null,
    signer: createTokenSigner(['b'.repeat(32)]),
    letterTerms: createLetterTerms(['b'.repeat(32)]),
    signingSecrets: ['b'.repeat(32)],
    writeSignUp: createSignUpWriter(stores.subscriberStore),
    countSignUp: async () => null,
    signUpChecks: createSignUpChecks({
      checks: [],
      secrets: [],
      clock: systemClock,
      ...stores.rateLimitStore,
    }),
    trustedProxies: [],
    receive,
    metrics: createMetrics(deps),
    onError,
  });
  return listen(http, { host: '127.0.0.1', port: 0 });
}

async function startTelling(port: number, freezeId: string) {
  const file = projectPath('test', 'bench', 'tell-events.ts');
  const parameters = ['--import', 'tsx', file, String(port), String(TOLD), freezeId];
  const child = spawn(process.execPath, parameters, { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return async () => {
    child.stdin.write('go\n');
    const [status] = await once(child, 'exit');
    if (status !== 0) throw new Error('Not every event was taken.');
  };
}

await inFolder(async (folder) => {
  const stores = openSqliteStores(join(folder, 'verdicts.db'));
  await prepareAudience(stores, DELIVERIES);
  await freezeWholeAudience(stores.deliveryStore);
  await handOverAll(stores.deliveryStore);
  const server = await serve(stores);
  const tell = await startTelling(server.port, aFrozenIssue().id);
  const cpu = process.cpuUsage();
  const time = await measured(tell);
  const { user, system } = process.cpuUsage(cpu);
  await server.stop();
  const { outcomes } = await stores.deliveryStore.progress(SLOT);
  if (outcomes.delivered !== TOLD) throw new Error(`${outcomes.delivered} deliveries were delivered.`);
  stores.close();
  print({
    name: 'apply-events',
    deliveries: DELIVERIES,
    events: EVENTS,
    ...time,
    perSecond: Math.round(EVENTS / time.seconds),
    cpuSeconds: Math.round((user + system) / 1e4) / 100,
    peakRssMiB: peakRssMiB(),
  });
});
