import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { slotsSince } from '../../src/backup/slots-since.ts';
import { createTokenSigner } from '../../src/links/tokens.ts';
import { projectPath } from '../../src/shared/project-path.ts';
import { openDatabase } from '../../src/sqlite/open-database.ts';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { type BackedUpPlace, makeBackedUpPlace } from '../support/database/backed-up-place.ts';
import { fillEveryTable } from '../support/database/rows-in-every-table.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT } from '../support/issues.ts';
import { scheduleOf } from '../support/scheduler.ts';

let place: BackedUpPlace;
beforeEach(async () => {
  place = await makeBackedUpPlace();
});
afterEach(() => place.remove());

describe('the ids of a restored database', () => {
  test('a restored database issues only ids above all that were issued after the backup, in every table', async () => {
    const { $client } = openDatabase(place.database);
    fillEveryTable($client, 99);
    $client.close();
    await place.backup();
    const tables = place
      .rowsOf(`select name from sqlite_master where type = 'table' and sql like '%autoincrement%'`)
      .map(String);
    const later = new Database(place.database);
    for (const table of tables)
      later.prepare('update sqlite_sequence set seq = seq + 5000 where name = ?').run(table);
    const last = new Map(
      later.prepare<[], [string, number]>('select name, seq from sqlite_sequence').raw().all(),
    );
    later.close();
    // The database is lost, so the ids it issued are unknown.
    await rm(place.database);
    expect((await place.restore()).status).toBe(0);
    expect(tables.length).toBeGreaterThan(8);
    for (const table of tables)
      expect(
        place.rowsOf(`select seq from sqlite_sequence where name = '${table}'`)[0],
        table,
      ).toBeGreaterThan(last.get(table) ?? 0);
  });

  test('a link of somebody who came after the backup does not work for the next stranger after a restore', async () => {
    await place.add('ada');
    await place.backup();
    await place.add('ben');
    const subscriberId = Number(place.rowsOf(`select id from subscribers where email like 'ben%'`)[0]);
    const secret = readFileSync(join(place.folder, 'signing-secret'), 'utf8').trim();
    const token = createTokenSigner([secret]).sign({ purpose: 'unsubscribe', subscriberId, slot: SLOT });
    await place.restore();
    await place.add('stranger');
    const { url } = await place.serve();
    expect((await fetch(`${url}/unsubscribe/${token}`, { method: 'POST' })).status).toBe(200);
    expect(place.rowsOf(`select status from subscribers where email like 'stranger%'`)).toEqual([
      'confirmed',
    ]);
  });
});

describe('after a restore', () => {
  test('after a restore, the next slot waits for a person, who can release it', async () => {
    await place.add('ada');
    await place.backup();
    const { issues } = (await place.restore()).result;
    const shown = (await place.run(['issue', 'list'])).result;
    expect(issues.length).toBeGreaterThan(0);
    for (const { slot } of issues)
      expect(shown.find((issue: { slot: string }) => issue.slot === slot)).toMatchObject({ status: 'held' });
    const next = issues.at(-1).slot;
    expect((await place.run(['issue', 'resume', next])).result).toMatchObject({ status: 'draft' });
  });

  test('after a restore, the documented query finds everybody who left after the backup, and nobody else', async () => {
    for (const name of ['ada', 'ben', 'cleo', 'dora', 'earl']) await place.add(name);
    const complained = (name: string) => {
      const database = new Database(place.database);
      const insert = 'insert into suppressions (key, reason, at) values (?, ?, 1)';
      database.prepare(insert).run(`${name}@verdicts.test`, 'complained');
      database.close();
    };
    // The backup knows this one itself.
    complained('earl');
    await place.backup();
    await place.run(['subscribers', 'unsubscribe', 'ben@verdicts.test']);
    await place.run(['subscribers', 'erase', 'cleo@verdicts.test', '--yes']);
    complained('dora');
    const { movedTo } = (await place.restore()).result;
    const docs = readFileSync(projectPath('docs', 'backup.md'), 'utf8');
    const [attach = '', query = ''] = (/```sql\n(.*?)```/s.exec(docs)?.[1] ?? '').split(';\n');
    const restored = new Database(place.database);
    restored.exec(attach.replace(/'.*'/, `'${join(movedTo, 'verdicts.db')}'`));
    const left = restored.prepare(query).pluck().all();
    restored.close();
    expect(left.toSorted()).toEqual(['ben', 'cleo', 'dora'].map((name) => `${name}@verdicts.test`));
  });

  test('after a restore, "serve" sends nothing that had gone out, and tells the editor', async () => {
    const stores = openSqliteStores(place.database);
    await addReaders(stores.subscriberStore, 150);
    await approveIssue(stores);
    await freezeWholeAudience(stores.deliveryStore, { transport: 'outbox' });
    await stores.close();
    const waiting = openDatabase(place.database);
    waiting.$client.exec(`
      update scheduler_watch set since = 0, made_at = 0;
      insert into sign_ups (email, email_key, source, text_version, at)
        values ('fay@verdicts.test', 'fay@verdicts.test', 'form', '1', ${Date.now()});
      insert into outgoing_emails (subscriber_id, throttle_key, kind, status, token, turn, created_at)
        values (1, 'hmac:1', 'data', 'open', '${'t'.repeat(43)}', 0, ${Date.now()});`);
    waiting.$client.close();
    await place.backup();
    expect((await place.run(['send', '--slot', SLOT, '--yes'])).result).toMatchObject({ status: 'sent' });
    await rm(place.outbox, { recursive: true });

    const { result } = await place.restore();
    expect(result).toMatchObject({ droppedLetters: 1, droppedSignUps: 1 });
    expect(result.issues).toContainEqual({ slot: SLOT, status: 'paused' });
    const { stop } = await place.serve({ EDITOR_EMAIL: 'editor@verdicts.test' });
    await expect.poll(() => place.messages(), { timeout: 20_000 }).not.toHaveLength(0);
    const now = Date.now();
    const open = slotsSince(scheduleOf('0 9 * * 2'), {
      since: now,
      now,
      decidedSlots: [],
      decidedInCopy: [],
    });
    expect(result.issues.map(({ slot }: { slot: string }) => slot).sort()).toEqual(
      [SLOT, ...open.map(({ slot }) => slot)].sort(),
    );
    const notices = result.issues.length;
    await expect.poll(() => place.messages(), { timeout: 20_000 }).toHaveLength(notices);
    const { status } = await stop();
    expect(status).toBe(0);
    const texts = await Promise.all(
      (await place.messages()).map((name) => PostalMime.parse(readFileSync(join(place.outbox, 'new', name)))),
    );
    expect(texts.map(({ to }) => to?.[0]?.address)).toEqual(texts.map(() => 'editor@verdicts.test'));
    expect(texts.map(({ text }) => text).join('\n')).toContain('restored from an older copy');
  });
});
