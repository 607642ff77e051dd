import { expect, test } from 'vitest';
import { createEventTally } from '../../src/provider-events/event-tally.ts';
import type { Log } from '../../src/serve/log.ts';
import { logEvents, logForeignOrigins, logIssues, logWrongTokens } from '../../src/serve/log-jobs.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { testClock } from '../support/clock.ts';
import { TUESDAY } from '../support/comparisons.ts';
import { openWithTables } from '../support/database/tables.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT } from '../support/issues.ts';
import { handOverAll } from '../support/sending/hand-over.ts';

/** A clock that runs the next of these at each sleep; the last one ends the job. */
function clockThrough(happenings: readonly (() => unknown)[]): { clock: Clock; signal: AbortSignal } {
  const end = new AbortController();
  const left = [...happenings];
  const clock = testClock();
  return {
    signal: end.signal,
    clock: {
      now: clock.now,
      sleep: async (milliseconds) => {
        clock.advance(milliseconds);
        await left.shift()?.();
        if (left.length === 0) end.abort();
      },
    },
  };
}

function listening() {
  const told: [string, object][] = [];
  const log: Log = (event, facts) => {
    told.push([event, facts]);
  };
  return { told, log };
}

test('the log counts provider events since its last line, if there were any', async () => {
  const tally = createEventTally();
  const { told, log } = listening();
  const { clock, signal } = clockThrough([
    () => {
      tally.kept['email.sent'] += 3;
      tally.kept.other += 1;
      tally.repeated += 1;
    },
    () => undefined,
    () => {
      tally.kept['email.sent'] += 1;
      tally.refused.signature += 2;
    },
  ]);
  await logEvents({ tally, clock, log })(signal);
  expect(told).toEqual([
    ['provider-events', { kept: 4, repeated: 1, refused: {} }],
    ['provider-events', { kept: 1, repeated: 0, refused: { signature: 2 } }],
  ]);
});

test('the log follows a sending issue while its numbers change, and has one last line when it has ended', async () => {
  const stores = await openWithTables();
  await addReaders(stores.subscriberStore, 150);
  await approveIssue(stores);
  const { told, log } = listening();
  const change = { slot: SLOT, scheduledAt: TUESDAY, reason: null };
  const { clock, signal } = clockThrough([
    () => undefined,
    () => freezeWholeAudience(stores.deliveryStore),
    () => handOverAll(stores.deliveryStore),
    () => stores.issueStore.changeStatus({ ...change, to: 'sent', at: clock.now() }),
    () => undefined,
  ]);
  await logIssues({ ...stores, clock, log })(signal);
  expect(told).toMatchObject([
    ['issue', { slot: SLOT, status: 'sending', deliveries: { pending: 150 }, remainingSeconds: null }],
    ['issue', { status: 'sending', deliveries: { submitted: 150 }, remainingSeconds: 0, waitsUntil: null }],
    ['issue', { status: 'sent', deliveries: { submitted: 150 }, perSecond: 0, remainingSeconds: null }],
  ]);
  stores.close();
});

test('the log has one line for an issue that ends within one interval, and none for one that ended before', async () => {
  const stores = await openWithTables();
  await addReaders(stores.subscriberStore, 3);
  const send = async (slot: string, id: string, at: number) => {
    await approveIssue(stores, { slot, id });
    await freezeWholeAudience(stores.deliveryStore, { slot });
    await handOverAll(stores.deliveryStore, { slot });
    const change = { slot, scheduledAt: TUESDAY, reason: null, to: 'sent', at } as const;
    await stores.issueStore.changeStatus(change);
  };
  await send('2026-W45', 'a0'.repeat(16), TUESDAY - 1);
  const { told, log } = listening();
  const { clock, signal } = clockThrough([
    () => send('2026-W46', 'b0'.repeat(16), clock.now()),
    () => undefined,
    () => send(SLOT, 'c0'.repeat(16), clock.now()),
    () => undefined,
    () => undefined,
  ]);
  await logIssues({ ...stores, clock, log })(signal);
  expect(told).toMatchObject([
    ['issue', { slot: '2026-W46', status: 'sent', deliveries: { submitted: 3 } }],
    ['issue', { slot: SLOT, status: 'sent', deliveries: { submitted: 3 } }],
  ]);
  stores.close();
});

test('a failure to read the numbers is logged once, and the job continues', async () => {
  const { told, log } = listening();
  const { clock, signal } = clockThrough([() => undefined, () => undefined]);
  const stores = await openWithTables();
  stores.close();
  await logIssues({ ...stores, clock, log })(signal);
  const message = expect.stringMatching(/The database connection is not open|Cannot use the database/);
  expect(told).toEqual([['not-told', expect.objectContaining({ message })]]);
});

test('the log names the origin of a page whose form is refused, at most every ten minutes, with a count', () => {
  const { told, log } = listening();
  const clock = testClock();
  const tell = logForeignOrigins({ log, clock });
  for (const origin of ['https://a.test', 'https://b.test', 'https://b.test']) tell(origin);
  clock.advance(10 * 60_000);
  tell('null');
  expect(told).toEqual([
    ['form-refused', { origin: 'https://a.test', refused: 1 }],
    ['form-refused', { origin: 'null', refused: 3 }],
  ]);
});

test('the log reports wrong API tokens at once, then every ten minutes with a count', () => {
  const { told, log } = listening();
  const clock = testClock();
  const tell = logWrongTokens({ log, clock });
  for (let times = 0; times < 4; times += 1) tell();
  clock.advance(10 * 60_000);
  tell();
  expect(told).toEqual([
    ['api-token-refused', { refused: 1 }],
    ['api-token-refused', { refused: 4 }],
  ]);
});
