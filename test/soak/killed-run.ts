import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { FAULTS, mulberry32, spawnFakeResend } from '../fake-resend/fake-resend.ts';
import { addReaders, approveIssue, SLOT } from '../support/issues.ts';
import { makePlace, type Place, PROGRAM, startNode } from '../support/processes.ts';
import { resendEnvironment } from '../support/sending/resend-environment.ts';

export interface KilledRun {
  /** Determines every fault of the provider and the time of every kill. */
  seed: number;
  readers: number;
  /** How often the sender is killed. */
  kills: number;
}

/** What the provider and the database report afterwards; a good run has nothing missing, doubled or reused. */
export interface KilledRunResult {
  seed: number;
  /** How often a kill hit a running sender. */
  killed: number;
  requests: number;
  submitted: number;
  missing: string[];
  doubled: string[];
  keysWithSeveralBodies: string[];
  status: string;
}

/** The longest life of a sender, in milliseconds from its start; the program takes about 300 of them to load. */
const LONGEST_LIFE = 1_500;

/** The sender is slow, so that it is killed on the way and not when all is done. */
const REQUESTS_PER_SECOND = '4';

/** Answers that never come would make each run wait for a minute. */
const MIXED = FAULTS.filter((fault) => !fault.includes('silent'));

/**
 * Sends an issue through a provider with random faults, by the real command in processes that are killed with SIGKILL
 * at random,
 * and then once more to its end. The provider is a process of its own, whose history has what it accepted.
 */
export async function killedRun({ seed, readers, kills }: KilledRun): Promise<KilledRunResult> {
  const draw = mulberry32(seed);
  const place = await makePlace();
  const fake = await spawnFakeResend({
    rateLimit: 20,
    faults: { seed, share: 0.5, among: MIXED, delayUpTo: 100 },
  });
  try {
    await prepare(place, readers);
    const environment = { ...place.env, ...resendEnvironment(fake.url) };
    const env = { ...environment, RESEND_REQUESTS_PER_SECOND: REQUESTS_PER_SECOND };
    let killed = 0;
    for (let count = 0; count < kills; count += 1) {
      const { child, finished } = startNode([PROGRAM, 'send', '--slot', SLOT, '--yes', '--json'], { env });
      const life = new AbortController();
      void finished.then(() => life.abort());
      await setTimeout(draw() * LONGEST_LIFE, undefined, { signal: life.signal }).catch(() => undefined);
      child.kill('SIGKILL');
      if ((await finished).signal === 'SIGKILL') killed += 1;
      passTime(place);
    }
    await fake.tell({ faults: [] });
    const status = await sendToTheEnd(place, environment);
    const history = await fake.history();
    const times = history.timesAccepted();
    const everybody = Array.from({ length: readers }, (_, index) => `reader${index + 1}@verdicts.test`);
    return {
      seed,
      killed,
      requests: history.requests.length,
      ...status,
      missing: everybody.filter((address) => !times.has(address)),
      doubled: history.acceptedTwice(),
      keysWithSeveralBodies: history.keysWithSeveralBodies(),
    };
  } finally {
    await fake.stop();
    await place.remove();
  }
}

/** Whether nobody is missing, nobody has it twice, no key had two bodies, and the database knows all that. */
export function isGood(result: KilledRunResult, { readers }: KilledRun): boolean {
  const { missing, doubled, keysWithSeveralBodies, submitted, status } = result;
  const nothingWrong = [missing, doubled, keysWithSeveralBodies].every((list) => list.length === 0);
  return nothingWrong && submitted === readers && status === 'sent';
}

async function prepare(place: Place, readers: number): Promise<void> {
  const stores = openSqliteStores(place.database);
  await addReaders(stores.subscriberStore, readers);
  await approveIssue(stores);
  await stores.close();
}

/** Ends the leases of the killed sender and the waits between attempts. */
function passTime({ database }: Place): void {
  const db = new Database(database);
  db.pragma('busy_timeout = 10000');
  db.exec(`
    update batches set lease_expires_at = 0 where status = 'taken';
    update batches set next_attempt_at = 0 where status = 'open' and next_attempt_at is not null`);
  db.close();
}

async function sendToTheEnd(place: Place, env: Record<string, string>) {
  const { stdout, stderr } = await startNode([PROGRAM, 'send', '--slot', SLOT, '--yes', '--json'], {
    env,
  }).finished;
  try {
    const { status, deliveries } = JSON.parse(stdout);
    return { status: String(status), submitted: Number(deliveries.submitted) };
  } catch {
    throw new Error(`The last sender failed in ${place.folder}: ${stderr}`);
  }
}
