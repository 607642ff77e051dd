import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PRIVATE_FILE } from '../../src/shared/private-modes.ts';
import { projectPath } from '../../src/shared/project-path.ts';
import { emptyDatabaseFile } from './database/empty-database.ts';

export interface Finished {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: Readonly<Record<string, string>>;
  input?: string;
  cwd?: string;
}

/** A Node.js process, and how it ends. Its environment contains only `env` and PATH. */
export function startNode(parameters: readonly string[], { env = {}, input, cwd }: RunOptions = {}) {
  const child = spawn(process.execPath, parameters, {
    env: { PATH: process.env.PATH ?? '', ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject).on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
  // A process that was killed before it could read is no fault of the test's.
  child.stdin.on('error', () => undefined).end(input ?? '');
  return { child, finished };
}

/** The built program: `build.ts` builds it before the tests begin. */
export const PROGRAM = projectPath('dist', 'src', 'cli.js');

/** Runs a command of the built program to its end, as a process of its own; `runCommand` is ten times as fast. */
export function runProcess(parameters: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return startNode([PROGRAM, ...parameters], options).finished;
}

/** A folder for a test, with a database and an outbox of its own. */
export interface Place {
  folder: string;
  database: string;
  outbox: string;
  env: Record<string, string>;
  /** The names of all messages in the outbox's Maildir. */
  messages(): Promise<string[]>;
  remove(): Promise<void>;
}

/** @param hasDatabase Whether there is an empty database already, as on any day but the first. */
export async function makePlace({ hasDatabase = true } = {}): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'verdicts-'));
  const database = join(folder, 'verdicts.db');
  if (hasDatabase) await writeFile(database, emptyDatabaseFile(), { mode: PRIVATE_FILE });
  const outbox = join(folder, 'outbox');
  return {
    folder,
    database,
    outbox,
    env: { DATABASE_URL: `file:${database}`, OUTBOX_DIR: outbox },
    messages: async () =>
      existsSync(outbox)
        ? [...(await readdir(join(outbox, 'new'))), ...(await readdir(join(outbox, 'cur')))]
        : [],
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
