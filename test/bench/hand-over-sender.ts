import { once } from 'node:events';
import { openStores } from './support/database.ts';
import { discardingTransport } from './support/discarding-transport.ts';
import { cpuSeconds } from './support/measure.ts';
import { sendAll } from './support/send-issue.ts';

/** One of several processes that hand over the same issue. It waits for the others, and prints its CPU time. */
const [place = ''] = process.argv.slice(2);
const stores = await openStores(place);
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const before = cpuSeconds();
await sendAll(stores, discardingTransport());
const used = cpuSeconds() - before;
await stores.close();
process.stdout.write(`${used}\n`, () => process.exit(0));
