import { once } from 'node:events';
import { copyFile, readFile, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectPath } from '../../src/shared/project-path.ts';
import { migrateDatabase } from '../../src/sqlite/migrate-database.ts';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { migrationsUpTo } from '../support/database/migration-folders.ts';
import { anEmailEvent } from '../support/http/http-app.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT } from '../support/issues.ts';
import {
  type Finished,
  makePlace,
  type Place,
  PROGRAM,
  runProcess,
  startNode,
} from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';
import { signedHeaders, WEBHOOK_SECRET } from '../support/sending/provider-events.ts';

let place: Place;
let running: { child: { kill(signal: NodeJS.Signals): boolean }; finished: Promise<Finished> } | null = null;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.finished;
  running = null;
  await place.remove();
});

/** The log's lines that are JSON, and no others. */
const linesOf = (log: string) =>
  log
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));

/** Starts the server on a free port, and waits until it listens. */
async function serve(env: Record<string, string> = {}) {
  const started = startNode([PROGRAM, 'serve'], {
    env: { ...place.env, PORT: '0', RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET, ...env },
  });
  running = started;
  const [line] = await once(started.child.stderr, 'data');
  const { event, port } = linesOf(String(line))[0];
  expect(event).toBe('serving');
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    started.child.kill(signal);
    return started.finished;
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

describe('serve', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'serve answers until %s, then ends with status 0',
    async (signal) => {
      const { url, stop } = await serve();
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      const body = JSON.stringify(anEmailEvent());
      const told = await fetch(`${url}/webhooks/resend`, {
        method: 'POST',
        body,
        headers: signedHeaders({ id: 'msg_1', body }),
      });
      expect(told.status).toBe(200);
      const { status, stdout, stderr } = await stop(signal);
      expect([status, stdout]).toEqual([0, '']);
      expect(linesOf(stderr).map(({ event }) => event)).toEqual([
        'serving',
        'stopping',
        'provider-events',
        'stopped',
      ]);
    },
  );

  test('serve continues an interrupted issue, and its log names no recipient', async () => {
    const stores = openSqliteStores(place.database);
    await addReaders(stores.subscriberStore, 120);
    await approveIssue(stores);
    await freezeWholeAudience(stores.deliveryStore, { transport: 'outbox' });
    await stores.close();
    const { stop } = await serve();
    await expect.poll(() => place.messages(), { timeout: 20_000 }).toHaveLength(120);
    const { status, stderr } = await stop();
    expect(status).toBe(0);
    expect(stderr).not.toContain('@');
    const { stdout } = await runCommand(['issue', 'show', SLOT, '--json'], { env: place.env });
    expect(JSON.parse(stdout)).toMatchObject({ deliveries: { pending: 0, submitted: 120 } });
  });

  test('serve accepts comparisons with the API_TOKEN, and does not reveal it', async () => {
    const API_TOKEN = 'the-token-of-this-site_0123456789';
    const { url, stop } = await serve({ API_TOKEN });
    const post = (token: string) =>
      fetch(`${url}/api/comparisons`, {
        method: 'POST',
        body: JSON.stringify({ tools: [{ name: 'Tern' }, { name: 'Petrel' }] }),
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      });
    expect((await post('another')).status).toBe(401);
    expect(await (await post(API_TOKEN)).json()).toMatchObject({ added: 1, rejected: [] });
    const { stderr } = await stop();
    expect(stderr).not.toContain(API_TOKEN);
  });

  test('what the API adds makes a week that was skipped for want of comparisons a draft again, at once', async () => {
    const API_TOKEN = 'the-token-of-this-site_0123456789';
    const ask = async (...command: string[]) =>
      JSON.parse((await runCommand([...command, '--json'], { env: place.env })).stdout);
    const { slot } = await ask('draft');
    const stores = openSqliteStores(place.database);
    const at = Date.now();
    await stores.issueStore.changeStatus({ slot, scheduledAt: at, to: 'skipped', reason: 'None', at });
    await stores.close();
    const { url } = await serve({ API_TOKEN });
    expect(await ask('issue', 'show', slot)).toMatchObject({ status: 'skipped' });
    await fetch(`${url}/api/comparisons`, {
      method: 'POST',
      body: JSON.stringify({ tools: [{ name: 'Tern' }, { name: 'Petrel' }] }),
      headers: { authorization: `Bearer ${API_TOKEN}`, 'content-type': 'application/json' },
    });
    expect(await ask('issue', 'show', slot)).toMatchObject({ status: 'draft', reason: null });
  });

  test('serve accepts a sign-up, emails its link, confirms by it, and logs nobody’s address', async () => {
    const { url, stop } = await serve();
    const body = new URLSearchParams({ email: 'ada@verdicts.test' });
    const { status } = await fetch(`${url}/subscribe`, { method: 'POST', body, redirect: 'manual' });
    expect(status).toBe(303);
    await expect.poll(() => place.messages(), { timeout: 20_000 }).toHaveLength(1);
    const [name = ''] = await place.messages();
    const { text } = await PostalMime.parse(await readFile(join(place.outbox, 'new', name)));
    const [, token = ''] = /\/confirm\/([\w-]+)/.exec(text ?? '') ?? [];
    expect((await fetch(`${url}/confirm/${token}`, { method: 'POST' })).status).toBe(200);
    expect((await fetch(`${url}/confirm/${token.slice(1)}`)).status).toBe(404);
    const { stderr } = await stop();
    expect(stderr).not.toContain('@');
    expect(stderr).not.toContain(token);
    const stores = openSqliteStores(place.database);
    expect(await stores.subscriberStore.findHistory('ada@verdicts.test')).toMatchObject({
      status: 'confirmed',
    });
    await stores.close();
    const database = new Database(place.database, { readonly: true });
    const addresses = database.prepare('select network_address from consent_events').pluck().all();
    database.close();
    expect(addresses).toEqual(['127.0.0.1', '127.0.0.1']);
  });

  test('serve logs the full path of a database that it creates, and doubtful settings', async () => {
    const database = join(place.folder, 'elsewhere', 'verdicts.db');
    const { stop } = await serve({ DATABASE_URL: `file:${database}`, SEND_DAYLY_LIMIT: '100' });
    const { stderr } = await stop();
    expect(linesOf(stderr).slice(0, 3)).toMatchObject([
      { event: 'serving' },
      { event: 'database-created', level: 'warn', path: database },
      { event: 'settings-doubtful', message: expect.stringContaining('SEND_DAILY_LIMIT?') },
    ]);
  });

  test('serve logs which of the operator’s own views an upgrade left out', async () => {
    const earlier = join(place.folder, 'earlier.db');
    const database = new Database(earlier);
    migrateDatabase(database, migrationsUpTo(0, join(place.folder, 'earlier')));
    database.exec('create view codes as select code from deliveries');
    database.close();
    const { stop } = await serve({ DATABASE_URL: `file:${earlier}` });
    expect(linesOf((await stop()).stderr)).toContainEqual(
      expect.objectContaining({
        event: 'upgrade-left-out',
        level: 'warn',
        message: expect.stringContaining('"codes"'),
      }),
    );
  });

  test('serve ends with status 1, which is worth a retry, and says why if its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = String(typeof address === 'object' ? address?.port : '');
    const { status, stderr } = await runProcess(['serve'], { env: { ...place.env, PORT: port } });
    expect(status).toBe(1);
    expect(stderr).toContain(`port ${port}: another program listens there already`);
    other.close();
  });

  test.each(['removed', 'replaced'])(
    'serve ends and says so if its database was %s while it ran',
    async (change) => {
      await serve();
      if (change === 'removed') await rm(place.database);
      else {
        await copyFile(place.database, `${place.database}.copy`);
        await rename(`${place.database}.copy`, place.database);
      }
      const { status, stderr } = (await running?.finished) ?? {};
      expect(status).toBe(1);
      expect(linesOf(stderr ?? '')).toContainEqual(
        expect.objectContaining({ event: 'database-gone', level: 'error' }),
      );
      expect(stderr).toMatch(
        /The database file \S+ was removed or replaced while this ran, so it ends\. To go on with what is there now, start it again\./,
      );
    },
  );

  test('the systemd unit in the docs restarts serve after status 1 for as long as it takes, and not after 2', async () => {
    const docs = await readFile(projectPath('docs', 'deploy.md'), 'utf8');
    const [, unit = ''] = /```ini\n([\s\S]*?)```/.exec(docs) ?? [];
    const [, service = ''] = unit.split('[Service]');
    expect(unit.split('[Service]')[0]).toMatch(/^StartLimitIntervalSec=0$/m);
    for (const line of ['Restart=on-failure', 'RestartSec=5', 'RestartPreventExitStatus=2'])
      expect(service.split('\n')).toContain(line);
  });

  test.each(['192.0.2.1', '2001:db8::1', 'no-such-machine.invalid'])(
    'serve ends with status 1 and says why if this machine does not have the address %s yet',
    async (HOST) => {
      const { status, stdout, stderr } = await runProcess(['serve', '--json'], {
        env: { ...place.env, HOST, PORT: '0' },
      });
      expect(status).toBe(1);
      expect(stderr).toMatch(new RegExp(`Cannot listen on ${HOST}, port 0: .*Set HOST`));
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'refused' } });
    },
  );
});
