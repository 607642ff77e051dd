import { type ColumnBaseConfig, type ColumnDataType, is, SQL } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  customType,
  type ExtraConfigColumn,
  foreignKey,
  index,
  type PgColumn,
  type PgColumnBuilderBase,
  type PgTable,
  type PgTableExtraConfigValue,
  type PgTableWithColumns,
  pgTable,
  primaryKey,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { getTableConfig, type SQLiteColumn, type SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { TypedCheck } from '../store/schema/columns.ts';

type PgColumnOf<Column> =
  Column extends SQLiteColumn<infer Config extends ColumnBaseConfig<ColumnDataType, string>>
    ? PgColumn<Config>
    : never;

/** The same columns, with the same types in the program, in PostgreSQL. */
export type PgTableOf<Table extends SQLiteTable> = PgTableWithColumns<{
  name: Table['_']['name'];
  schema: undefined;
  dialect: 'pg';
  columns: { [Key in keyof Table['_']['columns']]: PgColumnOf<Table['_']['columns'][Key]> };
}>;

/** Compared byte by byte: under a language's rules, ranges of keys would miss people who were erased. */
const text = customType<{ data: string }>({ dataType: () => 'text collate "C"' });
const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/**
 * A table as PostgreSQL has it: the same names, defaults, keys, indexes and CHECKs, and the types that belong to them.
 */
export function toPostgres<Table extends SQLiteTable>(table: Table): PgTableOf<Table> {
  const { name, columns, indexes, checks, foreignKeys, primaryKeys, uniqueConstraints } =
    getTableConfig(table);
  const keys = new Map(Object.entries(table).map(([key, column]) => [column, key]));
  const builders = Object.fromEntries(columns.map((column) => [keys.get(column), builderOf(column)]));
  const constraints = (self: Record<string, AnyPgColumn>): PgTableExtraConfigValue[] => {
    const own = <Part = AnyPgColumn>(list: readonly unknown[]) =>
      list.map((part) => (is(part, SQL) ? part : self[keys.get(part) ?? ''])) as [Part, ...Part[]];
    return [
      ...primaryKeys.map((key) => primaryKey({ columns: own(key.columns) })),
      ...uniqueConstraints.map((one) => unique(one.name).on(...own(one.columns))),
      ...indexes.map(({ config }) => {
        const ids = ENDING_WITH_ID.has(config.name) ? columns.filter(({ primary }) => primary) : [];
        const key = BEGINNING_WITH_KEY.has(config.name) ? primaryKeys.flatMap((one) => one.columns) : [];
        const [one, ...others] = own<AnyPgColumn | SQL>([...new Set([...key, ...config.columns, ...ids])]);
        const on = (config.unique ? uniqueIndex : index)(config.name).on(
          inOrder(one),
          ...others.map(inOrder),
        );
        return config.where === undefined ? on : on.where(config.where);
      }),
      ...foreignKeys.flatMap((key) => {
        const { columns: from, foreignColumns } = key.reference();
        if (IMPLIED.has(key.getName())) return [];
        return foreignKey({ columns: own(from), foreignColumns: inPostgres(foreignColumns) }).onDelete(
          key.onDelete ?? 'no action',
        );
      }),
      ...checks.flatMap(({ name: checkName, value }) => {
        const plain = 'plain' in value ? (value as TypedCheck).plain : value;
        return plain === null ? [] : [check(checkName, plain)];
      }),
    ];
  };
  const made = pgTable(name, builders, constraints as never) as unknown as PgTableOf<Table>;
  converted.set(table, made);
  return made;
}

/** Read in their order, page by page. In SQLite, all indexes end with the id of the row. */
const ENDING_WITH_ID = new Set(['deliveries_not_submitted', 'deliveries_bounced_or_complained']);

/**
 * Before a table was analyzed, PostgreSQL takes this index for as good as the key's, so it must lead to one row as well:
 * otherwise each delivery that is added reads all batches of its issue.
 */
const BEGINNING_WITH_KEY = new Set(['batches_counts']);

/** By that to the batch, whose issue exists. To check it costs as much as a tenth of a delivery. */
const IMPLIED = new Set(['deliveries_issue_id_issues_id_fk']);

/** As in SQLite, NULL comes first. Where there is none, PostgreSQL would take `nulls first` for an order of its own. */
function inOrder(column: AnyPgColumn | SQL): Partial<ExtraConfigColumn> | SQL {
  return is(column, SQL) || column.notNull
    ? column
    : (column as unknown as ExtraConfigColumn).asc().nullsFirst();
}

/** Tables refer to others only when all were converted. */
const converted = new Map<SQLiteTable, PgTable>();

function inPostgres(columns: readonly SQLiteColumn[]): [AnyPgColumn, ...AnyPgColumn[]] {
  return columns.map((column) => {
    const table = converted.get(column.table) as unknown as Record<string, AnyPgColumn> | undefined;
    const key = Object.entries(column.table).find(([, one]) => one === column)?.[0] ?? '';
    if (table?.[key] === undefined) throw new Error(`${column.name} refers to a table that is not exported.`);
    return table[key];
  }) as [AnyPgColumn, ...AnyPgColumn[]];
}

function builderOf(column: SQLiteColumn): PgColumnBuilderBase {
  const isIdentity = 'autoIncrement' in column && column.autoIncrement === true;
  if (isIdentity) return bigint(column.name, { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity();
  const builder = typeOf(column);
  if (column.primary) builder.primaryKey();
  else if (column.notNull) builder.notNull();
  if (column.isUnique) builder.unique();
  if (column.hasDefault && !column.primary) builder.default(column.default as never);
  return builder;
}

function typeOf({ columnType, name }: SQLiteColumn) {
  if (columnType === 'SQLiteText') return text(name);
  if (columnType === 'SQLiteBoolean') return boolean(name);
  if (columnType === 'SQLiteBlobBuffer') return bytes(name);
  if (columnType === 'SQLiteInteger') return bigint(name, { mode: 'number' });
  throw new Error(`PostgreSQL has no type yet for ${columnType}, which ${name} is of.`);
}
