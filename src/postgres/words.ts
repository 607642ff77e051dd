import { type AnyColumn, getTableName, type SQL, sql } from 'drizzle-orm';
import type { Words } from '../store/engine.ts';
import { all, prepared } from '../store/steps.ts';

/** Types are named wherever PostgreSQL would take a parameter for text. */
export const postgresWords: Words = {
  /** An array, because for a subquery the index is not used where a table was not analyzed yet. */
  inSet: (column, values) => {
    const set = Array.isArray(values) ? JSON.stringify(values) : values;
    const wanted = sql`jsonb_array_elements_text(${set}::jsonb) as wanted(value)`;
    return sql`${column} = any(array(select value::${typeOf(column)} from ${wanted}))`;
  },
  rows: (name, columns) => {
    const parts = Object.entries(columns).map(
      ([key, column], index) =>
        sql`(value->>${sql.raw(String(index))})::${typeOf(column)} as ${sql.identifier(key)}`,
    );
    const list = sql.join(parts, sql`, `);
    const rows = sql`jsonb_array_elements(${sql.placeholder('rows')}::jsonb) as given(value)`;
    return sql`(select ${list} from ${rows}) as ${sql.identifier(name)}`;
  },
  larger: (one, other): SQL<number> => sql`greatest(${one}, ${other})`,
  smaller: (one, other): SQL<number> => sql`least(${one}, ${other})`,
  contains: (text, part): SQL<boolean> => sql`strpos(${text}, ${part}::text) > 0`,
  newIds: function* (table, count) {
    return (yield* all(nextIds, { table: getTableName(table), count })).map(({ id }) => id);
  },
  skipIds: function* (count) {
    yield* all(sql`
      select setval(format('%I.%I', schemaname, sequencename)::regclass, coalesce(last_value, 0) + ${count}::bigint)
      from pg_sequences where schemaname = current_schema()`);
  },
  /** Nothing overwrites: dead rows and the log keep what was deleted until they are recycled. */
  overwriting: (steps) => steps,
};

/** One by one, since another program may add rows at the same time. */
const nextIds = prepared(
  () => sql<{ id: number }>`
    select nextval(pg_get_serial_sequence(${sql.placeholder('table')}, 'id')) as id
    from generate_series(1, ${sql.placeholder('count')}::int)`,
);

const TYPES: Record<string, string> = {
  SQLiteText: 'text',
  SQLiteInteger: 'bigint',
  SQLiteBoolean: 'boolean',
};

function typeOf({ columnType, name }: AnyColumn): SQL {
  const type = TYPES[columnType];
  if (type === undefined) throw new Error(`${name} is of a type that no group has: ${columnType}.`);
  return sql.raw(type);
}
