import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import type { Challenge } from 'altcha-lib';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EMAIL_LIMITS } from '../../src/subscribers/sign-ups/email-limits.ts';
import { SIGN_UP_LIMITS } from '../../src/subscribers/sign-ups/sign-up-limits.ts';
import { spawnFakeResend } from '../fake-resend/fake-resend.ts';
import { solve } from '../support/http/proofs.ts';
import { makePlace, type Place, PROGRAM, startNode } from '../support/processes.ts';
import { resendEnvironment } from '../support/sending/resend-environment.ts';

/**
 * A home connection has an IPv6 /56: 256 networks of the size that providers give to one customer. Each requests
 * emails to
 * strangers, over and over, as fast as the server answers.
 */
const NETWORKS = 256;
const ROUNDS = 8;
/** Promised limits that a slow machine with two cores keeps, in milliseconds and bytes. */
const EMAIL_WITHIN = 60_000;
const HEALTH = { median: 500, slowest: 5_000 };
const MOST_MEMORY = 300 * 2 ** 20;

const HONEST = '198.51.100.7';
const homeNetwork = (number: number) => `2001:db8:1:${(0x2a00 + (number % NETWORKS)).toString(16)}::1`;

let place: Place;
let url: string;
let servers: ReturnType<typeof startNode>[];
/** Connections of the home, and of everybody else. */
let homeAgent: Agent;
let otherAgent: Agent;
beforeEach(async () => {
  place = await makePlace();
  servers = [];
  homeAgent = new Agent({ keepAlive: true, maxSockets: 8 });
  otherAgent = new Agent({ keepAlive: true });
});
afterEach(async () => {
  homeAgent.destroy();
  otherAgent.destroy();
  await Promise.all(servers.map(crash));
  await place.remove();
});

async function crash({ child, finished }: ReturnType<typeof startNode>) {
  child.kill('SIGKILL');
  await finished;
}

async function serve(env: Record<string, string> = {}) {
  const server = startNode([PROGRAM, 'serve'], {
    env: { ...place.env, PORT: '0', TRUSTED_PROXIES: '127.0.0.1', ...env },
  });
  servers.push(server);
  const [line] = await once(server.child.stderr, 'data');
  const { port } = JSON.parse(String(line).split('\n')[0] ?? '');
  url = `http://127.0.0.1:${port}`;
  return { server, url };
}

/** A request through the proxy on this machine, from a network address. */
function send(path: string, from: string, fields?: Record<string, string>, at = url) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const headers = { 'X-Forwarded-For': from, 'Content-Type': 'application/json' };
    const method = fields === undefined ? 'GET' : 'POST';
    const agent = from === HONEST ? otherAgent : homeAgent;
    const sent = request(`${at}${path}`, { agent, method, headers }, (response) => {
      let body = '';
      response
        .setEncoding('utf8')
        .on('data', (piece) => {
          body += piece;
        })
        .on('end', () => resolve({ status: response.statusCode ?? 0, body }))
        .on('error', reject);
    });
    sent.on('error', reject).end(fields && JSON.stringify(fields));
  });
}

/** Signs up strangers from all networks of the home, and counts the answers by status. */
async function flood(rounds = ROUNDS, at = url): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  for (let round = 0; round < rounds; round += 1) {
    const asked = Array.from({ length: NETWORKS }, (_, number) =>
      send('/subscribe', homeNetwork(number), { email: `stranger${round}-${number}@verdicts.test` }, at),
    );
    for (const { status } of await Promise.all(asked)) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  return statuses;
}

async function prove(from: string): Promise<string> {
  const { challenge } = JSON.parse((await send('/subscribe/challenge', from)).body) as {
    challenge: Challenge;
  };
  return solve(challenge);
}

async function recipients(): Promise<string[]> {
  const messages = (await place.messages()).map(async (name) => {
    const { to } = await PostalMime.parse(await readFile(join(place.outbox, 'new', name)));
    return to?.[0]?.address ?? '';
  });
  return Promise.all(messages);
}

/** How long `/healthz` takes, requested over and over until `done`, in milliseconds. */
async function healthUntil(done: Promise<unknown>): Promise<{ median: number; slowest: number }> {
  let isDone = false;
  const end = done.finally(() => {
    isDone = true;
  });
  const times: number[] = [];
  while (!isDone) {
    const begun = performance.now();
    expect((await send('/healthz', HONEST)).status).toBe(200);
    times.push(performance.now() - begun);
  }
  await end;
  times.sort((one, other) => one - other);
  return { median: times[Math.floor(times.length / 2)] ?? 0, slowest: times.at(-1) ?? 0 };
}

