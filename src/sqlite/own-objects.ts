import type Database from 'better-sqlite3';
import { messageOf } from '../shared/errors.ts';

// Raw statements: these are an operator's own objects and SQLite's own tables.
type Client = Database.Database;

interface OwnObject {
  type: 'view' | 'trigger' | 'index';
  name: string;
  tableName: string;
  sql: string;
}

export interface LeftOutObject extends OwnObject {
  /** Why it no longer fits, as SQLite says it. */
  problem: string;
}

/** Keeps the SQL of what was left out. Prefixed, so that it counts neither as ours nor as another program's. */
const LEFT_OUT_TABLE = '__left_out';

/**
 * Runs `work` without the views, triggers and indexes that no migration made, and restores them. In its way they would
 * stop it, and a table that is rebuilt loses them. Those that no longer fit are left out, and their SQL is kept in
 * the table `__left_out`.
 *
 * @param migrations The SQL of all migrations.
 */
export function withoutOwnObjects(
  client: Client,
  migrations: readonly string[],
  work: () => void,
): LeftOutObject[] {
  const objects = readOwnObjects(client, migrations);
  for (const { type, name } of objects.toReversed()) client.exec(`drop ${type} if exists ${quote(name)}`);
  work();
  const leftOut = restoreFitting(client, objects);
  if (leftOut.length > 0) keepSql(client, leftOut);
  return leftOut;
}

/** In the order in which they were made, so that what others build on comes first. */
function readOwnObjects(client: Client, migrations: readonly string[]): OwnObject[] {
  const made = new Set(
    migrations.flatMap((sql) =>
      [...sql.matchAll(/\bcreate\s+(?:table|(?:unique\s+)?index|trigger)\s+[`"](\w+)/gi)].map(
        ([, name]) => name,
      ),
    ),
  );
  return client
    .prepare<[], OwnObject>(
      "select type, name, tbl_name as tableName, sql from sqlite_master where type in ('view', 'trigger', 'index') and sql is not null order by rowid",
    )
    .all()
    .filter(({ type, name, tableName }) => !made.has(name) && (type !== 'index' || made.has(tableName)));
}

/** Tries again as long as that helps: a view may build on one that was made later. */
function restoreFitting(client: Client, objects: readonly OwnObject[]): LeftOutObject[] {
  const failed = objects.flatMap((object) => {
    const problem = restore(client, object);
    return problem === null ? [] : [{ ...object, problem }];
  });
  return failed.length === 0 || failed.length === objects.length ? failed : restoreFitting(client, failed);
}

/** Why it cannot be restored; null if it was. */
function restore(client: Client, object: OwnObject): string | null {
  try {
    client.transaction(() => {
      client.exec(object.sql);
      compile(client, object);
    })();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** SQLite looks into views and triggers only when they are used. */
function compile(client: Client, { type, name, tableName, sql }: OwnObject): void {
  if (type === 'view') client.prepare(`select * from ${quote(name)}`);
  if (type !== 'trigger') return;
  const table = quote(tableName);
  for (const statement of [
    `insert into ${table} default values`,
    `update ${table} set ${columnsOf(client, { tableName, sql }).map((column) => `${column} = null`)}`,
    `delete from ${table}`,
  ])
    compileStatement(client, statement);
}

function compileStatement(client: Client, statement: string): void {
  try {
    client.prepare(statement);
  } catch (error) {
    // A view's triggers need not be for every kind of statement.
    if (!/because it is a view/.test(messageOf(error))) throw error;
  }
}

/** The columns that the trigger is for. */
function columnsOf(client: Client, { tableName, sql }: Pick<OwnObject, 'tableName' | 'sql'>): string[] {
  const named = /\bupdate\s+of\s+(.+?)\s+on\b/is.exec(sql)?.[1];
  if (named !== undefined) return named.split(',');
  const columns = client.prepare<[string], string>('select name from pragma_table_info(?)').pluck();
  return columns.all(tableName).map(quote);
}

function keepSql(client: Client, leftOut: readonly LeftOutObject[]): void {
  client.exec(`create table if not exists ${LEFT_OUT_TABLE} (type text, name text, sql text, problem text)`);
  const insert = client.prepare(
    `insert into ${LEFT_OUT_TABLE} (type, name, sql, problem) values (:type, :name, :sql, :problem)`,
  );
  for (const object of leftOut) insert.run(object);
}

/** For people. */
export function leftOutMessage({ type, name, problem }: LeftOutObject): string {
  return `The upgrade left out your own ${type} ${quote(name)}, because it no longer fits (${problem}). Its SQL is kept in the database: select sql from ${LEFT_OUT_TABLE}`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
