import type { SignUpCounts } from '../../subscribers/sign-ups/sign-up-limits.ts';
import type { SqliteDatabase } from '../open-database.ts';

/** Counts of accepted sign-ups, stored in the table of rate limits. */
export interface SignUpCountRows {
  find(keys: readonly string[]): SignUpCounts;
  write(changed: SignUpCounts): void;
}

interface CountRow {
  key: string;
  count: number;
  endsAt: number;
}

export function prepareSignUpCounts({ $client }: SqliteDatabase): SignUpCountRows {
  const find = $client.prepare<[keys: string], CountRow>(`
    select key, points as count, expire as endsAt from rate_limits where key in (select value from json_each(?))`);
  const write = $client.prepare<[counts: string]>(`
    insert into rate_limits (key, points, expire)
    select value->>0, value->>1, value->>2 from json_each(?) where true
    on conflict (key) do update set points = excluded.points, expire = excluded.expire`);
  return {
    find: (keys) =>
      new Map(find.all(JSON.stringify(keys)).map(({ key, count, endsAt }) => [key, { count, endsAt }])),
    write: (changed) => {
      if (changed.size === 0) return;
      write.run(JSON.stringify([...changed].map(([key, { count, endsAt }]) => [key, count, endsAt])));
    },
  };
}
