import { setTimeout } from 'node:timers/promises';
import { openPostgresStores } from '../../src/postgres/open-stores.ts';
import { projectPath } from '../../src/shared/project-path.ts';
import { mulberry32, spawnFakeResend } from '../fake-resend/fake-resend.ts';
import {
  execute,
  type RestartableServer,
  startRestartableServer,
} from '../support/database/postgres-server.ts';
import { addReaders, approveIssue, SLOT } from '../support/issues.ts';
import { startTcpProxy, type TcpProxy } from '../support/network/tcp-proxy.ts';
import { makePlace, type Place, PROGRAM, startNode } from '../support/processes.ts';
import { resendEnvironment } from '../support/sending/resend-environment.ts';

export interface ShakenRun {
  /** Determines every fault of the provider, and what is done when. */
  seed: number;
  readers: number;
  /** For how long the network is cut, in milliseconds. */
  cutMs: number;
}

/** What the provider and the database report afterwards, and what was done on the way. */
export interface ShakenRunResult {
  seed: number;
  seconds: number;
  done: Record<Deed, number>;
  requests: number;
  missing: number;
  doubled: string[];
  keysWithSeveralBodies: string[];
  status: string;
  submitted: number;
}

type Deed = 'kill' | 'terminate' | 'restart' | 'cut';

/** By how much the clock of each sender is wrong, in milliseconds. */
const CLOCKS = ['0', '20000', '-20000', 'random'];

const LONGEST_RUN_MS = 30 * 60_000;

/** Between two deeds. A process needs a second or two to start. */
const SHORTEST_REST_MS = 4_000;
const MORE_REST_MS = 8_000;

/** A kill near the end only adds the half minute that a lease lasts. */
const NEARLY_ALL = 0.95;

/**
 * Sends an issue by four processes of `serve` with different clocks on one PostgreSQL database, through a provider with all
 * faults. Meanwhile processes are killed, connections ended, the server restarted at once, and the network cut. Nobody helps.
 */
export async function shakenRun({ seed, readers, cutMs }: ShakenRun): Promise<ShakenRunResult> {
  const draw = mulberry32(seed);
  const place = await makePlace({ hasDatabase: false });
  const server = await startRestartableServer();
  const network = await startTcpProxy(server.port);
  const fake = await spawnFakeResend({ rateLimit: 20, faults: { seed, share: 0.15, delayUpTo: 100 } });
  const senders = startSenders({ place, network, server, providerUrl: fake.url });
  try {
    const began = performance.now();
    await prepare(server.url, readers);
    senders.start();
    const done = await shake({ draw, server, network, senders, cutMs, readers });
    const history = await fake.history();
    const times = history.timesAccepted();
    const everybody = Array.from({ length: readers }, (_, index) => `reader${index + 1}@verdicts.test`);
    return {
      seed,
      seconds: Math.round((performance.now() - began) / 1_000),
      done,
      requests: history.requests.length,
      missing: everybody.filter((address) => !times.has(address)).length,
      doubled: history.acceptedTwice(),
      keysWithSeveralBodies: history.keysWithSeveralBodies(),
      ...(await stateOf(server.url)),
    };
  } finally {
    await senders.stop();
    await fake.stop();
    await network.stop();
    await server.stop();
    await place.remove();
  }
}

/** Whether nobody is missing, nobody has it twice, no key had two bodies, and the database knows all that. */
export function isGood(result: ShakenRunResult, { readers }: ShakenRun): boolean {
  const { missing, doubled, keysWithSeveralBodies, submitted, status } = result;
  const nothingWrong = missing === 0 && doubled.length === 0 && keysWithSeveralBodies.length === 0;
  return nothingWrong && submitted === readers && status === 'sent';
}

/** The first step of the freeze, so that the senders continue it. */
async function prepare(url: string, readers: number): Promise<void> {
  const stores = await openPostgresStores(url);
  await addReaders(stores.subscriberStore, readers);
  await approveIssue(stores);
  await stores.deliveryStore.freezeAudience({ slot: SLOT, at: Date.now(), limit: 1, transport: 'resend' });
  await stores.close();
}

interface Given {
  place: Place;
  network: TcpProxy;
  server: RestartableServer;
  providerUrl: string;
}

function startSenders({ place, network, server, providerUrl }: Given) {
  const running: ReturnType<typeof startNode>[] = [];
  const env = {
    ...place.env,
    ...resendEnvironment(providerUrl),
    DATABASE_URL: server.url.replace(/:\d+\//, `:${network.port}/`),
    SIGNING_SECRET: 's'.repeat(32),
    RESEND_REQUESTS_PER_SECOND: '6',
    PORT: '0',
    NODE_OPTIONS: `--import ${projectPath('test/soak/skewed-clock.mjs')}`,
  };
  let isOver = false;
  const run = (index: number) => {
    const sender = startNode([PROGRAM, 'serve'], { env: { ...env, CLOCK_SKEW: CLOCKS[index] ?? '0' } });
    running[index] = sender;
    // As a service manager does: whatever ended it.
    void sender.finished.then(() => setTimeout(500)).then(() => isOver || run(index));
  };
  return {
    start: () => {
      for (const index of CLOCKS.keys()) run(index);
    },
    kill: (index: number) => running[index]?.child.kill('SIGKILL'),
    stop: async () => {
      isOver = true;
      for (const { child } of running) child.kill('SIGKILL');
      await Promise.all(running.map(({ finished }) => finished));
    },
  };
}

interface Shaken {
  draw: () => number;
  server: RestartableServer;
  network: TcpProxy;
  senders: ReturnType<typeof startSenders>;
  cutMs: number;
  readers: number;
}

/** Something every few seconds until nearly all is sent, the restart and the cut once each; then it waits for the end. */
async function shake({
  draw,
  server,
  network,
  senders,
  cutMs,
  readers,
}: Shaken): Promise<Record<Deed, number>> {
  const done: Record<Deed, number> = { kill: 0, terminate: 0, restart: 0, cut: 0 };
  const deeds: Record<Deed, () => unknown> = {
    kill: () => senders.kill(Math.floor(draw() * CLOCKS.length)),
    terminate: () => endConnections(server.url, draw()),
    restart: () => server.restart(),
    cut: async () => {
      network.cut();
      await setTimeout(cutMs);
      network.mend();
    },
  };
  const latest = performance.now() + LONGEST_RUN_MS;
  const rare: Deed[] = draw() < 0.5 ? ['restart', 'cut'] : ['cut', 'restart'];
  const ceiling = readers * NEARLY_ALL;
  for (;;) {
    const { status, submitted } = await stateOf(server.url);
    if (status !== 'sending' || performance.now() > latest) return done;
    await setTimeout(SHORTEST_REST_MS + draw() * MORE_REST_MS);
    if (submitted > ceiling && rare.length === 0) continue;
    const often: Deed = draw() < 0.6 ? 'kill' : 'terminate';
    const deed = (draw() < 0.2 || submitted > ceiling ? rare.shift() : undefined) ?? often;
    await deeds[deed]();
    done[deed] += 1;
  }
}

/** Each with this chance. */
async function endConnections(url: string, chance: number): Promise<void> {
  await execute(
    url,
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'verdicts' and random() < ${chance}`,
  );
}

async function stateOf(url: string): Promise<{ status: string; submitted: number }> {
  const [found] = await execute(
    url,
    `select i.status, (select count(*) from deliveries where status = 'submitted')::int as submitted from issues i where slot = '${SLOT}'`,
  );
  return { status: String(found?.status), submitted: Number(found?.submitted) };
}