async function residentMemory(): Promise<number> {
  const { body } = await send('/metrics', HONEST);
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(body)?.[1]);
}

describe('while 256 networks of one home sign up strangers', () => {
  test('during a flood of sign-ups, the form stays open to others, and an honest email arrives within a minute', async () => {
    await serve();
    const attack = flood();
    const health = await healthUntil(attack);
    const statuses = await attack;
    expect(statuses).toEqual(
      new Map([
        [202, SIGN_UP_LIMITS.site.maxWithoutProof],
        [422, NETWORKS * ROUNDS - SIGN_UP_LIMITS.site.maxWithoutProof],
      ]),
    );
    const begun = performance.now();
    expect((await send('/subscribe', HONEST, { email: 'ada@verdicts.test' })).status).toBe(202);
    await expect.poll(recipients, { timeout: EMAIL_WITHIN }).toContain('ada@verdicts.test');
    expect(performance.now() - begun).toBeLessThan(EMAIL_WITHIN);
    expect((await recipients()).length).toBeLessThanOrEqual(SIGN_UP_LIMITS.site.maxWithoutProof + 1);
    expect(health.median).toBeLessThan(HEALTH.median);
    expect(health.slowest).toBeLessThan(HEALTH.slowest);
    expect(await residentMemory()).toBeLessThan(MOST_MEMORY);
  });

  test('during a flood of sign-ups, people in the same network sign up with a proof of work, and no proof counts twice', async () => {
    await serve();
    await flood(1);
    const neighbour = homeNetwork(7);
    const proof = await prove(neighbour);
    const signUp = (email: string) => send('/subscribe', neighbour, { email, proof });
    expect((await signUp('neighbour@verdicts.test')).status).toBe(202);
    expect((await signUp('stranger@verdicts.test')).status).toBe(422);
    await expect.poll(recipients, { timeout: EMAIL_WITHIN }).toContain('neighbour@verdicts.test');
  });

  test('during a flood of sign-ups, made-up and old proofs do not get past the limits', async () => {
    await serve();
    await flood(1);
    const before = SIGN_UP_LIMITS.site.maxWithoutProof;
    for (const proof of ['x', 'e30=', 'bnVsbA==', '{'.repeat(4_000)]) {
      const { status } = await send('/subscribe', homeNetwork(3), { email: 'eve@verdicts.test', proof });
      expect(status).toBe(422);
    }
    await expect.poll(async () => (await recipients()).length, { timeout: EMAIL_WITHIN }).toBe(before);
  });

  test('during a flood of sign-ups, two servers on one database accept as many as one, even after a crash', async () => {
    const both = [await serve(), await serve()];
    const statuses = await Promise.all(both.map((one) => flood(1, one.url)));
    const taken = statuses.reduce((total, one) => total + (one.get(202) ?? 0), 0);
    expect(taken).toBe(SIGN_UP_LIMITS.site.maxWithoutProof);
    await Promise.all(both.map(({ server }) => crash(server)));
    await serve();
    expect(await flood(1)).toEqual(new Map([[422, NETWORKS]]));
  });

  test('during a flood of sign-ups, an honest email does not wait behind the others at two emails a second', async () => {
    const resend = await spawnFakeResend({ rateLimit: 2 });
    await serve(resendEnvironment(resend.url));
    await flood(1);
    expect((await send('/subscribe', HONEST, { email: 'ada@verdicts.test' })).status).toBe(202);
    const accepted = async () => (await resend.history()).accepted.flatMap(({ to }) => to);
    await expect.poll(accepted, { timeout: EMAIL_WITHIN }).toContain('ada@verdicts.test');
    // Less than half of their emails went out before it.
    const before = (await accepted()).indexOf('ada@verdicts.test');
    expect(before).toBeLessThan(SIGN_UP_LIMITS.site.maxWithoutProof / 2);
    await resend.stop();
  });
});

test('the default limits leave one home less than a tenth of an hour’s emails', () => {
  expect(SIGN_UP_LIMITS.site.maxWithoutProof).toBeLessThan(EMAIL_LIMITS.maxPerHour / 10);
});
