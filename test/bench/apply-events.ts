import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectPath } from '../../src/shared/project-path.ts';
import { aFrozenIssue, freezeWholeAudience, SLOT } from '../support/issues.ts';
import { handOverAll } from '../support/sending/hand-over.ts';
import { prepareAudience } from './support/audience.ts';
import { inDatabase, STORE } from './support/database.ts';
import { peakRssMiB, print } from './support/measure.ts';
import { serveStores } from './support/server.ts';

const DELIVERIES = Number(process.env.SUBSCRIBERS ?? 100_000);
/** Each of these is told to be sent, delayed and delivered. */
const TOLD = Math.round(0.3 * DELIVERIES);
const EVENTS = 3 * TOLD;

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

await inDatabase(async (database) => {
  const stores = await database.open();
  await prepareAudience(stores, DELIVERIES);
  await freezeWholeAudience(stores.deliveryStore);
  await handOverAll(stores.deliveryStore);
  const server = await serveStores(stores);
  const tell = await startTelling(server.port, aFrozenIssue().id);
  const time = await database.measured(tell);
  await server.stop();
  const { outcomes } = await stores.deliveryStore.progress(SLOT);
  if (outcomes.delivered !== TOLD) throw new Error(`${outcomes.delivered} deliveries were delivered.`);
  await stores.close();
  print({
    name: 'apply-events',
    store: STORE,
    deliveries: DELIVERIES,
    events: EVENTS,
    ...time,
    perSecond: Math.round(EVENTS / time.seconds),
    peakRssMiB: peakRssMiB(),
  });
});
