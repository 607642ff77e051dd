import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RestoreFacts } from '../../../src/backup/database-files.ts';
import { statusAfterRestore } from '../../../src/backup/restore-rules.ts';
import { ISSUE_STATUSES, type IssueStatus } from '../../../src/issues/issue-status-rules.ts';
import { RESTORED_REASON } from '../../../src/issues/restored-reason.ts';
import { sqliteDatabaseFiles } from '../../../src/sqlite/files/database-files.ts';
import { openDatabase } from '../../../src/sqlite/open-database.ts';
import { fillEveryTable } from '../../support/database/rows-in-every-table.ts';
import { makePlace, type Place } from '../../support/processes.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const NO_FACTS: RestoreFacts = { now: NOW, openSlots: [], restoreMarker: null, latestIds: new Map() };

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(() => place.remove());

const openSlot = (slot: string, instant: number) => ({ slot, instant, weekEndsAt: NOW + 3_000 });
const inDatabase = (sql: string) => {
  const { $client } = openDatabase(place.database);
  $client.exec(sql);
  $client.close();
};
const rowsOf = (sql: string) => {
  const { $client } = openDatabase(place.database);
  const rows = $client.prepare(sql).pluck().all();
  $client.close();
  return rows;
};
const mark = (facts: Partial<RestoreFacts> = {}) =>
  sqliteDatabaseFiles.markRestored(place.database, { ...NO_FACTS, ...facts });

/** A database with rows in every table, whose issue of 2026-W47 has the status. */
function fillWith(status: IssueStatus) {
  const { $client } = openDatabase(place.database);
  fillEveryTable($client, 99);
  $client.exec(`
    delete from deliveries; delete from batches;
    update audiences set candidates = 0, included = 0, excluded_suppressed = 0, excluded_paused = 0;
    update issues set status = '${status}', paused_until = iif('${status}' = 'paused', 1, null)
      where slot = '2026-W47'`);
  $client.close();
}

