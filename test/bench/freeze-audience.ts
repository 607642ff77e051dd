import { setImmediate } from 'node:timers/promises';
import { SLOT } from '../support/issues.ts';
import { prepareAudience } from './support/audience.ts';
import { inDatabase, STORE } from './support/database.ts';
import { peakRssMiB, print } from './support/measure.ts';

const SUBSCRIBERS = Number(process.env.SUBSCRIBERS ?? 1_000_000);

await inDatabase(async (database) => {
  const stores = await database.open();
  await prepareAudience(stores, SUBSCRIBERS);
  const time = await database.measured(async () => {
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
  await stores.close();
  print({
    name: 'freeze-audience',
    store: STORE,
    subscribers: SUBSCRIBERS,
    ...time,
    perSecond: Math.round(SUBSCRIBERS / time.seconds),
    peakRssMiB: peakRssMiB(),
  });
});
