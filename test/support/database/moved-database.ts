import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Finished } from '../processes.ts';
import { makePlace, type Place, PROGRAM, runProcess, startNode } from '../processes.ts';
import { runCommand } from '../run-command.ts';
import { makePostgresDatabase } from './postgres-server.ts';
import { fillEveryTable } from './rows-in-every-table.ts';

export const SECRET = 'a secret that only this test knows and is long enough';

/** Texts that a careless copy would change. */
const HARD_TEXTS = [
  '\\N',
  '\\',
  'a\\tb\\',
  '\t\n\r\b\f\v',
  '\u0001\u007f\u0085\u2028\ufeff',
  "'; drop table subscribers; --",
  '👩‍👩‍👧 ﷽ é é',
];

/** An SQLite database with a row in every table, and an empty PostgreSQL database to move it to. */
export interface MovablePlace extends Place {
  url: string;
  /** For a database that is moved back. */
  back: string;
  sqlite: Record<string, string>;
  postgres: Record<string, string>;
}

export async function makeMovablePlace(): Promise<MovablePlace> {
  const place = await makePlace();
  const client = new Database(place.database);
  fillEveryTable(client, Number.POSITIVE_INFINITY);
  const rename = client.prepare(
    'insert into subscribers (email, email_key, name, status, created_at) values (?, ?, ?, ?, 1)',
  );
  for (const [index, text] of HARD_TEXTS.entries())
    rename.run(`x${index}@y.test`, `x${index}@y.test`, `a${text}`, 'pending');
  client.close();
  const url = await makePostgresDatabase();
  const { OUTBOX_DIR = '' } = place.env;
  const env = { OUTBOX_DIR, SIGNING_SECRET: SECRET };
  return {
    ...place,
    url,
    back: join(place.folder, 'back.db'),
    sqlite: { ...env, DATABASE_URL: `file:${place.database}` },
    postgres: { ...env, DATABASE_URL: url },
  };
}

/** Runs the command in this process. */
export async function move(env: Record<string, string>, to: string) {
  const { status, stdout, stderr } = await runCommand(['database', 'move', '--to', to, '--json'], { env });
  return { status, stderr, result: JSON.parse(stdout) };
}

/** Runs it in a process of its own. */
export async function moveApart(env: Record<string, string>, to: string) {
  const { status, stdout } = await runProcess(['database', 'move', '--to', to, '--json'], { env });
  return { status, result: JSON.parse(stdout) };
}

/** Loaded before the program: kills it before, or after, the first statement on SQLite that matches, or a link. */
const KILLER = `
  import fs from 'node:fs';
  import { createRequire, syncBuiltinESMExports } from 'node:module';
  const { when, what, program } = JSON.parse(process.env.KILL);
  const { prototype } = createRequire(program)('better-sqlite3');
  const watch = (owner, name, isIt) => {
    const original = owner[name];
    owner[name] = function (...args) {
      const hit = isIt(args);
      if (hit && when === 'before') process.kill(process.pid, 'SIGKILL');
      const result = original.apply(this, args);
      if (hit && when === 'after') process.kill(process.pid, 'SIGKILL');
      return result;
    };
  };
  for (const name of ['exec', 'prepare']) watch(prototype, name, ([sql]) => sql.includes(what));
  watch(fs, 'linkSync', ([from]) => what === 'link' && from.endsWith('.moving'));
  syncBuiltinESMExports();
`;

/** Runs the command until it is killed there. */
export function moveUntil(
  { env, to }: { env: Record<string, string>; to: string },
  { when, what }: { when: 'before' | 'after'; what: string },
): Promise<Finished> {
  const kill = JSON.stringify({ when, what, program: PROGRAM });
  const killer = `data:text/javascript,${encodeURIComponent(KILLER)}`;
  const parameters = ['--import', killer, PROGRAM, 'database', 'move', '--to', to];
  return startNode(parameters, { env: { ...env, KILL: kill } }).finished;
}

/** Runs the command where no file can have a second name, as on a USB stick. */
export function moveWithoutLinks(env: Record<string, string>, to: string): Promise<Finished> {
  const without = `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    fs.linkSync = () => { throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' }); };
    syncBuiltinESMExports();`;
  const preload = `data:text/javascript,${encodeURIComponent(without)}`;
  return startNode(['--import', preload, PROGRAM, 'database', 'move', '--to', to], { env }).finished;
}

/** Every value of every table with its type, in the order of the rows, and the latest id of each table. */
export function everythingIn(path: string): Record<string, unknown[]> {
  const client = new Database(path, { readonly: true });
  const names = client
    .prepare<[], string>(
      "select name from sqlite_master where type = 'table' and name not like '\\_\\_%' escape '\\'",
    )
    .pluck()
    .all();
  const all = names.map((name) => {
    const rows = client.prepare<[], Record<string, unknown>>(`select * from "${name}"`).all();
    return [name, rows.map((row) => JSON.stringify(row)).sort()] as const;
  });
  client.close();
  return Object.fromEntries(all);
}
