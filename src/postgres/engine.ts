import { fillPlaceholders, is, SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Pool, PoolClient } from 'pg';
import type { Database, Engine, Prepared, Query, Step, Steps, Values } from '../store/engine.ts';
import { createPostgresChangeStore } from './change-store.ts';
import { inTransaction, READING, repeatIfBroken, WRITING } from './in-transaction.ts';
import { refusal } from './storage-error.ts';
import { postgresWords } from './words.ts';

/** About 150 ms of PostgreSQL's work, during which others wait to write. Smaller parts spend more of it on round trips. */
const PART_SIZE = 5_000;

export function postgresEngine(pool: Pool): Engine {
  return {
    read: (work) => runInTurn(pool, work(connectionOf(pool).db), repeatIfBroken),
    readAtOnce: (work) => inTransaction(pool, READING, (client) => runOn(client, work)),
    write: (work) => inTransaction(pool, WRITING, (client) => runOn(client, work)),
    refusal,
    version: createPostgresChangeStore(pool).version,
    partSize: PART_SIZE,
  };
}

type Client = Pool | PoolClient;

function runOn<Result>(client: Client, work: (db: Database) => Steps<Result>): Promise<Result> {
  return runInTurn(client, work(connectionOf(client).db));
}

/** @param attempt Runs each statement that only reads. */
async function runInTurn<Result>(
  client: Client,
  steps: Steps<Result>,
  attempt = (statement: () => Promise<unknown>) => statement(),
): Promise<Result> {
  let next = steps.next();
  while (next.done !== true) {
    const step = next.value;
    const answer = await (step.kind === 'change' ? run(client, step) : attempt(() => run(client, step))).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    next = 'error' in answer ? steps.throw(answer.error) : steps.next(answer.value);
  }
  return next.value;
}

/** Of a query of Drizzle for PostgreSQL: the builder's type is SQLite's. */
interface Runnable {
  execute(values: Values): Promise<unknown>;
}

async function run(client: Client, { kind, statement, values }: Step): Promise<unknown> {
  const answer = await preparedOn(client, statement).execute(values);
  if (kind === 'change') return rowCountOf(answer);
  const rows = Array.isArray(answer) ? answer : (answer as { rows: unknown[] }).rows;
  return kind === 'all' ? rows : rows[0];
}

/** A statement that returns its rows changed those. */
function rowCountOf(answer: unknown): number {
  return Array.isArray(answer) ? answer.length : (answer as { rowCount: number }).rowCount;
}

function preparedOn(client: Client, statement: Step['statement']): Runnable {
  if (!('build' in statement)) return prepare(client, statement);
  const { db, prepared } = connectionOf(client);
  const ready = prepared.get(statement) ?? prepare(client, statement.build(db));
  prepared.set(statement, ready);
  return ready;
}

/** Without a name, so that the server keeps nothing: pgbouncer would run it on another connection. */
function prepare(client: Client, statement: Query | SQL): Runnable {
  if (is(statement, SQL)) return raw(client, statement);
  return (statement as unknown as { prepare(name: string): Runnable }).prepare('');
}

const dialect = new PgDialect();

function raw(client: Client, statement: SQL): Runnable {
  const { sql, params } = dialect.sqlToQuery(statement);
  return { execute: (values) => client.query(sql, fillPlaceholders(params, values)) };
}

interface Connection {
  db: Database;
  prepared: WeakMap<Prepared<Query | SQL>, Runnable>;
}

const connections = new WeakMap<Client, Connection>();

function connectionOf(client: Client): Connection {
  const known = connections.get(client) ?? {
    db: Object.assign(drizzle(client), { words: postgresWords }) as unknown as Database,
    prepared: new WeakMap(),
  };
  connections.set(client, known);
  return known;
}
