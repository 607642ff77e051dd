import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RESTORED_REASON } from '../../src/issues/restored-reason.ts';
import { type FakeResend, startFakeResend } from '../fake-resend/fake-resend.ts';
import { placeOn } from '../support/database/places.ts';
import {
  type Cluster,
  promote,
  startCluster,
  startStandby,
  untilCaughtUp,
  withoutPostgres,
} from '../support/database/postgres-server.ts';
import { type Served, startServed } from '../support/http/served.ts';
import { inStores } from '../support/http/two-served.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT } from '../support/issues.ts';
import { startTcpProxy, type TcpProxy } from '../support/network/tcp-proxy.ts';
import type { Place } from '../support/processes.ts';
import { resendEnvironment } from '../support/sending/resend-environment.ts';

const READERS = 1_500;
const PATIENT = { timeout: 60_000, interval: 200 };

describe.skipIf(withoutPostgres)('a process that sends while a standby takes over', () => {
  let primary: Cluster;
  let standby: Cluster;
  let network: TcpProxy;
  let fake: FakeResend;
  let place: Place;
  let served: Served;
  beforeEach(async () => {
    primary = await startCluster();
    await inStores(primary.url, async (stores) => {
      await addReaders(stores.subscriberStore, READERS);
      await approveIssue(stores);
      await freezeWholeAudience(stores.deliveryStore);
    });
    standby = await startStandby(primary);
    network = await startTcpProxy(Number(new URL(primary.url).port));
    fake = await startFakeResend({ rateLimit: 3 });
    place = await placeOn(primary.url.replace(/:\d+\//, `:${network.port}/`));
    served = await startServed(place, resendEnvironment(fake.url));
  });
  afterEach(async () => {
    await served.stop('SIGKILL');
    await fake.stop();
    await network.stop();
    await standby.kill();
    await place.remove();
  });

  test('sends no more of the issue until a person has looked, as the last commits may be lost', async () => {
    await expect.poll(async () => (await fake.counts()).requests, PATIENT).toBeGreaterThan(2);
    await untilCaughtUp(primary);
    await primary.kill();
    await promote(standby);
    network.turnTo(Number(new URL(standby.url).port));
    const issue = () => inStores(standby.url, ({ issueStore }) => issueStore.findIssue(SLOT));
    const { failedOver: reason } = RESTORED_REASON;
    await expect.poll(issue, PATIENT).toMatchObject({ status: 'paused', reason });
    expect((await fake.history()).timesAccepted().size).toBeLessThan(READERS);
  });
});
