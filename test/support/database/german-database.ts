import { openDatabase } from '../../../src/postgres/open-database.ts';
import { execute, makePostgresDatabase } from './postgres-server.ts';

let template: Promise<{ url: string; name: string }> | undefined;
let databases = 0;

/**
 * Makes a database that sorts and folds texts as German does, where it is not told otherwise; before PostgreSQL 15, which
 * knows no such databases, any. @returns Its URL.
 */
export async function makeGermanDatabase(): Promise<string> {
  template ??= makeTemplate();
  const { url, name } = await template;
  databases += 1;
  const copy = `${name}_${databases}`;
  await execute(url, `create database ${copy} template ${name}`);
  return onServer(url, copy);
}

async function makeTemplate(): Promise<{ url: string; name: string }> {
  const url = await makePostgresDatabase();
  const name = 'german';
  const [server] = await execute(url, "select current_setting('server_version_num')::int >= 150000 as knows");
  const language = server?.knows === true ? "locale_provider icu icu_locale 'de-DE' locale 'C.UTF-8'" : '';
  await execute(url, `create database ${name} template template0 ${language}`);
  const db = await openDatabase(onServer(url, name));
  await db.end();
  return { url, name };
}

function onServer(url: string, name: string): string {
  return url.replace(/[^/]+$/, name);
}
