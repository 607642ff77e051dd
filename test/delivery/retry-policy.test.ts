import { expect, test } from 'vitest';
import { bodyHash } from '../../src/delivery/body-hash.ts';
import { isKeyRemembered, nextAttemptAt } from '../../src/delivery/retry-policy.ts';
import { HOUR, TUESDAY } from '../support/comparisons.ts';

const attempts = (count: number) => ({ count, firstAt: TUESDAY, keyLifetimeMs: 24 * HOUR });

test('the waits between attempts double from one second up to five minutes', () => {
  const waits = [1, 2, 3, 9, 10, 1_000].map(
    (count) => (nextAttemptAt(attempts(count), TUESDAY) ?? 0) - TUESDAY,
  );
  expect(waits).toEqual([1_000, 2_000, 4_000, 256_000, 300_000, 300_000]);
});

test('the last attempt is made an hour before the provider forgets the key', () => {
  expect(isKeyRemembered(attempts(2), TUESDAY + 23 * HOUR - 1)).toBe(true);
  expect(isKeyRemembered(attempts(2), TUESDAY + 23 * HOUR)).toBe(false);
  expect(nextAttemptAt(attempts(1), TUESDAY + 23 * HOUR - 1_001)).toBe(TUESDAY + 23 * HOUR - 1);
  expect(nextAttemptAt(attempts(1), TUESDAY + 23 * HOUR - 1_000)).toBeNull();
});

test('a key that the provider never forgets can always be repeated', () => {
  expect(
    isKeyRemembered({ ...attempts(2), keyLifetimeMs: Number.POSITIVE_INFINITY }, TUESDAY + 9_999 * HOUR),
  ).toBe(true);
});

test('a body has one hash, and each change of it another', () => {
  const long = Buffer.from('x'.repeat(5_000));
  const body = [Buffer.from('to: ada'), long, Buffer.from('token')];
  expect(bodyHash([...body])).toBe(bodyHash(body.map((part) => Buffer.from(part))));
  const others = [
    [Buffer.from('to: adb'), long, Buffer.from('token')],
    [Buffer.from('to: ada'), Buffer.from(`${'x'.repeat(4_999)}y`), Buffer.from('token')],
    [Buffer.from('to: ad'), long, Buffer.from('atoken')],
    [long, Buffer.from('to: ada'), Buffer.from('token')],
    [Buffer.from('to: ada'), long],
    [Buffer.from('to: ada'), long, long, Buffer.from('token')],
  ];
  expect(new Set([body, ...others].map(bodyHash)).size).toBe(others.length + 1);
});
