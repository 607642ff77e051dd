import type { SqliteDatabase } from './open-database.ts';

/**
 * Prepares raw statements that take a whole group as one JSON array (`json_each(?)`), so that one text serves a group
 * of any size. For an empty group, nothing is run.
 */
export function jsonStatements({ $client }: SqliteDatabase) {
  return {
    find<Found>(sql: string): (values: readonly unknown[]) => Found[] {
      const statement = $client.prepare<[values: string], Found>(sql);
      return (values) => (values.length === 0 ? [] : statement.all(JSON.stringify(values)));
    },
    write(sql: string): (values: readonly unknown[]) => void {
      const statement = $client.prepare<[values: string]>(sql);
      return (values) => {
        if (values.length > 0) statement.run(JSON.stringify(values));
      };
    },
  };
}
