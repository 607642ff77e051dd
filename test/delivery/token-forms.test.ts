import { afterEach, beforeEach, expect, test } from 'vitest';
import { sendIssue } from '../../src/delivery/send-issue.ts';
import { createTokenSigner } from '../../src/links/tokens.ts';
import { openDatabase } from '../../src/sqlite/open-database.ts';
import { openSqliteStores, type SqliteStores } from '../../src/sqlite/open-stores.ts';
import { testClock } from '../support/clock.ts';
import { addReaders, approveIssue, SLOT } from '../support/issues.ts';
import { makePlace, type Place } from '../support/processes.ts';
import {
  type Act,
  type ScriptedTransport,
  scriptedTransport,
} from '../support/sending/scripted-transport.ts';

const signer = createTokenSigner(['s'.repeat(32)]);

let place: Place;
let stores: SqliteStores;
let clock: ReturnType<typeof testClock>;
beforeEach(async () => {
  place = await makePlace();
  stores = openSqliteStores(place.database);
  clock = testClock();
});
afterEach(async () => {
  await stores.close();
  await place.remove();
});

/** Sends until `requests` were made, and then stops like a program that is being replaced. */
async function send(transport: ScriptedTransport, requests = Number.POSITIVE_INFINITY) {
  const stop = new AbortController();
  const { handOver } = transport;
  transport.handOver = async (...given) => {
    if (transport.requests.length + 1 >= requests) stop.abort();
    return handOver(...given);
  };
  return sendIssue(SLOT, {
    ...stores,
    deliveryStore: stores.deliveryStore,
    transport,
    signer,
    clock,
    owner: 'a',
    signal: stop.signal,
    dailyLimit: null,
  });
}

/** Changes the frozen copy to what earlier versions wrote: they had one form of tokens, and did not store which. */
function forgetTokenForm() {
  const { $client } = openDatabase(place.database);
  $client.exec(`update frozen_copies set content = json_remove(content, '$.tokenForm')`);
  $client.close();
}

async function restart() {
  await stores.close();
  stores = openSqliteStores(place.database);
}

const linksIn = (text: string) =>
  [...text.matchAll(/\/(?:unsubscribe|preferences)\/([\w-]+)/g)].map(([, token]) => token);
const everybody = (count: number) =>
  Array.from({ length: count }, (_, index) => `reader${index + 1}@verdicts.test`);

test.each<[string, Act]>([
  ['was not taken', { kind: 'uncertain', reason: 'reset' }],
  ['was taken, which nobody heard', { takenBut: { kind: 'uncertain', reason: 'reset' } }],
])(
  'an issue that an earlier version began to send continues with the same bytes after an upgrade: its batch %s',
  async (_, first) => {
    await addReaders(stores.subscriberStore, 150);
    await approveIssue(stores, { tokenForm: 'base64url' });
    const before = scriptedTransport([first]);
    await send(before, 1);
    const [attempted] = before.requests;
    expect(attempted?.body).toContain(
      signer.sign({ purpose: 'unsubscribe', subscriberId: 1, slot: SLOT, form: 'base64url' }),
    );

    forgetTokenForm();
    await restart();
    clock.advance(60_000);
    const after = scriptedTransport();
    expect(await send(after)).toMatchObject({ status: 'sent', deliveries: { submitted: 150, uncertain: 0 } });
    expect(after.requests.find(({ idempotencyKey }) => idempotencyKey === attempted?.idempotencyKey)).toEqual(
      attempted,
    );
    expect(new Set(after.taken)).toEqual(new Set(everybody(150)));
    for (const token of after.requests.flatMap(({ body }) => linksIn(body))) expect(token).toHaveLength(32);
  },
);

test('an issue that was approved before an upgrade keeps the links it was frozen with', async () => {
  await addReaders(stores.subscriberStore, 2);
  await approveIssue(stores);
  forgetTokenForm();
  await restart();
  const transport = scriptedTransport();
  await send(transport);
  const tokens = linksIn(transport.requests[0]?.body ?? '');
  expect(tokens).toHaveLength(4);
  expect(tokens[0]).toBe(
    signer.sign({ purpose: 'unsubscribe', subscriberId: 1, slot: SLOT, form: 'base64url' }),
  );
});

test('an issue that is frozen from now on has links in lower case', async () => {
  await addReaders(stores.subscriberStore, 1);
  await approveIssue(stores);
  const transport = scriptedTransport();
  await send(transport);
  for (const token of linksIn(transport.requests[0]?.body ?? '')) expect(token).toMatch(/^[a-z2-7]{40}$/);
});
