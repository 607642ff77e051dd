import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY, TUESDAY } from '../support/comparisons.ts';
import { openWithTables } from '../support/database/tables.ts';
import { openHttpApp, tell, WITHOUT_TABLE } from '../support/http/http-app.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT } from '../support/issues.ts';
import { handOverAll } from '../support/sending/hand-over.ts';
import { anEvent, DELIVERED } from '../support/sending/provider-events.ts';

let stores: Awaited<ReturnType<typeof openWithTables>>;
let app: ReturnType<typeof openHttpApp>;
beforeEach(async () => {
  stores = await openWithTables();
  app = openHttpApp(stores);
});
afterEach(() => stores.close());

const get = (path: string) => app.http.request(path);

describe('the health routes', () => {
  test('/healthz says that the process is up', async () => {
    const response = await get('/healthz');
    expect([response.status, await response.json()]).toEqual([200, { status: 'up' }]);
  });

  test('/readyz says that the program is ready', async () => {
    expect((await get('/readyz')).status).toBe(200);
  });

  test('/readyz says that the program is not ready, and why, while the process is up', async () => {
    const readiness = () => Promise.resolve('The schedule was last checked yesterday.');
    app = openHttpApp(stores, undefined, undefined, undefined, { readiness });
    const response = await get('/readyz');
    expect([response.status, response.headers.get('content-type')]).toEqual([
      503,
      'application/problem+json',
    ]);
    expect(await response.json()).toMatchObject({ detail: 'The schedule was last checked yesterday.' });
    expect((await get('/healthz')).status).toBe(200);
  });

  test('/readyz says that the database does not answer, while the process is up', async () => {
    const readiness = () => Promise.reject(new Error('no such table: issues'));
    app = openHttpApp(stores, undefined, undefined, undefined, { readiness });
    expect((await get('/readyz')).status).toBe(503);
    expect((await get('/healthz')).status).toBe(200);
    expect(app.errors).toMatchObject([{ message: 'no such table: issues' }]);
  });

  test('an unknown path is answered as not found', async () => {
    const response = await get('/nowhere');
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json',
    ]);
  });

  test('a failure is answered as an error, and the log says why', async () => {
    await stores.sql('alter table issues rename to mislaid');
    const response = await get('/metrics');
    expect(await response.json()).toMatchObject({ type: 'about:blank', status: WITHOUT_TABLE });
    expect(app.errors).toHaveLength(1);
  });
});

