import { describe, expect, test } from 'vitest';
import {
  type CountedLimit,
  countSignUps,
  createLimitLookup,
  findObstacle,
  type SignUpCounts,
} from '../../../src/subscribers/sign-ups/sign-up-limits.ts';
import { TUESDAY } from '../../support/comparisons.ts';
import { SECRET } from '../../support/sign-ups.ts';

const MINUTE = 60_000;
const NETWORK: CountedLimit = {
  key: 'a',
  by: 'network',
  maxWithoutProof: 2,
  maxMoreWithProof: 1,
  windowMs: 10 * MINUTE,
};
const ALL: CountedLimit = {
  key: 'all',
  by: 'all',
  maxWithoutProof: 3,
  maxMoreWithProof: 2,
  windowMs: 60 * MINUTE,
};
const NOTHING: SignUpCounts = new Map();
const plain = { limits: [NETWORK, ALL], isProven: false, at: TUESDAY };
const proven = { ...plain, isProven: true };
const kinds = (signUps: (typeof plain)[], counts = NOTHING) =>
  countSignUps(signUps, counts).obstacles.map((obstacle) => obstacle && `${obstacle.kind} ${obstacle.by}`);

describe('of sign-ups that come at the same time', () => {
  test('of simultaneous sign-ups, as many are accepted as if they came one after the other', () => {
    expect(kinds([plain, plain, plain, proven, proven, plain])).toEqual([
      null,
      null,
      'prove network',
      null,
      'refuse network',
      'refuse network',
    ]);
  });

  test('sign-ups that one limit stops do not count towards the others', () => {
    const { changed } = countSignUps([plain, plain, plain, plain], NOTHING);
    expect(changed).toEqual(
      new Map([
        ['a', { count: 2, endsAt: TUESDAY + 10 * MINUTE }],
        ['all', { count: 2, endsAt: TUESDAY + 60 * MINUTE }],
      ]),
    );
    const full = new Map([['all', { count: 5, endsAt: TUESDAY + MINUTE }]]);
    expect(countSignUps([plain, proven], full).changed).toEqual(NOTHING);
  });

  test('simultaneous sign-ups are each judged at their own time', () => {
    const counts = new Map([['a', { count: 3, endsAt: TUESDAY + 1 }]]);
    expect(kinds([plain, { ...plain, at: TUESDAY + 1 }, { ...plain, at: TUESDAY + 2 }], counts)).toEqual([
      'refuse network',
      null,
      null,
    ]);
  });
});

describe('a count', () => {
  test('a limit’s count ends with its time, and the next one begins with the next sign-up', () => {
    const counts = new Map([['a', { count: 3, endsAt: TUESDAY }]]);
    const { obstacles, changed } = countSignUps([{ ...plain, limits: [NETWORK] }], counts);
    expect(obstacles).toEqual([null]);
    expect(changed).toEqual(new Map([['a', { count: 1, endsAt: TUESDAY + 10 * MINUTE }]]));
  });

  test('a limit’s count says when there is room again, and how many are accepted in what time', () => {
    const counts = new Map([['a', { count: 2, endsAt: TUESDAY + 4 * MINUTE }]]);
    expect(findObstacle(plain, counts, TUESDAY)).toEqual({
      kind: 'prove',
      by: 'network',
      max: 3,
      windowMs: 10 * MINUTE,
      retryAfterMs: 4 * MINUTE,
    });
  });
});

test('nobody has to solve a proof for one limit while another one refuses them', () => {
  const soon = TUESDAY + MINUTE;
  const network = new Map([
    ['a', { count: 2, endsAt: soon }],
    ['all', { count: 5, endsAt: soon }],
  ]);
  expect(kinds([plain, proven], network)).toEqual(['refuse all', 'refuse all']);
  const all = new Map([
    ['a', { count: 3, endsAt: soon }],
    ['all', { count: 3, endsAt: soon }],
  ]);
  expect(kinds([plain, proven], all)).toEqual(['refuse network', 'refuse network']);
});

test('visitors without an address have limits of their own, and two secrets give two sets of keys', () => {
  const keysOf = (secret: string, address: string | null) =>
    createLimitLookup([secret])(address).map(({ key }) => key);
  expect(keysOf(SECRET, null)).toEqual(keysOf(SECRET, 'nonsense'));
  expect(keysOf(SECRET, '192.0.2.7')).toHaveLength(3);
  expect(keysOf(SECRET, '2001:db8::1')).toHaveLength(4);
  const shared = keysOf(SECRET, '192.0.2.7').filter((key) =>
    keysOf('another secret', '192.0.2.7').includes(key),
  );
  expect(shared).toEqual(['sign-ups:all']);
  expect(keysOf(SECRET, '2001:db8::1').join()).not.toContain('2001');
});
