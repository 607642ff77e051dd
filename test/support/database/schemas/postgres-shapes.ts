import type { Rows } from '../tables.ts';
import { columnWords, inLowerCase, referenceWords, type Shapes, type TableShape } from './table-shape.ts';

export type RunSql = (text: string) => Promise<Rows>;

/** Reads what a PostgreSQL database has. Conditions are in the words that the server keeps them in. */
export async function postgresShapes(sql: RunSql): Promise<Shapes> {
  const tables = await sql("select tablename as name from pg_tables where schemaname = 'public'");
  const shapes: Shapes = {};
  for (const { name } of tables) shapes[String(name)] = await shapeOf(sql, `public.${name}`);
  return shapes;
}

/** @param table With its schema. */
async function shapeOf(sql: RunSql, table: string): Promise<TableShape> {
  const columns = await sql(COLUMNS(table));
  const constraints = await sql(CONSTRAINTS(table));
  const triggers = await sql(TRIGGERS(table));
  return {
    columns: Object.fromEntries(columns.map((column) => [String(column.name), wordsOf(column)])),
    primaryKey: namesOf(constraints.find(({ type }) => type === 'p')?.columns),
    foreignKeys: constraints
      .filter(({ type }) => type === 'f')
      .map(({ columns: from, target, targets, rule }) =>
        referenceWords(namesOf(from), String(target), namesOf(targets), ON_DELETE[String(rule)] ?? ''),
      )
      .sort(),
    ...(await conditionsOf(sql, table)),
    triggers: triggers.map(({ words }) => String(words).toLowerCase()).sort(),
  };
}

/** The CHECKs and the indexes of a table. */
export async function conditionsOf(
  sql: RunSql,
  table: string,
): Promise<Pick<TableShape, 'checks' | 'indexes'>> {
  const checks = (await sql(CONSTRAINTS(table))).filter(({ type }) => type === 'c');
  const indexes = await sql(INDEXES(table));
  return {
    checks: Object.fromEntries(checks.map(({ name, condition }) => [String(name), String(condition)])),
    indexes: Object.fromEntries(
      indexes.map(({ name, unique, columns, where }) => [
        String(name),
        {
          unique: unique === true,
          columns: namesOf(columns).map(partWords),
          where: where === null ? null : String(where),
        },
      ]),
    ),
  };
}

/** An expression is in parentheses. */
const partWords = (part: string) => (part.startsWith('(') ? inLowerCase(part) : part);

const namesOf = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);

function wordsOf({ type, collation, required, numbered, preset }: Rows[number]): string {
  const kind = TYPES[String(type)] ?? String(type);
  const sorted = type === 'text' && collation !== 'C' ? `${kind} sorted by ${collation}` : kind;
  const words = { 'not null': required === true, numbered: numbered === true };
  return columnWords(sorted, words, preset === null ? null : String(preset).replace(/::\w+$/, ''));
}

const TYPES: Readonly<Record<string, string>> = { bigint: 'integer', bytea: 'bytes' };

const ON_DELETE: Readonly<Record<string, string>> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

const COLUMNS = (table: string) => `
  select attname::text as name, format_type(atttypid, atttypmod) as type, attnotnull as required,
    attidentity <> '' as numbered, pg_get_expr(adbin, adrelid) as preset, collname::text as collation
  from pg_attribute
  left join pg_attrdef on adrelid = attrelid and adnum = attnum
  left join pg_collation on pg_collation.oid = attcollation
  where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped`;

const columnsIn = (keys: string, of: string) =>
  `array(select attname::text from unnest(${keys}) with ordinality as k (number, place)
    join pg_attribute on attrelid = ${of} and attnum = k.number order by k.place)`;

const CONSTRAINTS = (table: string) => `
  select conname::text as name, contype::text as type, ${columnsIn('conkey', 'conrelid')} as columns,
    (select relname::text from pg_class where oid = confrelid) as target,
    ${columnsIn('confkey', 'confrelid')} as targets, confdeltype::text as rule,
    pg_get_expr(conbin, conrelid) as condition
  from pg_constraint where conrelid = '${table}'::regclass`;

/** SQLite has NULL first: another order shows where there may be one, unless only single rows are found by the index. */
const INDEXES = (table: string) => `
  select relname::text as name, indisunique as unique, pg_get_expr(indpred, indrelid) as where,
    array(
      select coalesce(attname, pg_get_indexdef(indexrelid, place::int, true)) || case when option & 1 = 1 then ' desc' else '' end
        || case when not indisunique and not coalesce(attnotnull, true) and (option & 2 = 2) = (option & 1 = 1) then ' nulls last' else '' end
      from unnest(indkey::int[], indoption::int[]) with ordinality as k (number, option, place)
      left join pg_attribute on attrelid = indrelid and attnum = k.number order by k.place
    ) as columns
  from pg_index join pg_class on pg_class.oid = indexrelid
  where indrelid = '${table}'::regclass and not indisprimary`;

const TRIGGERS = (table: string) => `
  select action_timing || ' ' || event_manipulation as words from information_schema.triggers
  where format('%I.%I', event_object_schema, event_object_table)::regclass = '${table}'::regclass`;
