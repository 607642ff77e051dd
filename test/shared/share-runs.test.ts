import { expect, test } from 'vitest';
import { shareRuns } from '../../src/shared/jobs/share-runs.ts';

/** Work that ends when it is told to. */
function scriptedWork() {
  const ends: ((error?: Error) => void)[] = [];
  const work = () =>
    new Promise<number>((resolve, reject) => {
      const number = ends.length + 1;
      ends.push((error) => (error === undefined ? resolve(number) : reject(error)));
    });
  return { work, ends };
}

test('those who ask while a run goes on share the next, which begins after they asked', async () => {
  const { work, ends } = scriptedWork();
  const ask = shareRuns(work);
  const [one, two, three] = [ask(), ask(), ask()];
  expect(ends).toHaveLength(1);
  ends[0]?.();
  expect(await one).toBe(1);
  await Promise.resolve();
  ends[1]?.();
  expect(await Promise.all([two, three])).toEqual([2, 2]);
  expect(ends).toHaveLength(2);
});

test('after a run that failed, the next begins all the same', async () => {
  const { work, ends } = scriptedWork();
  const ask = shareRuns(work);
  const [one, two] = [ask(), ask()];
  ends[0]?.(new Error('The first run failed.'));
  await expect(one).rejects.toThrow('The first run failed.');
  await Promise.resolve();
  ends[1]?.();
  expect(await two).toBe(2);
  const later = ask();
  ends[2]?.();
  expect(await later).toBe(3);
});
