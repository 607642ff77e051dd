import { expect, test } from 'vitest';
import { createFailureReporter, FAILURE_REPORT_INTERVAL_MS } from '../../src/shared/jobs/failure-reporter.ts';
import { testClock } from '../support/clock.ts';

const FULL = { code: 'SQLITE_FULL', message: 'The disk is full.' };
const READ_ONLY = { code: 'SQLITE_READONLY', message: 'The file is read-only.' };

function aReporter() {
  const clock = testClock();
  const reported: string[] = [];
  const reporter = createFailureReporter({
    clock,
    report: ({ message }, leftOut) => reported.push(`${message} ${leftOut} left out`),
    reportEnd: ({ message, since, until, failures }) =>
      reported.push(`over: ${message} ${failures} times in ${until - since} ms`),
  });
  return { clock, reported, reporter };
}

test('a failure that repeats every half second for an hour is logged in seven lines, and its end in one', () => {
  const { clock, reported, reporter } = aReporter();
  for (let time = 0; time <= 7_200; time += 1) {
    reporter.failed(FULL);
    clock.advance(500);
  }
  reporter.worked();
  reporter.worked();
  expect(reported).toEqual([
    'The disk is full. 0 left out',
    ...Array.from({ length: 6 }, () => 'The disk is full. 1199 left out'),
    'over: The disk is full. 7201 times in 3600500 ms',
  ]);
});

test('a failure with another cause is logged at once, with how often the previous one was left out', () => {
  const { reported, reporter } = aReporter();
  for (const failure of [FULL, FULL, FULL, READ_ONLY, READ_ONLY]) reporter.failed(failure);
  expect(reported).toEqual(['The disk is full. 0 left out', 'The file is read-only. 2 left out']);
});

test('messages that differ only in a number have the same cause', () => {
  const { reported, reporter } = aReporter();
  for (let id = 1; id <= 3; id += 1)
    reporter.failed({ code: null, message: `Letter ${id} was given up.` }, 'The key is wrong.');
  expect(reported).toEqual(['Letter 1 was given up. 0 left out']);
});

test('a failure that recurs after its end is logged again', () => {
  const { reported, reporter } = aReporter();
  for (let time = 0; time < 2; time += 1) {
    reporter.failed(FULL);
    reporter.worked();
  }
  expect(reported).toHaveLength(4);
});

test('a clock that is set back by a day does not silence a failure', () => {
  const { clock, reported, reporter } = aReporter();
  reporter.failed(FULL);
  clock.advance(-24 * 3_600_000);
  reporter.failed(FULL);
  clock.advance(FAILURE_REPORT_INTERVAL_MS);
  reporter.failed(FULL);
  expect(reported).toHaveLength(3);
});

test('a recovery is not logged without a failure before it', () => {
  const { reported, reporter } = aReporter();
  reporter.worked();
  expect(reported).toEqual([]);
});