describe('a backup that is put back', () => {
  test.each(ISSUE_STATUSES)(
    'a restored backup has no issue that continues by itself if one was %s',
    async (status) => {
      fillWith(status);
      const { issues } = await mark();
      const waits = statusAfterRestore(status);
      const after = waits ?? status;
      expect(rowsOf(`select status from issues where slot = '2026-W47'`)).toEqual([after]);
      expect(['approved', 'sending']).not.toContain(after);
      expect(rowsOf(`select slot from issues where paused_until is not null`)).toEqual([]);
      expect(issues).toEqual(waits === null ? [] : [{ slot: '2026-W47', status: waits }]);
      expect(rowsOf(`select event from outgoing_emails where kind = 'notice' and status = 'open'`)).toEqual(
        waits === null ? [] : [waits],
      );
    },
  );

  test('a restored backup holds the slots that were not settled, and leaves the others alone', async () => {
    fillWith('sent');
    const openSlots = [
      openSlot('2026-W47', NOW - 1000),
      openSlot('2026-W48', NOW + 1000),
      openSlot('2026-W49', NOW + 2000),
    ];
    inDatabase('update scheduler_watch set since = 0, made_at = 0');
    const { issues } = await mark({ openSlots });
    expect(issues).toEqual([
      { slot: '2026-W48', status: 'held' },
      { slot: '2026-W49', status: 'held' },
    ]);
    expect(rowsOf(`select status from issues where slot = '2026-W47'`)).toEqual(['sent']);
    expect(rowsOf(`select subject from text_overrides`)).toEqual(['My words']);
  });

  test('a restored backup holds the slot of the week in which the database was made, but no earlier one', async () => {
    openDatabase(place.database).$client.close();
    inDatabase(`update scheduler_watch set since = ${NOW - 500}, made_at = ${NOW - 500}`);
    const openSlots = [
      { ...openSlot('2026-W46', NOW - 2000), weekEndsAt: NOW - 1500 },
      openSlot('2026-W47', NOW - 1000),
    ];
    const { issues } = await mark({ openSlots });
    expect(issues).toEqual([{ slot: '2026-W47', status: 'held' }]);
  });

  test('a restored backup holds a slot that the program had skipped, but not one that an editor skipped', async () => {
    fillWith('sent');
    const skip = (slot: string, byEditor: number) =>
      inDatabase(`insert into issues (slot, status, reason, scheduled_at, created_at, by_editor)
        values ('${slot}', 'skipped', 'Why.', ${NOW}, ${NOW}, ${byEditor})`);
    inDatabase('update scheduler_watch set made_at = 0');
    skip('2026-W43', 0);
    skip('2026-W44', 1);
    const openSlots = [openSlot('2026-W43', NOW - 1000), openSlot('2026-W44', NOW - 500)];
    const { issues } = await mark({ openSlots });
    expect(issues).toEqual([{ slot: '2026-W43', status: 'held' }]);
    expect(rowsOf(`select status from issues where slot = '2026-W44'`)).toEqual(['skipped']);
  });

  test('a restored backup keeps why an issue was held, and says that it may have gone out since', async () => {
    fillWith('held');
    inDatabase(`update issues set reason = 'Wait for the photo.' where slot = '2026-W47'`);
    await mark();
    await mark();
    expect(rowsOf(`select reason from issues where slot = '2026-W47'`)).toEqual([
      `${RESTORED_REASON.held} In the copy it was held already: Wait for the photo.`,
    ]);
  });

  test('a restored backup has no transactional email under way, and none that could be claimed again', async () => {
    fillWith('sent');
    inDatabase(`update outgoing_emails set status = 'open', lease_expires_at = null where kind = 'notice'`);
    expect(await mark()).toMatchObject({ droppedLetters: 1, droppedSignUps: 1 });
    expect(rowsOf(`select status from outgoing_emails where kind <> 'notice'`)).toEqual(['dropped']);
    expect(rowsOf(`select status from outgoing_emails where kind = 'notice'`)).toEqual(['dropped']);
    expect(rowsOf(`select count(*) from email_requests`)).toEqual([0]);
    expect(rowsOf(`select count(*) from sign_ups`)).toEqual([0]);
    expect(rowsOf(`select count(*) from link_tokens`)).toEqual([1]);
  });

  test('a restored backup has nobody signed in to the studio', async () => {
    fillWith('sent');
    expect(rowsOf('select count(*) from studio_sessions')).not.toEqual([0]);
    await mark();
    expect(rowsOf('select count(*) from studio_sessions')).toEqual([0]);
    expect(rowsOf('select count(*) from studio_events')).not.toEqual([0]);
  });

  test('a restored backup knows as many checks as the file beside the database, and watches slots from now on', async () => {
    fillWith('sent');
    const database = String(rowsOf('select "database" from scheduler_watch')[0]);
    const { watch } = await mark({ restoreMarker: { database, checks: 900, latestAt: NOW + 5 } });
    expect(watch).toMatchObject({ checks: 900, because: 'restored', since: NOW + 6 });
  });

  test('a restored backup skips the ids that the replaced database is known to have issued', async () => {
    fillWith('sent');
    await mark({ latestIds: new Map([['subscribers', 7_000_000_000]]) });
    expect(Number(rowsOf(`select seq from sqlite_sequence where name = 'subscribers'`)[0])).toBeGreaterThan(
      7_000_000_000,
    );
  });

  test('leaves out ids above those of tables that the replaced database still had, and that are one since', async () => {
    fillWith('sent');
    const latestIds = new Map([
      ['letters', 7_000_000_000],
      ['editor_notices', 1_000_000_000],
    ]);
    await mark({ latestIds });
    const [seq] = rowsOf(`select seq from sqlite_sequence where name = 'outgoing_emails'`);
    expect(Number(seq)).toBeGreaterThan(8_000_000_000);
  });
});
