import { conditionsOf, type RunSql } from './postgres-shapes.ts';
import type { Shapes, TableShape } from './table-shape.ts';

/**
 * Lets PostgreSQL read the conditions that SQLite has, on empty copies of its own tables, so that both are in the same
 * words afterwards. A table or column that PostgreSQL lacks keeps its conditions as they are.
 *
 * @param sql On one connection, in a transaction that is rolled back.
 */
export async function inPostgresWords(shapes: Shapes, sql: RunSql): Promise<Shapes> {
  const translated: Shapes = {};
  for (const [name, shape] of Object.entries(shapes))
    translated[name] = (await isThere(sql, name)) ? await translate(name, shape, sql) : shape;
  return translated;
}

async function isThere(sql: RunSql, table: string): Promise<boolean> {
  const [found] = await sql(`select to_regclass('public.${table}') is not null as is`);
  return found?.is === true;
}

async function translate(table: string, shape: TableShape, sql: RunSql): Promise<TableShape> {
  await sql(`create temp table "${table}" (like public."${table}")`);
  const unread = new Map<string, string>();
  const read = async (name: string, condition: string, statement: string) => {
    await sql('savepoint before');
    await sql(statement).catch(async () => {
      await sql('rollback to savepoint before');
      unread.set(name, condition);
    });
  };
  for (const [name, condition] of Object.entries(shape.checks)) {
    const plain = plainCondition(condition);
    if (plain !== null)
      await read(name, condition, `alter table pg_temp."${table}" add constraint "${name}" check (${plain})`);
  }
  for (const [name, { where }] of Object.entries(shape.indexes))
    if (where !== null)
      await read(name, where, `create index "${name}" on pg_temp."${table}" ((1)) where ${where}`);
  const { checks, indexes } = await conditionsOf(sql, `pg_temp."${table}"`);
  await sql(`drop table pg_temp."${table}"`);
  return {
    ...shape,
    checks: {
      ...checks,
      ...Object.fromEntries(
        Object.keys(shape.checks).flatMap((name) =>
          unread.has(name) ? [[name, unread.get(name) ?? '']] : [],
        ),
      ),
    },
    indexes: Object.fromEntries(
      Object.entries(shape.indexes).map(([name, index]) => [
        name,
        { ...index, where: unread.get(name) ?? indexes[name]?.where ?? null },
      ]),
    ),
  };
}

/** A CHECK without what columns with types need not say; null if that is all of it. */
function plainCondition(condition: string): string | null {
  if (/^"\w+"\."\w+" in \(0, 1\)$/.test(condition)) return null;
  if (/^typeof\("\w+"\."\w+"\) = 'blob'$/.test(condition)) return null;
  const typed = /^("\w+"\."\w+") is null or \(typeof\(\1\) = '\w+' and (.*)\)$/s.exec(condition);
  return (typed?.[2] ?? condition)
    .replace(/^json_valid\((.*)\)$/s, '($1)::json is not null')
    .replace(/coalesce\(([^()]*)\) is null/g, 'num_nonnulls($1) = 0')
    .replace(SLOT, (_, column) => `${column} ~ '^[0-9]{4}-W[0-5][0-9]$'`);
}

const SLOT = /^(\S+) glob '\[0-9\]\[0-9\]\[0-9\]\[0-9\]-W\[0-5\]\[0-9\]'$/;
