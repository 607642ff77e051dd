import { getTableName, type SQL, sql } from 'drizzle-orm';
import type { Steps, Words } from '../store/engine.ts';
import { first, prepared } from '../store/steps.ts';
import type { SqliteDatabase } from './open-database.ts';
import { raiseAllSequences } from './rebuilt-tables.ts';

export function sqliteWords({ $client }: SqliteDatabase): Words {
  return {
    inSet: (column, values) => {
      const set = Array.isArray(values) ? JSON.stringify(values) : values;
      return sql`${column} in (select value from json_each(${set}))`;
    },
    rows: (name, columns) => {
      const parts = Object.keys(columns).map(
        (key, index) => sql`value->>${sql.raw(String(index))} as ${sql.identifier(key)}`,
      );
      const list = sql.join(parts, sql`, `);
      return sql`(select ${list} from jsonb_each(${sql.placeholder('rows')})) as ${sql.identifier(name)}`;
    },
    larger: (one, other): SQL<number> => sql`max(${one}, ${other})`,
    smaller: (one, other): SQL<number> => sql`min(${one}, ${other})`,
    contains: (text, part): SQL<boolean> => sql`instr(${text}, ${part}) > 0`,
    newIds: function* (table, count) {
      const last = (yield* first(lastId, { table: getTableName(table) }))?.seq ?? 0;
      return Array.from({ length: count }, (_, index) => last + 1 + index);
    },
    // biome-ignore lint/correctness/useYield: it has to run in its turn.
    skipIds: function* (count) {
      raiseAllSequences($client, { latestIds: new Map(), gap: count });
    },
    overwriting: function* <Result>(steps: Steps<Result>): Steps<Result> {
      $client.pragma('secure_delete = on');
      try {
        return yield* steps;
      } finally {
        $client.pragma('secure_delete = off');
      }
    },
  };
}

/** It follows when rows are added with larger ids. */
const lastId = prepared(
  () => sql<{ seq: number }>`select seq from sqlite_sequence where name = ${sql.placeholder('table')}`,
);
