import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { slotOf } from '../../src/schedule/slot.ts';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { aComparison, DAY, HOUR } from '../support/comparisons.ts';
import { addReaders } from '../support/issues.ts';
import { type Finished, makePlace, type Place, PROGRAM, startNode } from '../support/processes.ts';

const READERS = 800;
const EDITOR = 'editor@verdicts.test';

let place: Place;
let running: { child: { kill(signal: NodeJS.Signals): boolean }; finished: Promise<Finished> } | null = null;
let instant: number;
beforeEach(async () => {
  place = await makePlace();
  instant = Math.floor((Date.now() - HOUR) / 60_000) * 60_000;
});
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.finished;
  running = null;
  await place.remove();
});

/** A database that is older than the slot, whose instant was an hour ago. */
async function prepare(readers: number) {
  const stores = openSqliteStores(place.database);
  await addReaders(stores.subscriberStore, readers);
  const comparison = aComparison({ tools: ['Kiln', 'Loom'] });
  await stores.comparisonStore.saveComparison(
    { ...comparison, publishedAt: new Date(instant - HOUR).toISOString() },
    instant - HOUR,
  );
  await stores.close();
  change(`update scheduler_watch set since = ${instant - DAY}, made_at = ${instant - DAY}`);
}

function change(statement: string) {
  const database = new Database(place.database);
  database.exec(statement);
  database.close();
}

/** Starts the program with a schedule that fired an hour ago. */
function serve(env: Record<string, string> = {}) {
  const at = new Date(instant);
  const SCHEDULE = `${at.getUTCMinutes()} ${at.getUTCHours()} * * ${at.getUTCDay()}`;
  running = startNode([PROGRAM, 'serve'], {
    env: { ...place.env, PORT: '0', SCHEDULE, EDITOR_EMAIL: EDITOR, ...env },
  });
  return running;
}

const recipients = async () => {
  const messages = await Promise.all(
    (await place.messages()).map((name) => readFile(join(place.outbox, 'new', name), 'utf8')),
  );
  return messages.map((message) => /^To: (.*)$/m.exec(message)?.[1] ?? '');
};

async function findIssue() {
  const stores = openSqliteStores(place.database);
  const issues = await stores.issueStore.listIssues();
  await stores.close();
  return issues;
}

describe('serve with a slot that was missed by an hour', () => {
  test('serve sends a missed slot, is killed in the middle and continues: one issue, nobody twice, nobody missing', async () => {
    await prepare(READERS);
    const first = serve();
    await expect.poll(async () => (await place.messages()).length, { timeout: 30_000 }).toBeGreaterThan(100);
    first.child.kill('SIGKILL');
    await first.finished;
    expect((await place.messages()).length).toBeLessThan(READERS);
    // As if half a minute had passed.
    change(`update batches set lease_expires_at = 0 where status = 'taken'`);
    const { child, finished } = serve();
    await expect
      .poll(async () => (await place.messages()).length, { timeout: 40_000 })
      .toBeGreaterThan(READERS);
    child.kill('SIGTERM');
    const { status, stderr } = await finished;
    expect(status).toBe(0);
    expect(stderr).not.toContain('@');
    const everybody = Array.from({ length: READERS }, (_, index) => `reader${index + 1}@verdicts.test`);
    expect((await recipients()).toSorted()).toEqual([...everybody, EDITOR].toSorted());
    expect(await findIssue()).toMatchObject([
      {
        slot: slotOf(instant, 'UTC'),
        status: 'sent',
        scheduledAt: instant,
        deliveries: { pending: 0, submitted: READERS },
      },
    ]);
  });

  test('serve holds a missed slot that is not approved, and emails the editor, without list headers', async () => {
    await prepare(1);
    const { child, finished } = serve({ REVIEW: 'required' });
    await expect.poll(() => place.messages(), { timeout: 20_000 }).toHaveLength(1);
    child.kill('SIGTERM');
    const { status, stderr } = await finished;
    expect(status).toBe(0);
    expect(stderr).toContain('"event":"slot"');
    expect(stderr).not.toContain('Warning');
    const [name = ''] = await place.messages();
    const mail = await PostalMime.parse(await readFile(join(place.outbox, 'new', name)));
    const headers = Object.fromEntries(mail.headers.map(({ key, value }) => [key, value]));
    expect(mail.to?.[0]?.address).toBe(EDITOR);
    expect(mail.subject).toMatch(/on hold until you decide$/);
    expect(headers['auto-submitted']).toBe('auto-generated');
    expect(Object.keys(headers).filter((key) => key.startsWith('list-'))).toEqual([]);
    expect(mail.text).toContain('http://127.0.0.1:3000/studio');
    expect(mail.html).toContain('http://127.0.0.1:3000/studio');
  });

  test('serve sends nothing for a slot that the database is younger than', async () => {
    await prepare(1);
    change(`update scheduler_watch set since = ${Date.now()}`);
    const { child, finished } = serve();
    const checks = () => {
      const database = new Database(place.database, { readonly: true });
      const count = database.prepare('select checks from scheduler_watch').pluck().get();
      database.close();
      return count;
    };
    await expect.poll(checks, { timeout: 20_000 }).toBe(1);
    child.kill('SIGTERM');
    expect((await finished).status).toBe(0);
    expect([await findIssue(), await place.messages()]).toEqual([[], []]);
  });
});
