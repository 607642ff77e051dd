import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Challenge } from 'altcha-lib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHALLENGE_LIFETIME_MS, createProofOfWork } from '../../../src/http/sign-up-checks/proof-of-work.ts';
import { openDatabase } from '../../../src/sqlite/open-database.ts';
import { createSqliteRateLimitStore } from '../../../src/sqlite/rate-limits.ts';
import { testClock } from '../../support/clock.ts';
import { SMALL_EFFORT, solve, writeProof } from '../../support/http/proofs.ts';
import { SECRET } from '../../support/sign-ups.ts';

const OTHER = 'another secret for tests, as long as the first';

/** With a database of its own unless one is given. */
function openWork({ secrets = [SECRET], clock = testClock(), path = ':memory:' } = {}) {
  const db = openDatabase(path);
  const store = createSqliteRateLimitStore(db);
  const work = createProofOfWork({ secrets, clock, spendOnce: store.spendOnce, effort: SMALL_EFFORT });
  const close = () => {
    store.close();
    db.$client.close();
  };
  return { ...work, clock, close };
}

/** A proof with any one of its values replaced. */
function altered(proof: string): fc.Arbitrary<string> {
  const value = JSON.parse(Buffer.from(proof, 'base64').toString());
  const places = placesIn(value);
  return fc
    .tuple(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 1 }), fc.nat(63))
    .map(([place, other, at]) => {
      const copy = structuredClone(value);
      const parent = place.slice(0, -1).reduce((object, key) => object[key], copy);
      const key = place.at(-1) ?? '';
      parent[key] = typeof parent[key] === 'string' && at % 2 === 0 ? withOtherDigit(parent[key], at) : other;
      return writeProof(copy);
    });
}

function placesIn(value: object): string[][] {
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...(typeof inner === 'object' && inner !== null ? placesIn(inner).map((place) => [key, ...place]) : []),
  ]);
}

const withOtherDigit = (text: string, at: number) => {
  const place = at % text.length;
  return text.slice(0, place) + (text[place] === '0' ? '1' : '0') + text.slice(place + 1);
};

test('the answer to a challenge may be any of the candidates, so that all have to be tried', async () => {
  const { newChallenge, close } = openWork();
  const counters = new Set<number>();
  for (let count = 0; count < 100; count += 1) {
    const { challenge, solution } = JSON.parse(
      Buffer.from(await solve(await newChallenge()), 'base64').toString(),
    );
    expect(challenge.parameters.cost).toBe(SMALL_EFFORT.iterations);
    counters.add(solution.counter);
  }
  expect([...counters].sort((one, other) => one - other)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  close();
});

describe('a solved challenge', () => {
  test('a solved challenge passes once, and never again', async () => {
    const { newChallenge, verify, close } = openWork();
    const proof = await solve(await newChallenge());
    expect([await verify(proof), await verify(proof), await verify(proof)]).toEqual([true, false, false]);
    close();
  });

  test('a solved challenge sent many times at once passes once, however it is written', async () => {
    const { newChallenge, verify, close } = openWork();
    const proof = await solve(await newChallenge());
    const { challenge, solution } = JSON.parse(Buffer.from(proof, 'base64').toString());
    const ways = [
      proof,
      proof.replace(/=+$/, ''),
      writeProof({ solution, challenge }),
      writeProof({ challenge, solution: { ...solution, counter: solution.counter + 1 } }),
      writeProof({ challenge, solution: { ...solution, time: 3 } }),
    ];
    const passed = await Promise.all([...ways, ...ways].map((way) => verify(way)));
    expect(passed.filter(Boolean)).toEqual([true]);
    close();
  });

  test('a used challenge stays used after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'proofs-'));
    const path = join(folder, 'verdicts.db');
    try {
      const clock = testClock();
      const first = openWork({ path, clock });
      const [spent, kept] = [
        await solve(await first.newChallenge()),
        await solve(await first.newChallenge()),
      ];
      expect(await first.verify(spent)).toBe(true);
      first.close();
      const second = openWork({ path, clock });
      expect([await second.verify(spent), await second.verify(kept)]).toEqual([false, true]);
      second.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each([
    [true, CHALLENGE_LIFETIME_MS - 1],
    [false, CHALLENGE_LIFETIME_MS],
  ])('a solved challenge passes in time only: %s after %i ms', async (passes, age) => {
    const { newChallenge, verify, clock, close } = openWork();
    const proof = await solve(await newChallenge());
    clock.advance(age);
    expect(await verify(proof)).toBe(passes);
    close();
  });

  test('a solved challenge passes after a new secret is put before its own, and not without its own', async () => {
    const clock = testClock();
    const [old, both, other] = [[SECRET], [OTHER, SECRET], [OTHER]].map((secrets) =>
      openWork({ secrets, clock }),
    );
    const proof = await solve((await old?.newChallenge()) as Challenge);
    expect([await other?.verify(proof), await both?.verify(proof)]).toEqual([false, true]);
    for (const each of [old, both, other]) each?.close();
  });
});

describe('a solution that is not of a challenge of ours never passes, and uses up nothing', () => {
  test('a solution that is altered anywhere does not pass', async () => {
    const { newChallenge, verify, close } = openWork();
    const proof = await solve(await newChallenge());
    const meaning = JSON.parse(Buffer.from(proof, 'base64').toString());
    await fc.assert(
      fc.asyncProperty(altered(proof), async (other) => {
        const { solution, ...rest } = JSON.parse(Buffer.from(other, 'base64').toString());
        // The counter is not checked: the key depends on it.
        fc.pre(JSON.stringify({ ...rest, key: solution?.derivedKey }) !== meaningOf(meaning));
        expect(await verify(other)).toBe(false);
      }),
      { numRuns: 300 },
    );
    expect(await verify(proof)).toBe(true);
    close();
  });

  test('a made-up solution does not pass', async () => {
    const { verify, close } = openWork();
    const madeUp = fc.oneof(
      fc.string(),
      fc.json().map((text) => Buffer.from(text).toString('base64')),
    );
    await fc.assert(
      fc.asyncProperty(madeUp, async (text) => {
        expect(await verify(text)).toBe(false);
      }),
    );
    for (const text of [
      '',
      'null',
      '{}',
      '0'.repeat(8_000),
      Buffer.from('['.repeat(4_000)).toString('base64'),
    ])
      expect(await verify(text)).toBe(false);
    close();
  });

  test('a solution sent with another challenge does not pass', async () => {
    const { newChallenge, verify, close } = openWork();
    const [one, other] = [await newChallenge(), await newChallenge()];
    const { solution } = JSON.parse(Buffer.from(await solve(one), 'base64').toString());
    expect(await verify(writeProof({ challenge: other, solution }))).toBe(false);
    expect(await verify(writeProof({ challenge: { ...other, signature: one.signature }, solution }))).toBe(
      false,
    );
    close();
  });

  test('the prefix of the key, which the challenge reveals, does not pass as the key', async () => {
    const { newChallenge, verify, close } = openWork();
    const challenge = await newChallenge();
    const derivedKey = challenge.parameters.keyPrefix.padEnd(64, '0');
    expect(await verify(writeProof({ challenge, solution: { counter: 1, derivedKey } }))).toBe(false);
    close();
  });
});

function meaningOf({ solution, ...rest }: { solution: { derivedKey: string } }): string {
  return JSON.stringify({ ...rest, key: solution.derivedKey });
}
