import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { composeMove, type DatabasePlace } from '../../src/app/compose-move.ts';
import { moveDatabase } from '../../src/moving/move-database.ts';
import { openDatabase } from '../../src/sqlite/open-database.ts';
import { execute, makePostgresDatabase } from '../support/database/postgres-server.ts';

/** Moves a database from SQLite to PostgreSQL and back. Each subscriber has a consent event, and two deliveries. */
export async function bench(subscribers: number): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'move-database-'));
  try {
    const path = join(folder, 'verdicts.db');
    fill(path, subscribers);
    const url = await makePostgresDatabase();
    const [sqlite, postgres] = [
      { kind: 'sqlite', path },
      { kind: 'postgres', url },
    ] as const;
    const there = await timed(sqlite, postgres);
    const [size] = await execute(url, 'select pg_database_size(current_database()) as size');
    const back = await timed(postgres, { kind: 'sqlite', path: join(folder, 'back.db') });
    return {
      name: 'move-database',
      subscribers,
      deliveries: 2 * subscribers,
      sqliteMiB: round(statSync(path).size / 1_048_576),
      postgresMiB: round(Number(size?.size) / 1_048_576),
      toPostgres: there,
      toSqlite: back,
      peakRssMiB: round(process.resourceUsage().maxRSS / 1_024),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timed(from: DatabasePlace, to: DatabasePlace): Promise<object> {
  const steps: Record<string, number> = {};
  let before = { words: '', at: performance.now() };
  const begin = (words: string) => {
    const now = performance.now();
    if (before.words !== '')
      steps[before.words] = round((now - before.at) / 1_000 + (steps[before.words] ?? 0));
    before = { words, at: now };
  };
  const start = performance.now();
  const { tables } = await moveDatabase({
    ...composeMove(from, to),
    onStep: begin,
    onRows: ({ doing }) => {
      if (doing !== before.words) begin(doing);
    },
  });
  begin('');
  const seconds = (performance.now() - start) / 1_000;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return { rows, seconds: round(seconds), rowsPerSecond: Math.round(rows / seconds), steps };
}

const AT = 1_795_000_000_000;

function fill(path: string, subscribers: number): void {
  const { $client } = openDatabase(path);
  $client.pragma('synchronous = OFF');
  const numbers = `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${subscribers})`;
  $client.exec(`
    begin;
    ${numbers} insert into subscribers (email, email_key, name, status, created_at)
      select address, address, 'Reader ' || n, 'confirmed', ${AT} + n * 1000
      from (select n, hex(n * 2654435761 % 4294967296) || '.reader' || n || '@mail' || (n % 40) || '.example.net' as address from numbers);
    insert into consent_events (subscriber_id, event, at, source) select id, 'imported', created_at, 'import:list.csv' from subscribers;
    insert into frozen_copies (id, subject, preheader, cut_off, frozen_at, content) values ('a', 'One', '', ${AT}, ${AT}, '{}'), ('b', 'Two', '', ${AT}, ${AT}, '{}');
    insert into issues (slot, status, freeze_id, created_at, scheduled_at) values ('2026-W47', 'sent', 'a', ${AT}, ${AT}), ('2026-W48', 'sent', 'b', ${AT}, ${AT});
    insert into batches (issue_id, number, status, size, submitted, idempotency_key, body_hash, attempts, first_attempt_at, finished_at)
      select issues.id, (subscribers.id + 99) / 100, 'done', count(*), count(*), issues.id || '-' || ((subscribers.id + 99) / 100),
        printf('%064d', max(subscribers.id)), 1, ${AT}, ${AT}
      from issues cross join subscribers group by 1, 2;
    insert into deliveries (issue_id, subscriber_id, batch_number, status, provider_id, updated_at, provider_state, provider_state_at)
      select issues.id, subscribers.id, (subscribers.id + 99) / 100, 'submitted', lower(hex(randomblob(16))), ${AT}, 'delivered', ${AT}
      from issues cross join subscribers;
    commit;`);
  $client.close();
}

const round = (value: number) => Math.round(value * 10) / 10;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(`${JSON.stringify(await bench(Number(process.argv[2] ?? 1_000_000)))}\n`);
}
