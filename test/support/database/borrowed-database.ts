import { Client } from 'pg';
import { makePostgresDatabase } from './postgres-server.ts';

/** An empty PostgreSQL database for one test, which another gets afterwards: to make one takes a tenth of a second. */
export interface BorrowedDatabase {
  url: string;
  /** Empties it for the next test. One whose tables were changed must not be given back. */
  giveBack(): Promise<void>;
}

const idle: BorrowedDatabase[] = [];

export async function borrowDatabase(): Promise<BorrowedDatabase> {
  const database = idle.pop();
  if (database !== undefined) return database;
  const url = await makePostgresDatabase();
  const made: BorrowedDatabase = {
    url,
    giveBack: async () => {
      await empty(url);
      idle.push(made);
    },
  };
  return made;
}

/** Without triggers, so that the order does not matter, and what is only ever added to goes as well. */
const DELETE_ALL = `
  set session_replication_role = replica;
  do $$
  declare one record;
  begin
    for one in select tablename as name from pg_tables where schemaname = current_schema() and tablename not in ('applied_migrations', 'scheduler_watch') loop
      execute format('delete from %I', one.name);
    end loop;
    for one in select sequencename as name from pg_sequences where schemaname = current_schema() and last_value is not null loop
      execute format('alter sequence %I restart', one.name);
    end loop;
  end $$;
  update scheduler_watch set (checks, first_checked_at, checked_at, pattern, zone, since, because, made_at)
    = (0, null, null, null, null, now_ms, 'made', now_ms)
  from (select (extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms) as clock`;

async function empty(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(DELETE_ALL).finally(() => client.end());
}
