import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { build } from 'esbuild';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { projectPath } from '../../src/shared/project-path.ts';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { addReaders, approveIssue, SLOT } from '../support/issues.ts';
import { makePlace, type Place, startNode } from '../support/processes.ts';
import { KILL_POINTS } from '../support/sending/killed-sender.ts';

const READERS = 120;
/** In the project's folder, where it finds the migrations. */
const KILLED_SENDER = projectPath('dist', 'test', 'killed-sender.js');

// One bundled file loads in a fraction of the time, and it is started twenty times.
beforeAll(async () => {
  await build({
    entryPoints: [projectPath('test', 'support', 'sending', 'killed-sender.ts')],
    outfile: KILLED_SENDER,
    bundle: true,
    platform: 'node',
    target: 'node22.14',
    format: 'esm',
    mainFields: ['module', 'main'],
    external: ['better-sqlite3'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
});

let place: Place;
beforeEach(async () => {
  place = await makePlace();
  const stores = openSqliteStores(place.database);
  await addReaders(stores.subscriberStore, READERS);
  await approveIssue(stores);
  await stores.close();
});
afterEach(() => place.remove());

const sender = (point: string) => startNode([KILLED_SENDER, point], { env: place.env }).finished;

/** Ends the leases of the killed process, which half a minute would do. */
function lapseLeases(): void {
  const database = new Database(place.database);
  database.exec(`update batches set lease_expires_at = 0 where status = 'taken'`);
  database.close();
}

async function recipients(): Promise<string[]> {
  const messages = await Promise.all(
    (await place.messages()).map((name) => readFile(join(place.outbox, 'new', name), 'utf8')),
  );
  return messages.map((message) => /^To: (.*)$/m.exec(message)?.[1] ?? '').toSorted();
}

const everybodyOnce = Array.from(
  { length: READERS },
  (_, index) => `reader${index + 1}@verdicts.test`,
).toSorted();

describe.each(KILL_POINTS.filter((point) => point !== 'never'))('a sender that is killed %s', (point) => {
  test('the next sender continues, and every subscriber has the issue once', async () => {
    expect((await sender(point)).signal).toBe('SIGKILL');
    lapseLeases();
    expect(await sender('never')).toMatchObject({ status: 0, stdout: 'sent' });
    expect(await recipients()).toEqual(everybodyOnce);
    const stores = openSqliteStores(place.database);
    expect(await stores.issueStore.findIssue(SLOT)).toMatchObject({
      status: 'sent',
      deliveries: { pending: 0, submitted: READERS, rejected: 0, uncertain: 0, excluded: 0 },
    });
    await stores.close();
  });
});

test('a sender that is killed again and again is replaced by the next each time', async () => {
  for (const point of KILL_POINTS.filter((known) => known !== 'never')) {
    expect((await sender(point)).signal).toBe('SIGKILL');
    lapseLeases();
  }
  expect(await sender('never')).toMatchObject({ stdout: 'sent' });
  expect(await recipients()).toEqual(everybodyOnce);
});

test('two processes at once send one email to each subscriber', async () => {
  const ends = await Promise.all([sender('never'), sender('never')]);
  expect(ends.map(({ stdout }) => stdout)).toEqual(['sent', 'sent']);
  expect(await recipients()).toEqual(everybodyOnce);
});