describe('the metrics', () => {
  const lines = async () => {
    const response = await get('/metrics');
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    return (await response.text()).split('\n');
  };

  const begin = async () => {
    await addReaders(stores.subscriberStore, 250);
    await approveIssue(stores);
    await freezeWholeAudience(stores.deliveryStore);
    const [first] = await handOverAll(stores.deliveryStore, { ending: 'in-flight' });
    await first?.submit();
    return first?.deliveries ?? [];
  };

  test('the metrics describe the process', async () => {
    expect(await lines()).toContainEqual(expect.stringMatching(/^process_resident_memory_bytes \d+$/));
  });

  test('the metrics show the status, speed and duration of an issue that is sending', async () => {
    const [first] = await begin();
    if (first !== undefined)
      await stores.providerEventStore.applyProviderEvents([anEvent(first, { report: DELIVERED })], TUESDAY);
    app.clock.advance(10_000);
    expect(await lines()).toEqual(
      expect.arrayContaining([
        `verdicts_issue_status{slot="${SLOT}",status="sending"} 1`,
        `verdicts_issue_deliveries{slot="${SLOT}",status="pending"} 150`,
        `verdicts_issue_deliveries{slot="${SLOT}",status="submitted"} 100`,
        `verdicts_issue_outcomes{slot="${SLOT}",outcome="delivered"} 1`,
        `verdicts_issue_submitted_per_second{slot="${SLOT}"} 10`,
        `verdicts_issue_remaining_seconds{slot="${SLOT}"} 15`,
        `verdicts_issue_status{slot="${SLOT}",status="paused"} 0`,
        `verdicts_issue_waits_seconds{slot="${SLOT}"} 0`,
        `verdicts_issue_waiting{slot="${SLOT}",for="nothing"} 1`,
        `verdicts_issue_waiting{slot="${SLOT}",for="person"} 0`,
      ]),
    );
  });

  test('the metrics show how long a paused issue will wait by itself', async () => {
    await begin();
    const change = {
      slot: SLOT,
      scheduledAt: TUESDAY,
      to: 'paused',
      reason: 'The day is full.',
      at: TUESDAY,
    } as const;
    await stores.issueStore.changeStatus({ ...change, pausedUntil: TUESDAY + DAY });
    const told = await lines();
    expect(told).toContain(`verdicts_issue_waits_seconds{slot="${SLOT}"} 86400`);
    expect(told).toContain(`verdicts_issue_waiting{slot="${SLOT}",for="time"} 1`);
    expect(told).toContain(`verdicts_issue_submitted_per_second{slot="${SLOT}"} 0`);
    expect(told.join()).not.toContain('verdicts_issue_remaining_seconds{');
  });

  test('the metrics show no waiting time for a paused issue that needs a person', async () => {
    await begin();
    const change = { slot: SLOT, scheduledAt: TUESDAY, to: 'paused', reason: 'Look.', at: TUESDAY } as const;
    await stores.issueStore.changeStatus(change);
    const told = await lines();
    expect(told).toContain(`verdicts_issue_waiting{slot="${SLOT}",for="person"} 1`);
    expect(told).toContain(`verdicts_issue_waiting{slot="${SLOT}",for="time"} 0`);
    expect(told).toContain(`verdicts_issue_status{slot="${SLOT}",status="paused"} 1`);
    for (const gauge of ['waits_seconds', 'remaining_seconds'])
      expect(told.join()).not.toContain(`verdicts_issue_${gauge}{`);
  });

  test('the metrics show that an issue begun through another transport needs a person', async () => {
    await addReaders(stores.subscriberStore, 3);
    await approveIssue(stores);
    await freezeWholeAudience(stores.deliveryStore, { transport: 'outbox' });
    const told = await lines();
    expect(told).toContain(`verdicts_issue_status{slot="${SLOT}",status="sending"} 1`);
    expect(told).toContain(`verdicts_issue_waiting{slot="${SLOT}",for="person"} 1`);
  });

  test('the metrics describe an issue for a week after it was sent', async () => {
    await begin();
    const change = { slot: SLOT, scheduledAt: TUESDAY, to: 'cancelled', reason: null, at: TUESDAY } as const;
    await stores.issueStore.changeStatus(change);
    expect(await lines()).toContain(`verdicts_issue_status{slot="${SLOT}",status="cancelled"} 1`);
    app.clock.advance(7 * DAY + 1);
    expect((await lines()).join()).not.toContain(SLOT);
  });

  test('the metrics count the events that were received and those that were refused', async () => {
    await tell(app.http);
    await tell(app.http);
    await tell(app.http, { headers: { 'svix-signature': 'v1,forged' } });
    expect(await lines()).toEqual(
      expect.arrayContaining([
        'verdicts_process_provider_events_total{type="email.delivered"} 2',
        'verdicts_process_provider_events_repeated_total 1',
        'verdicts_process_provider_events_refused_total{reason="signature"} 1',
        'verdicts_process_provider_events_refused_total{reason="store"} 0',
      ]),
    );
  });

  test('each of our metrics says by its name whether it is of one process, and those of the database say that each has them', async () => {
    const helps = (await lines()).filter((line) => line.startsWith('# HELP verdicts_'));
    const isOfProcess = (line: string) => line.startsWith('# HELP verdicts_process_');
    const saysSame = (line: string) => line.includes('The same in every process');
    expect(helps.filter((line) => isOfProcess(line) === saysSame(line))).toEqual([]);
    expect([helps.some(isOfProcess), helps.some(saysSame)]).toEqual([true, true]);
  });

  test('the metrics name no subscriber', async () => {
    await begin();
    await tell(app.http);
    expect((await lines()).join()).not.toContain('@');
  });
});
