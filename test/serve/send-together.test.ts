import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeResend, startFakeResend } from '../fake-resend/fake-resend.ts';
import { placeOn } from '../support/database/places.ts';
import {
  makeEmptyDatabase,
  makePostgresDatabase,
  withoutPostgres,
} from '../support/database/postgres-server.ts';
import { anEmailEvent } from '../support/http/http-app.ts';
import { startServed } from '../support/http/served.ts';
import { inStores, startTwoServed, type TwoServed } from '../support/http/two-served.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT } from '../support/issues.ts';
import { signedHeaders, WEBHOOK_SECRET } from '../support/sending/provider-events.ts';
import { resendEnvironment } from '../support/sending/resend-environment.ts';

const READERS = 2_000;
const PATIENT = { timeout: 90_000, interval: 200 };

describe.skipIf(withoutPostgres)('two processes that send an issue from one PostgreSQL database', () => {
  let url: string;
  let fake: FakeResend;
  let two: TwoServed;
  beforeEach(async () => {
    url = await makePostgresDatabase();
    fake = await startFakeResend({ rateLimit: 4 });
    await inStores(url, async (stores) => {
      await addReaders(stores.subscriberStore, READERS);
      await approveIssue(stores);
      await freezeWholeAudience(stores.deliveryStore);
    });
    const { PUBLIC_URL, ...settings } = resendEnvironment(fake.url);
    two = await startTwoServed(url, { ...settings, RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET });
  });
  afterEach(async () => {
    await two.stop();
    await fake.stop();
  });

  const progress = () => inStores(url, ({ deliveryStore }) => deliveryStore.progress(SLOT));

  /** As the provider does, to the proxy. */
  const report = ({ id, to, tags }: { id: string; to: string[]; tags: Record<string, string> }) => {
    const body = JSON.stringify(anEmailEvent('email.delivered', { email_id: id, to, tags }));
    const headers = signedHeaders({ id: `msg_${id}`, body });
    return fetch(`${two.proxy.url}/webhooks/resend`, { method: 'POST', body, headers });
  };

  test('reach everyone once though one is killed, and each takes reports about what the other sent', async () => {
    await expect.poll(async () => (await fake.counts()).requests, PATIENT).toBeGreaterThan(6);
    await two.end(0, 'SIGKILL');
    const killedAt = performance.now();
    await expect.poll(async () => (await fake.history()).timesAccepted().size, PATIENT).toBe(READERS);
    expect(performance.now() - killedAt).toBeLessThan(60_000);
    const history = await fake.history();
    expect(new Set(history.timesAccepted().values())).toEqual(new Set([1]));
    expect(history.keysWithSeveralBodies()).toEqual([]);

    await two.startAgain(0);
    for (const mail of history.accepted.slice(0, 20)) expect((await report(mail)).status).toBe(200);
    expect(await progress()).toMatchObject({
      status: 'sent',
      deliveries: { submitted: READERS, uncertain: 0 },
      outcomes: { delivered: 20 },
    });
  });
});

describe.skipIf(withoutPostgres)(
  'two processes that start at the same moment on an empty PostgreSQL database',
  () => {
    test('both serve', async () => {
      const place = await placeOn(await makeEmptyDatabase());
      const both = await Promise.all([startServed(place), startServed(place)]);
      for (const { url } of both) expect((await fetch(url)).status).toBe(200);
      await Promise.all(both.map(({ stop }) => stop('SIGKILL')));
      await place.remove();
    });
  },
);
