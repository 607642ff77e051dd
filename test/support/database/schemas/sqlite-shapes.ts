import type Database from 'better-sqlite3';
import {
  columnWords,
  type IndexShape,
  inLowerCase,
  referenceWords,
  type Shapes,
  type TableShape,
} from './table-shape.ts';

interface Column {
  name: string;
  type: string;
  notnull: number;
  dflt_value: string | null;
  pk: number;
}

/** Reads what a SQLite database has. Conditions are in its own words. */
export function sqliteShapes(client: Database.Database): Shapes {
  const tables = client
    .prepare<[], { name: string; sql: string }>(
      "select name, sql from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like '\\_\\_%' escape '\\'",
    )
    .all();
  return Object.fromEntries(tables.map(({ name, sql }) => [name, shapeOf(client, name, sql)]));
}

function shapeOf(client: Database.Database, table: string, sql: string): TableShape {
  const columns = client.prepare<[string], Column>('select * from pragma_table_info(?)').all(table);
  const checks = checksIn(sql);
  const keys = columns.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk);
  return {
    columns: Object.fromEntries(columns.map((column) => [column.name, wordsOf(column, checks, sql)])),
    primaryKey: keys.map(({ name }) => name),
    indexes: indexesOf(client, table),
    foreignKeys: foreignKeysOf(client, table),
    checks,
    triggers: client
      .prepare<[string], string>("select sql from sqlite_master where type = 'trigger' and tbl_name = ?")
      .pluck()
      .all(table)
      .map((text) => (/(before|after) (insert|update|delete)/i.exec(text)?.[0] ?? text).toLowerCase())
      .sort(),
  };
}

/** A boolean is an integer that may only be 0 or 1, or is false by default. */
function wordsOf(column: Column, checks: TableShape['checks'], sql: string): string {
  const { name, type, notnull, dflt_value: preset, pk } = column;
  const isFlag =
    preset === 'false' || Object.values(checks).some((check) => check.endsWith(`"${name}" in (0, 1)`));
  const kind = isFlag ? 'boolean' : (TYPES[type.toLowerCase()] ?? type);
  const numbered = pk > 0 && /autoincrement/i.test(sql);
  const value = isFlag && preset !== null ? String(preset === '1' || preset === 'true') : preset;
  return columnWords(kind, { 'not null': notnull === 1 || pk > 0, numbered }, value);
}

const TYPES: Readonly<Record<string, string>> = { integer: 'integer', text: 'text', blob: 'bytes' };

/** `CONSTRAINT "name" CHECK(condition)`, in which conditions have parentheses and quotes of their own. */
function checksIn(sql: string): TableShape['checks'] {
  const checks: TableShape['checks'] = {};
  for (const { 1: name = '', 0: opening, index } of sql.matchAll(
    /constraint\s+["`](\w+)["`]\s+check\s*\(/gi,
  )) {
    const start = index + opening.length;
    checks[name] = sql.slice(start, closingAt(sql, start));
  }
  return checks;
}

function closingAt(sql: string, start: number): number {
  let depth = 1;
  let isQuoted = false;
  for (let at = start; at < sql.length; at += 1) {
    if (sql[at] === "'") isQuoted = !isQuoted;
    else if (!isQuoted && sql[at] === '(') depth += 1;
    else if (!isQuoted && sql[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error(`A CHECK does not end: ${sql.slice(start)}`);
}

function indexesOf(client: Database.Database, table: string): TableShape['indexes'] {
  const all = client
    .prepare<[string], { name: string; unique: number; sql: string | null }>(
      'select l.name, l."unique", m.sql from pragma_index_list(?) as l join sqlite_master as m on m.name = l.name where l.origin <> \'pk\'',
    )
    .all(table);
  const columnsOf = client.prepare<[string], { name: string | null; desc: number; coll: string }>(
    'select name, "desc", coll from pragma_index_xinfo(?) where key = 1 order by seqno',
  );
  return Object.fromEntries(
    all.map(({ name, unique, sql }): [string, IndexShape] => [
      name,
      {
        unique: unique === 1,
        columns: columnsOf
          .all(name)
          .map(({ name: column, desc, coll }, place) =>
            [
              column ?? partOf(sql ?? '', place),
              ...(desc ? ['desc'] : []),
              ...(coll === 'BINARY' ? [] : [coll]),
            ].join(' '),
          ),
        where: /\)\s+where\s+(.*)$/is.exec(sql ?? '')?.[1] ?? null,
      },
    ]),
  );
}

/** A part of an index that is an expression and not a column. */
function partOf(sql: string, place: number): string {
  const start = sql.indexOf('(') + 1;
  const parts = sql.slice(start, closingAt(sql, start)).split(/,(?![^(]*\))/);
  return inLowerCase(parts[place] ?? '');
}

function foreignKeysOf(client: Database.Database, table: string): string[] {
  const parts = client
    .prepare<[string], { id: number; table: string; from: string; to: string; on_delete: string }>(
      'select * from pragma_foreign_key_list(?) order by id, seq',
    )
    .all(table);
  return [...new Set(parts.map(({ id }) => id))]
    .map((id) => {
      const key = parts.filter((part) => part.id === id);
      const [from, to] = [key.map((part) => part.from), key.map((part) => part.to)];
      return referenceWords(from, key[0]?.table ?? '', to, key[0]?.on_delete ?? '');
    })
    .sort();
}
