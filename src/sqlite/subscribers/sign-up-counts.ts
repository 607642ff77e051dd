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
  const write = $client.prepare<[CountRow]>(`
    insert into rate_limits (key, points, expire) values (@key, @count, @endsAt)
    on conflict (key) do update set points = excluded.points, expire = excluded.expire`);
  return {
    find: (keys) =>
      new Map(find.all(JSON.stringify(keys)).map(({ key, count, endsAt }) => [key, { count, endsAt }])),
    write: (changed) => {
      for (const [key, one] of changed) write.run({ key, ...one });
    },
  };
}
