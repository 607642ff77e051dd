import { afterEach, beforeEach, expect, test } from 'vitest';
import { FAILURE_KINDS } from '../../src/issues/failure-kinds.ts';
import { sqliteEngine } from '../../src/sqlite/engine.ts';
import { detectByMarker, markerInMemory } from '../../src/sqlite/files/restore-marker.ts';
import { openDatabase, type SqliteDatabase } from '../../src/sqlite/open-database.ts';
import { createDeliveryStore } from '../../src/store/deliveries/delivery-store.ts';
import { createIssueStore } from '../../src/store/issues/issue-store.ts';
import { createReportStore } from '../../src/store/issues/report-store.ts';
import { emptyDatabase } from '../support/database/empty-database.ts';
import { SLOT } from '../support/issues.ts';

let db: SqliteDatabase;
beforeEach(() => {
  db = openDatabase(emptyDatabase());
});
afterEach(() => {
  db.$client.close();
});

/** All statements that `work` prepares. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const asked: string[] = [];
  const prepare = db.$client.prepare.bind(db.$client);
  db.$client.prepare = ((source: string) => {
    asked.push(source);
    return prepare(source);
  }) as typeof db.$client.prepare;
  await work();
  db.$client.prepare = prepare;
  return asked;
}

/** How SQLite would go about everything that `work` asks of it. */
async function plansOf(work: () => Promise<unknown>): Promise<string[]> {
  return (await statementsOf(work)).flatMap((source) => {
    const plan = db.$client.prepare<unknown[], { detail: string }>(`explain query plan ${source}`);
    const places = source.match(/\?/g)?.length ?? 0;
    return plan.all(...Array.from({ length: places }, () => 1)).map(({ detail }) => detail);
  });
}

test.each(FAILURE_KINDS)('failures that are %s are found without a scan or a sort', async (kind) => {
  const { listFailures } = createReportStore(sqliteEngine(db));
  const plans = await plansOf(() => listFailures({ slot: SLOT, kind, offset: 0, limit: 50 }));
  const index =
    kind === 'bounced' || kind === 'complained'
      ? 'deliveries_bounced_or_complained'
      : 'deliveries_not_submitted';
  expect(plans.join('; ')).toMatch(
    new RegExp(`COVERING INDEX ${index} \\(issue_id=\\? AND (status|provider_state)=\\?\\)`),
  );
  const readsThePage = plans.indexOf('SCAN page');
  expect(readsThePage).toBeGreaterThan(0);
  expect(plans.slice(0, readsThePage).join('; ')).not.toContain('TEMP B-TREE');
});

test('the deliveries of an issue are listed in parts without a scan or a sort', async () => {
  const after = { batch: 1, deliveryId: 1 } as never;
  const { listDeliveries } = createReportStore(sqliteEngine(db));
  const plans = (await plansOf(() => listDeliveries({ slot: SLOT, after, limit: 50 }))).join('; ');
  expect(plans).toContain('deliveries_by_batch (issue_id=? AND batch_number>?)');
  expect(plans).not.toMatch(/TEMP B-TREE|SCAN/);
});

test('failures are counted without scanning all deliveries', async () => {
  const plans = (await plansOf(() => createReportStore(sqliteEngine(db)).countFailures(SLOT))).join('; ');
  expect(plans).toContain('COVERING INDEX deliveries_bounced_or_complained (issue_id=?');
  expect(plans).toContain('COVERING INDEX deliveries_not_submitted (issue_id=?');
  expect(plans.match(/FOR GROUP BY/g)).toHaveLength(1);
});

test('the expected audience is counted by an index, a part at a time', async () => {
  const add = 'insert into subscribers (email, email_key, status, created_at)';
  db.$client.exec(`${add} values ('a@verdicts.test', 'a@verdicts.test', 'confirmed', 1)`);
  const plans = await plansOf(() =>
    createDeliveryStore(sqliteEngine(db), detectByMarker(markerInMemory())).forecastAudience(1),
  );
  expect(plans).toContainEqual(
    expect.stringMatching(
      /COVERING INDEX subscribers_confirmed \(paused_until=\? AND rowid>\? AND rowid<\?\)/,
    ),
  );
  expect(plans.filter((plan) => /^SCAN (s|subscribers)\b/.test(plan))).toEqual([]);
});

test('lists of issues read nothing of the copies but their first columns', async () => {
  const issueStore = createIssueStore(sqliteEngine(db));
  const statements = await statementsOf(async () => {
    await issueStore.listIssues();
    await issueStore.listPublicIssues({ offset: 0, limit: 10 });
    await createReportStore(sqliteEngine(db)).listIssues({ offset: 0, limit: 10 });
  });
  expect(statements.join('; ')).toContain('frozen_copies');
  expect(statements.join('; ')).not.toContain('content');
});
