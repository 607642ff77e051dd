import { afterEach, beforeEach, expect, test } from 'vitest';
import { sendSlot } from '../../src/issue-actions/send-slot.ts';
import { type TestClock, testClock } from '../support/clock.ts';
import { DAY, HOUR, TUESDAY } from '../support/comparisons.ts';
import { SLOT } from '../support/issues.ts';
import { aMachine, type Machine } from '../support/scheduler.ts';
import { scriptedTransport } from '../support/sending/scripted-transport.ts';
import { sendDeps } from '../support/sending/send-deps.ts';

let clock: TestClock;
let machine: Machine;
beforeEach(async () => {
  clock = testClock('2026-11-15T20:00:00Z');
  machine = await aMachine({ clock, madeAt: TUESDAY - 9 * DAY });
});
afterEach(() => machine.stores.close());

const send = () => sendSlot(SLOT, sendDeps(machine.stores, { clock, transport: scriptedTransport() }));

test('an issue that a person sent on Sunday is not sent again at its time', async () => {
  await machine.publish('Kiln', TUESDAY - 3 * DAY);
  expect((await send()).issue.status).toBe('sent');
  await machine.publish('Anvil', TUESDAY - DAY);
  clock.advance(2 * DAY);
  await machine.look({ restarted: true });
  expect(await machine.statusOf(SLOT)).toBe('sent');
  expect((await machine.deliver()).requests).toEqual([]);
});

test('a slot that was skipped ahead of its time goes out at its time if comparisons came in between', async () => {
  expect((await send()).issue.status).toBe('skipped');
  await machine.look();
  expect(await machine.statusOf(SLOT)).toBe('skipped');
  await machine.publish('Kiln', clock.now() - HOUR);
  await machine.look();
  expect(await machine.find(SLOT)).toMatchObject({ status: 'draft', reason: null });
  clock.advance(2 * DAY);
  await machine.look();
  expect(await machine.statusOf(SLOT)).toBe('sending');
});

test('a slot that an editor skipped stays skipped, whatever comes in', async () => {
  await machine.publish('Kiln', TUESDAY - 3 * DAY);
  await machine.stores.issueStore.changeStatus({
    slot: SLOT,
    scheduledAt: TUESDAY,
    to: 'skipped',
    reason: null,
    byEditor: true,
    at: clock.now(),
  });
  await machine.look();
  clock.advance(2 * DAY);
  await machine.look();
  expect(await machine.statusOf(SLOT)).toBe('skipped');
});
