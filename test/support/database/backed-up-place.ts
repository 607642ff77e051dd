import { once } from 'node:events';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Finished, makePlace, type Place, PROGRAM, runProcess, startNode } from '../processes.ts';
import { runCommand } from '../run-command.ts';

/** A place with a database and a folder for its backups, and the commands on them. */
export interface BackedUpPlace extends Place {
  backups: string;
  /** Runs a command with `--json`. */
  run(
    parameters: string[],
    env?: Record<string, string>,
  ): Promise<{ status: number | null; result: ReturnType<typeof JSON.parse> }>;
  /** Makes a backup, and returns its folder. */
  backup(): Promise<string>;
  restore(folder?: string, env?: Record<string, string>): ReturnType<BackedUpPlace['run']>;
  /** Restores in a process of its own, as beside another one that uses the database. */
  restoreApart(folder?: string): ReturnType<BackedUpPlace['run']>;
  /** Adds a confirmed subscriber of this name. */
  add(name: string): ReturnType<BackedUpPlace['run']>;
  /** Starts the server; it ends with `stop`, and at the latest when the place is removed. */
  serve(env?: Record<string, string>): Promise<{ url: string; stop(): Promise<Finished> }>;
  /** The first column of what a query finds in the database. */
  rowsOf(sql: string): unknown[];
  emails(): unknown[];
}

export async function makeBackedUpPlace(): Promise<BackedUpPlace> {
  const place = await makePlace();
  const backups = join(place.folder, 'backups');
  let killServer = async () => {};
  const run: BackedUpPlace['run'] = async (parameters, env = {}) => {
    const all = [...parameters, '--json'];
    const { status, stdout } = await runCommand(all, { env: { ...place.env, ...env } });
    return { status, result: JSON.parse(stdout) };
  };
  const rowsOf = (sql: string) => {
    const database = new Database(place.database, { readonly: true });
    const rows = database.prepare(sql).pluck().all();
    database.close();
    return rows;
  };
  return {
    ...place,
    backups,
    run,
    backup: async () => String((await run(['backup', backups])).result.folder),
    restore: (folder = backups, env = {}) => run(['restore', folder], env),
    restoreApart: async (folder = backups) => {
      const { status, stdout } = await runProcess(['restore', folder, '--json'], { env: place.env });
      return { status, result: JSON.parse(stdout) };
    },
    add: (name) => run(['subscribers', 'add', `${name}@verdicts.test`, '--confirmed']),
    serve: async (env = {}) => {
      const { child, finished } = startNode([PROGRAM, 'serve'], { env: { ...place.env, PORT: '0', ...env } });
      const end = async (signal: NodeJS.Signals) => {
        child.kill(signal);
        return finished;
      };
      killServer = async () => {
        await end('SIGKILL');
      };
      const [line] = await once(child.stderr, 'data');
      const { port } = JSON.parse(String(line).split('\n')[0] ?? '');
      return { url: `http://127.0.0.1:${port}`, stop: () => end('SIGTERM') };
    },
    rowsOf,
    emails: () => rowsOf('select email from subscribers order by id'),
    remove: async () => {
      await killServer();
      await place.remove();
    },
  };
}
