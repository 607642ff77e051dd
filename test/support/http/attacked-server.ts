import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { preparedPlaces } from '../prepared-places.ts';
import { type Place, PROGRAM, startNode } from '../processes.ts';
import { runCommand } from '../run-command.ts';
import { openClient } from './raw-client.ts';

export interface AttackedServer {
  port: number;
  url: string;
  /** The response times of consecutive health checks, in milliseconds; Infinity for one without a 200. */
  checkHealth(times: number): Promise<number[]>;
  /** The peak memory of the process, in MiB. */
  peakMemory(): Promise<number>;
  /** How many sockets the process has open. */
  openSockets(): Promise<number>;
  stop(): Promise<void>;
}

/** The timeout of a health check, in milliseconds. */
const HEALTH_TIME_LIMIT_MS = 15_000;

/** For a file of tests: starts the server anew, each time with the sample issue as it was sent once. */
export function attackedServers(): () => Promise<AttackedServer> {
  const placeWithDemo = preparedPlaces(({ env, folder }) => runCommand(['demo'], { env, cwd: folder }));
  return async () => serveToAttackers(await placeWithDemo());
}

/** The real `serve` in a process of its own, started as in production. */
async function serveToAttackers(place: Place): Promise<AttackedServer> {
  const { child, finished } = startNode(['--max-semi-space-size=16', PROGRAM, 'serve'], {
    env: { ...place.env, PORT: '0' },
    cwd: place.folder,
  });
  const [line] = await once(child.stderr, 'data');
  const { port } = JSON.parse(String(line).split('\n')[0] ?? '');
  const files = `/proc/${child.pid}`;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async checkHealth(times) {
      const taken: number[] = [];
      for (let count = 0; count < times; count += 1) taken.push(await timeOfHealthCheck(port));
      return taken;
    },
    async peakMemory() {
      const status = await readFile(`${files}/status`, 'utf8');
      return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
    },
    async openSockets() {
      const open = await readdir(`${files}/fd`);
      const targets = await Promise.all(open.map((one) => readlink(`${files}/fd/${one}`).catch(() => '')));
      return targets.filter((target) => target.startsWith('socket:')).length;
    },
    async stop() {
      child.kill('SIGKILL');
      await finished;
      await place.remove();
    },
  };
}

/** On a connection of its own, as monitors do. */
async function timeOfHealthCheck(port: number): Promise<number> {
  const begin = performance.now();
  const { socket, closed } = openClient(port);
  socket.setTimeout(HEALTH_TIME_LIMIT_MS, () => socket.destroy());
  socket.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
  const response = await closed;
  return response.startsWith('HTTP/1.1 200 ') ? performance.now() - begin : Number.POSITIVE_INFINITY;
}
