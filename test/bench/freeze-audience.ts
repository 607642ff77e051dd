import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { SLOT } from '../support/issues.ts';
import { prepareAudience } from './support/audience.ts';
import { inFolder, measured, peakRssMiB, print } from './support/measure.ts';

const SUBSCRIBERS = 1_000_000;

await inFolder(async (folder) => {
  const stores = openSqliteStores(join(folder, 'verdicts.db'));
  await prepareAudience(stores, SUBSCRIBERS);
  const time = await measured(async () => {
    for (let done = false; !done; await setImmediate()) {
      ({ done } = await stores.deliveryStore.freezeAudience({
        slot: SLOT,
        at: Date.now(),
        transport: 'outbox',
      }));
    }
  });
  const prepared = (await stores.issueStore.findIssue(SLOT))?.audience.prepared;
  if (prepared !== SUBSCRIBERS) throw new Error(`${prepared} deliveries were prepared.`);
  stores.close();
  print({
    name: 'freeze-audience',
    subscribers: SUBSCRIBERS,
    ...time,
    perSecond: Math.round(SUBSCRIBERS / time.seconds),
    peakRssMiB: peakRssMiB(),
  });
});
