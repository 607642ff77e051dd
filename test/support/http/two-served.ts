import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openPostgresStores } from '../../../src/postgres/open-stores.ts';
import { placeOn } from '../database/places.ts';
import { addReaders } from '../issues.ts';
import type { Place } from '../processes.ts';
import { freePort } from './free-port.ts';
import { startRoundRobin } from './round-robin.ts';
import { type Served, startServed } from './served.ts';

/** Two processes on one PostgreSQL database, each on a port that it keeps, behind a proxy. */
export async function startTwoServed(
  url: string,
  { readers = 0, ...settings }: { readers?: number } & Record<string, string | number> = {},
) {
  const place = await placeOn(url);
  if (readers > 0) await inStores(url, ({ subscriberStore }) => addReaders(subscriberStore, readers));
  const proxy = await startRoundRobin();
  const ports = [await freePort(), await freePort()];
  const env = { PUBLIC_URL: proxy.url, TRUSTED_PROXIES: '127.0.0.1', ...settings };
  const start = (port = 0, program?: string) => startServed(place, { ...env, PORT: String(port) }, program);
  const running: Served[] = await Promise.all(ports.map((port) => start(port)));
  proxy.use(...ports);
  return {
    place,
    proxy,
    ports,
    running: running as readonly Served[],
    /** Ends one. @returns How it ended. */
    end: async (index: number, signal: NodeJS.Signals) => running[index]?.stop(signal),
    /** @param program Of another version. */
    startAgain: async (index: number, program?: string) => {
      running[index] = await start(ports[index], program);
    },
    stop: async () => {
      await Promise.all(running.map(({ stop }) => stop('SIGKILL')));
      await proxy.stop();
      await place.remove();
    },
  };
}
export type TwoServed = Awaited<ReturnType<typeof startTwoServed>>;

/** Works in a database as one more process does. */
export async function inStores<T>(
  url: string,
  work: (stores: Awaited<ReturnType<typeof openPostgresStores>>) => Promise<T>,
): Promise<T> {
  const stores = await openPostgresStores(url);
  return work(stores).finally(() => stores.close());
}

/** To whom the outbox has emails, one entry for each. */
export async function emailedIn(place: Place): Promise<string[]> {
  const read = async (name: string) => {
    const text = await readFile(join(place.outbox, 'new', name), 'utf8');
    return /^To: .*?([^\s<]+@[^\s>]+)/im.exec(text)?.[1] ?? text;
  };
  return Promise.all((await place.messages()).map(read));
}
