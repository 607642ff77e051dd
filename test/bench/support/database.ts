import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stores } from '../../../src/app/stores.ts';
import { openPostgresStores } from '../../../src/postgres/open-stores.ts';
import { openSqliteStores } from '../../../src/sqlite/open-stores.ts';
import { execute, startCluster } from '../../support/database/postgres-server.ts';
import { cpuSeconds, inFolder, type Measured, measured, rounded } from './measure.ts';

/** Which database the benchmark is to measure: `run.ts` sets it. */
export const STORE = process.env.BENCH_STORE === 'postgres' ? 'postgres' : 'sqlite';

/** A database of the benchmark's own. */
export interface BenchDatabase {
  /** A path, or a URL, by which another process opens it too. */
  place: string;
  folder: string;
  open(): Promise<Stores>;
  measured(work: () => Promise<void>): Promise<Measured & CpuTimes>;
}

/** The server's is that of all its processes. */
export interface CpuTimes {
  cpuSeconds: number;
  serverCpuSeconds?: number;
}

/** As a server is run that must not lose anything; the sizes are those of a small machine. */
const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  max_connections: '100',
};

/** Runs the work with an empty database in a folder of its own; both are removed afterwards, a server when the process ends. */
export async function inDatabase(work: (database: BenchDatabase) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    if (STORE === 'sqlite') return work(databaseAt(join(folder, 'verdicts.db'), folder));
    const { url } = await startCluster(SETTINGS);
    const server = await postmasterOf(url);
    await work(databaseAt(url, folder, () => cpuSecondsOfServer(server)));
  });
}

/** Opens a database by its path or URL. */
export async function openStores(place: string): Promise<Stores> {
  return place.startsWith('postgres:') ? openPostgresStores(place) : openSqliteStores(place);
}

function databaseAt(place: string, folder: string, ofServer?: () => number): BenchDatabase {
  return {
    place,
    folder,
    open: () => openStores(place),
    measured: async (work) => {
      const [before, serverBefore] = [cpuSeconds(), ofServer?.()];
      const time = await measured(work);
      const own = { ...time, cpuSeconds: rounded(cpuSeconds() - before) };
      if (ofServer === undefined || serverBefore === undefined) return own;
      return { ...own, serverCpuSeconds: rounded(ofServer() - serverBefore) };
    },
  };
}

async function postmasterOf(url: string): Promise<number> {
  const [row] = await execute(url, 'show data_directory');
  return Number(readFileSync(join(String(row?.data_directory), 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
}

/** Linux counts in hundredths of a second. */
const TICKS = 100;

/** Of the server's first process, of those that it started, and of those that have ended. */
function cpuSecondsOfServer(postmaster: number): number {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const ticks = processes.map((pid) => {
    const { parent, own, ofEnded } = statOf(pid);
    if (Number(pid) === postmaster) return own + ofEnded;
    return parent === postmaster ? own : 0;
  });
  return ticks.reduce((sum, one) => sum + one, 0) / TICKS;
}

/** See proc_pid_stat(5): after the name come the state, the parent, and from the 14th on the times. */
function statOf(pid: string): { parent: number; own: number; ofEnded: number } {
  const fields = statFields(pid);
  const at = (position: number) => Number(fields[position - 3] ?? 0);
  return { parent: at(4), own: at(14) + at(15), ofEnded: at(16) + at(17) };
}

function statFields(pid: string): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
