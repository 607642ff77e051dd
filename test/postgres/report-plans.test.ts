import type { Pool, QueryConfig } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FailureKind } from '../../src/issues/failure-kinds.ts';
import type { ReportStore } from '../../src/issues/report-store.ts';
import { postgresEngine } from '../../src/postgres/engine.ts';
import { openDatabase } from '../../src/postgres/open-database.ts';
import { createReportStore } from '../../src/store/issues/report-store.ts';
import { makePostgresDatabase, withoutPostgres } from '../support/database/postgres-server.ts';
import { SLOT } from '../support/issues.ts';

/**
 * Two issues to 20,000 subscribers each. Every twentieth delivery failed, in each way. Vacuum knows only of commits that are
 * on the disk that all see them.
 */
const ROWS = `
  set synchronous_commit = on;
  insert into issues (slot, status, created_at, scheduled_at) values ('${SLOT}', 'draft', 1, 1), ('2026-W10', 'draft', 1, 1);
  insert into subscribers (email, email_key, status, created_at)
    select n || '@verdicts.test', n || '@verdicts.test', 'confirmed', 1 from generate_series(1, 20000) n;
  insert into batches (issue_id, number, status, size)
    select issues.id, n, 'open', 100 from issues, generate_series(1, 200) n;
  insert into deliveries (issue_id, subscriber_id, batch_number, status, reject_code, updated_at, provider_state)
    select issues.id, n, (n - 1) / 100 + 1,
      case n % 20 when 0 then 'rejected' when 1 then 'excluded' when 2 then 'uncertain' else 'submitted' end,
      case n % 20 when 0 then 'invalid' end, 1,
      case n % 20 when 3 then 'bounced' when 4 then 'complained' when 5 then 'delivered' end
    from issues, generate_series(1, 20000) n;
  vacuum analyze;`;

describe.skipIf(withoutPostgres)('PostgreSQL', () => {
  let pool: Pool;
  let reportStore: ReportStore;
  const asked: QueryConfig[] = [];
  beforeAll(async () => {
    pool = await openDatabase(await makePostgresDatabase());
    for (const statement of ROWS.split(';').filter(Boolean)) await pool.query(statement);
    // One connection is enough for one statement after the other, so all are heard.
    pool.once('acquire', (client) => {
      const query = client.query.bind(client) as (...given: unknown[]) => never;
      client.query = ((...[statement, values, ...rest]: [QueryConfig, unknown[], ...unknown[]]) => {
        asked.push({ text: statement.text, values });
        return query(statement, values, ...rest);
      }) as typeof client.query;
    });
    reportStore = createReportStore(postgresEngine(pool));
  }, 60_000);
  afterAll(() => pool.end());

  /** The largest number of rows that any part of the statement read. */
  async function mostRowsRead(work: () => Promise<unknown>): Promise<number> {
    asked.length = 0;
    await work();
    const [{ text, values } = { text: '' }] = asked;
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`explain (analyze) ${text}`, values);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    const counts = [...plan.matchAll(/actual time=\S+ rows=(\d+)|Rows Removed by \w+: (\d+)/g)];
    expect(plan).toContain('on deliveries');
    return Math.max(...counts.map(([, read, removed]) => Number(read ?? removed)));
  }

  test.each<FailureKind>(['rejected', 'excluded', 'uncertain', 'bounced', 'complained'])(
    'a page of failures that are %s reads only its own rows and those before it',
    async (kind) => {
      const page = { slot: SLOT, kind, offset: 100, limit: 50 };
      expect(await mostRowsRead(() => reportStore.listFailures(page))).toBe(150);
    },
  );

  test('a part of the deliveries reads only its own rows and those of two batches', async () => {
    const after = { batch: 100, deliveryId: 10_000 } as never;
    const read = await mostRowsRead(() => reportStore.listDeliveries({ slot: SLOT, after, limit: 50 }));
    expect(read).toBeLessThanOrEqual(250);
  });
});
