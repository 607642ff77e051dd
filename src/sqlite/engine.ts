import { fillPlaceholders, is, SQL } from 'drizzle-orm';
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core';
import { codeOf, messageOf } from '../shared/errors.ts';
import type { Database, Engine, Prepared, PreparedQuery, Query, Step, Steps } from '../store/engine.ts';
import { createSqliteChangeStore } from './change-store.ts';
import { inTxWithRetry } from './in-tx.ts';
import type { SqliteDatabase } from './open-database.ts';
import { perDatabase } from './per-database.ts';
import { sqliteCause } from './storage-error.ts';
import { sqliteWords } from './words.ts';

/** Few enough that no HTTP request waits more than 50 ms for one part: SQLite works in the thread of the pages. */
const PART_SIZE = 2_000;

export function sqliteEngine(db: SqliteDatabase): Engine {
  return {
    read: async (work) => runSteps(db, work(inWords(db))),
    readAtOnce: async (work) => db.$client.transaction(() => runSteps(db, work(inWords(db))))(),
    write: (work) =>
      inTxWithRetry(db, () => ({ result: runSteps(db, work(inWords(db))) })).then(({ result }) => result),
    refusal: (error) => {
      const cause = sqliteCause(error);
      return codeOf(cause)?.startsWith('SQLITE_CONSTRAINT') === true ? messageOf(cause) : null;
    },
    version: createSqliteChangeStore(db).version,
    partSize: PART_SIZE,
  };
}

/** The database, as statements are built with it. */
export const inWords: (db: SqliteDatabase) => Database = perDatabase((db) =>
  Object.assign(db, { words: sqliteWords(db) }),
);

/** Never waits, so nothing else runs in between. */
export function runSteps<Result>(db: SqliteDatabase, steps: Steps<Result>): Result {
  let next = steps.next();
  while (next.done !== true) {
    try {
      next = steps.next(run(db, next.value));
    } catch (error) {
      next = steps.throw(error);
    }
  }
  return next.value;
}

function run(db: SqliteDatabase, { kind, statement, values }: Step): unknown {
  const query =
    'build' in statement ? preparedOf(db, statement) : is(statement, SQL) ? raw(db, statement) : statement;
  if (kind === 'change') return query.run(values).changes;
  return kind === 'all' ? query.all(values) : query.get(values);
}

const preparedIn = perDatabase(() => new WeakMap<Prepared<Query | SQL>, PreparedQuery>());

function preparedOf(db: SqliteDatabase, statement: Prepared<Query | SQL>): PreparedQuery {
  const known = preparedIn(db).get(statement);
  if (known !== undefined) return known;
  const built = statement.build(inWords(db));
  const made = is(built, SQL) ? raw(db, built) : built.prepare();
  preparedIn(db).set(statement, made);
  return made;
}

const dialect = new SQLiteSyncDialect();

/** A statement that the builder cannot express. */
function raw({ $client }: SqliteDatabase, statement: SQL): PreparedQuery {
  const { sql, params } = dialect.sqlToQuery(statement);
  const ready = $client.prepare(sql);
  return {
    all: (values) => ready.all(...fillPlaceholders(params, values)),
    get: (values) => ready.get(...fillPlaceholders(params, values)),
    run: (values) => ready.run(...fillPlaceholders(params, values)),
  };
}
