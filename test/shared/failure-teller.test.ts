import { expect, test } from 'vitest';
import { createFailureReporter, REPORT_INTERVAL_MS } from '../../src/shared/jobs/failure-teller.ts';
import { testClock } from '../support/clock.ts';

const FULL = { code: 'SQLITE_FULL', message: 'The disk is full.' };
const READ_ONLY = { code: 'SQLITE_READONLY', message: 'The file is read-only.' };

function listening() {
  const clock = testClock();
  const told: string[] = [];
  const teller = createFailureReporter({
    clock,
    tell: ({ message }, leftOut) => told.push(`${message} ${leftOut} left out`),
    tellOver: ({ message, since, until, failures }) =>
      told.push(`over: ${message} ${failures} times in ${until - since} ms`),
  });
  return { clock, told, teller };
}

test('a failure that is repeated every half second for an hour is seven lines, and one when it is over', () => {
  const { clock, told, teller } = listening();
  for (let time = 0; time <= 7_200; time += 1) {
    teller.failed(FULL);
    clock.advance(500);
  }
  teller.worked();
  teller.worked();
  expect(told).toEqual([
    'The disk is full. 0 left out',
    ...Array.from({ length: 6 }, () => 'The disk is full. 1199 left out'),
    'over: The disk is full. 7201 times in 3600500 ms',
  ]);
});

test('another cause is told at once, with how often the one before was left out', () => {
  const { told, teller } = listening();
  for (const failure of [FULL, FULL, FULL, READ_ONLY, READ_ONLY]) teller.failed(failure);
  expect(told).toEqual(['The disk is full. 0 left out', 'The file is read-only. 2 left out']);
});

test('messages that differ in nothing but a number have one cause', () => {
  const { told, teller } = listening();
  for (let id = 1; id <= 3; id += 1)
    teller.failed({ code: null, message: `Letter ${id} was given up.` }, 'The key is wrong.');
  expect(told).toEqual(['Letter 1 was given up. 0 left out']);
});

test('the same failure after it was over is news again', () => {
  const { told, teller } = listening();
  for (let time = 0; time < 2; time += 1) {
    teller.failed(FULL);
    teller.worked();
  }
  expect(told).toHaveLength(4);
});

test('a clock that is set back by a day does not silence a failure', () => {
  const { clock, told, teller } = listening();
  teller.failed(FULL);
  clock.advance(-24 * 3_600_000);
  teller.failed(FULL);
  clock.advance(REPORT_INTERVAL_MS);
  teller.failed(FULL);
  expect(told).toHaveLength(3);
});

test('what never failed is not told to work again', () => {
  const { told, teller } = listening();
  teller.worked();
  expect(told).toEqual([]);
});
