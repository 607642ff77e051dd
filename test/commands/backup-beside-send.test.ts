import { expect, test } from 'vitest';
import { backedUpRun } from '../soak/backed-up-run.ts';

test('backups made during a server and a send are whole, and send nothing by themselves when restored', async () => {
  const run = { readers: 2_500, requestsPerSecond: 5, restores: 3 };
  const { submitted, doubled, copies } = await backedUpRun(run);
  expect([submitted, doubled]).toEqual([run.readers, []]);
  expect(copies.map(({ integrity }) => integrity)).toEqual(copies.map(() => 'ok'));
  expect(copies.flatMap(({ sentTo }) => sentTo)).toEqual([]);
  const stood = copies.map(({ status }) => status);
  expect([stood.at(0), stood.at(-1)]).toEqual(['approved', 'sent']);
  expect(stood).toContain('sending');
  const halfway = copies.filter(({ submitted }) => submitted > 0 && submitted < run.readers);
  expect(halfway.length).toBeGreaterThan(0);
  const restored = copies.flatMap(({ restoredAs }) => restoredAs ?? []);
  expect(restored).toEqual(['held', 'paused', 'sent']);
}, 120_000);
