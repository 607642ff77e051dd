import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Stores } from '../../src/app/stores.ts';
import { projectPath } from '../../src/shared/project-path.ts';
import { freezeWholeAudience, SLOT } from '../support/issues.ts';
import { prepareAudience } from './support/audience.ts';
import { inDatabase, STORE } from './support/database.ts';
import { discardingTransport } from './support/discarding-transport.ts';
import { longIssue } from './support/long-issue.ts';
import { peakRssMiB, print, rounded } from './support/measure.ts';
import { sendAll } from './support/send-issue.ts';

const SUBSCRIBERS = Number(process.env.SUBSCRIBERS ?? 100_000);
const HTML_BYTES = 45_000;
const PROCESSES = 4;

const byFour = process.argv[2] === 'by-four';

/** @returns What starts the senders, and gives the CPU time of them all when they are done. */
async function prepareSenders(place: string): Promise<() => Promise<number>> {
  const file = projectPath('test', 'bench', 'hand-over-sender.ts');
  const children = Array.from({ length: PROCESSES }, () =>
    spawn(process.execPath, ['--import', 'tsx', file, place], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  await Promise.all(children.map(({ stdout }) => once(stdout, 'data')));
  return async () => {
    const ends = children.map(async (child) => {
      child.stdin.write('go\n');
      const [printed, [status]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
      if (status !== 0) throw new Error('A sender failed.');
      return Number(printed);
    });
    return (await Promise.all(ends)).reduce((sum, one) => sum + one, 0);
  };
}

async function prepareSender(stores: Stores): Promise<() => Promise<number>> {
  return async () => {
    await sendAll(stores, discardingTransport());
    return 0;
  };
}

await inDatabase(async (database) => {
  const stores = await database.open();
  await prepareAudience(stores, SUBSCRIBERS, longIssue(HTML_BYTES));
  await freezeWholeAudience(stores.deliveryStore, { limit: 5_000 });
  const send = await (byFour ? prepareSenders(database.place) : prepareSender(stores));
  let ofSenders = 0;
  const { cpuSeconds, ...time } = await database.measured(async () => {
    ofSenders = await send();
  });
  const submitted = (await stores.issueStore.findIssue(SLOT))?.deliveries.submitted;
  if (submitted !== SUBSCRIBERS) throw new Error(`${submitted} deliveries were submitted.`);
  await stores.close();
  print({
    name: byFour ? 'hand-over-by-four' : 'hand-over',
    store: STORE,
    messages: SUBSCRIBERS,
    ...time,
    cpuSeconds: rounded(cpuSeconds + ofSenders),
    perSecond: Math.round(SUBSCRIBERS / time.seconds),
    peakRssMiB: peakRssMiB(),
  });
});
