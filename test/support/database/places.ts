import { makePlace, type Place } from '../processes.ts';
import { makeEmptyDatabase, makePostgresDatabase, withoutPostgres } from './postgres-server.ts';

/** A place whose database is on PostgreSQL. */
export async function makePostgresPlace({ hasTables = true } = {}): Promise<Place> {
  const url = await (hasTables ? makePostgresDatabase() : makeEmptyDatabase());
  return placeOn(url);
}

/** @param url Of a PostgreSQL database. */
export async function placeOn(url: string): Promise<Place> {
  const place = await makePlace({ hasDatabase: false });
  return { ...place, env: { ...place.env, DATABASE_URL: url, SIGNING_SECRET } };
}

/** All processes on one PostgreSQL database are given the same. */
export const SIGNING_SECRET = 'a secret that all processes of a test have';

/** What tests of processes run on, whatever they are about. */
export const DATABASES = [
  { name: 'SQLite', isMissing: false, makePlace: () => makePlace() },
  { name: 'PostgreSQL', isMissing: withoutPostgres, makePlace: () => makePostgresPlace() },
] as const;
