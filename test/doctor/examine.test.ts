import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Check } from '../../src/doctor/check.ts';
import { examine } from '../../src/doctor/examine.ts';
import { transportCheck } from '../../src/doctor/installation-checks.ts';
import { loadConfig } from '../../src/settings/config.ts';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { approveIssue } from '../support/issues.ts';
import { makePlace, type Place } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';
import { scriptedTransport } from '../support/sending/scripted-transport.ts';
import { type DnsServer, startDnsServer } from './dns-server.ts';
import { accountWith, aDomain, type DomainsApi, startDomainsApi } from './domains-api.ts';

let place: Place;
let api: DomainsApi;
let dns: DnsServer;
beforeEach(async () => {
  place = await makePlace();
  api = await startDomainsApi(accountWith([aDomain()]));
  dns = await startDnsServer({
    'send.verdicts.test': ['v=spf1 include:amazonses.com ~all'],
    'resend._domainkey.verdicts.test': ['p=MIGfMA0GCSqGSIb3DQ'],
    '_dmarc.verdicts.test': ['v=DMARC1; p=none; rua=mailto:reports@verdicts.test'],
  });
});
afterEach(async () => {
  await Promise.all([place.remove(), api.close(), dns.close()]);
});

/** A configuration that allows a real send, changed by `changes`. */
const configWith = (changes: Record<string, string> = {}) =>
  loadConfig({
    ...place.env,
    TRANSPORT: 'resend',
    RESEND_API_KEY: 're_key',
    RESEND_BASE_URL: api.baseUrl,
    RESEND_WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    SEND_DAILY_LIMIT: '',
    NEWSLETTER_NAME: 'Verdicts',
    NEWSLETTER_FROM: 'Verdicts <digest@verdicts.test>',
    NEWSLETTER_REPLY_TO: 'editors@verdicts.test',
    POSTAL_ADDRESS: '12 Lock Lane, Portside',
    PUBLIC_URL: 'https://mail.verdicts.test',
    ...changes,
  });

const examined = (changes?: Record<string, string>) =>
  examine(configWith(changes), { resolver: dns.resolver });

const named = (checks: readonly Check[], name: string) => checks.filter((check) => check.name === name);

describe('with the provider', () => {
  test('doctor checks all that a real send needs', async () => {
    const checks = await examined();
    expect(checks.map(({ name }) => name)).toEqual([
      'configuration',
      'runtime',
      'database',
      'subscribers',
      'transport',
      'issue',
      'schedule',
      'proxy',
      'studio',
      'resend',
      'domain',
      'spf',
      'dkim',
      'dmarc',
      'webhook',
      'sender',
    ]);
    const about = ['resend', 'domain', 'spf', 'dkim', 'dmarc', 'webhook', 'sender'];
    expect(checks.filter(({ ok, name }) => !ok && about.includes(name))).toEqual([]);
  });

  test('doctor names the versions of Node.js and SQLite in use', async () => {
    const checks = await examined();
    expect(named(checks, 'runtime')).toEqual([
      { name: 'runtime', level: 'ok', ok: true, message: `Node.js ${process.versions.node}.` },
    ]);
    expect(named(checks, 'database')[0]?.message).toMatch(/ is open \(SQLite 3\.\d+\.\d+\)\. It holds /);
  });

  test('doctor does not look up an example sender, but checks the key', async () => {
    const checks = await examined({ NEWSLETTER_FROM: 'digest@verdicts.example' });
    expect(named(checks, 'resend')).toMatchObject([{ ok: true }]);
    expect(named(checks, 'domain')).toMatchObject([
      { ok: false, message: expect.stringContaining('The sender (NEWSLETTER_FROM) is still the example') },
    ]);
    expect(dns.asked).toEqual([]);
  });

  test('doctor does not look up Resend’s own domain in DNS', async () => {
    const checks = await examined({ NEWSLETTER_FROM: 'onboarding@resend.dev' });
    expect(named(checks, 'domain')).toMatchObject([{ ok: false }]);
    expect(dns.asked).toEqual([]);
  });

  test('doctor warns that bounces go unnoticed without the webhook secret, which stops no send', async () => {
    const [webhook] = named(await examined({ RESEND_WEBHOOK_SECRET: '' }), 'webhook');
    expect(webhook).toMatchObject({
      level: 'warn',
      ok: true,
      message: expect.stringContaining('do not arrive'),
    });
    expect(webhook?.message).toContain('https://mail.verdicts.test/webhooks/resend');
  });

  test('doctor requires an https PUBLIC_URL for one-click unsubscribing', async () => {
    const [sender] = named(await examined({ PUBLIC_URL: 'http://mail.verdicts.test' }), 'sender');
    expect(sender).toMatchObject({ ok: false, message: expect.stringContaining('https://') });
  });

  test('a database that cannot be opened does not stop doctor’s other checks', async () => {
    const checks = await examined({ DATABASE_URL: `file:${place.folder}` });
    expect(named(checks, 'database')).toMatchObject([{ ok: false }]);
    expect(named(checks, 'domain')).toMatchObject([{ ok: true }]);
  });
});

describe('an approved issue', () => {
  /** Approves an issue of this sender, as if the settings had been different. */
  const approve = async (email: string) => {
    const stores = openSqliteStores(place.database);
    await approveIssue(stores, {
      from: { name: null, email },
      publicUrl: 'https://mail.verdicts.test',
    });
    await stores.close();
  };

  test('doctor checks an approved issue against the domain it is sent from, not today’s', async () => {
    await approve('digest@verdicts.test');
    const checks = await examined({ NEWSLETTER_FROM: '' });
    expect(named(checks, 'domain')).toMatchObject([{ level: 'ok' }]);
    expect(named(checks, 'sender')).toMatchObject([
      {
        level: 'warn',
        message: expect.stringMatching(
          /^The sender is still the example\. Set NEWSLETTER_FROM in \.env to .* Week 47/,
        ),
      },
    ]);
  });

  test('an approved issue of a domain that Resend does not know is stopped, and has to be approved again', async () => {
    await approve('digest@other.test');
    expect(named(await examined(), 'domain')).toMatchObject([
      {
        level: 'stop',
        message: expect.stringMatching(
          /^other\.test is not .*: verdicts issue hold 2026-W47 && verdicts issue approve/,
        ),
      },
    ]);
  });
});

describe('the studio', () => {
  const told = async (changes: Record<string, string>) =>
    named(await examined({ TRANSPORT: 'outbox', STUDIO_PASSWORD: '', ...changes }), 'studio');

  test.each([
    ['PUBLIC_URL is not this machine', { PUBLIC_URL: 'https://verdicts.test' }],
    ['PUBLIC_URL is not this machine', { PUBLIC_URL: 'http://192.168.1.7:3000' }],
    ['PUBLIC_URL is not this machine', { PUBLIC_URL: 'http://localhost.verdicts.test' }],
    ['TRUSTED_PROXIES is set', { PUBLIC_URL: 'http://127.0.0.1:3000', TRUSTED_PROXIES: '127.0.0.1' }],
  ])('a studio that is closed, because it has no password and %s, stops no send', async (reason, changes) => {
    expect(await told(changes)).toMatchObject([
      { level: 'warn', ok: true, message: expect.stringContaining(`${reason}. Issues still go out`) },
    ]);
  });

  test.each([
    { PUBLIC_URL: 'http://verdicts.test' },
    { PUBLIC_URL: 'http://verdicts.test', TRUSTED_PROXIES: '127.0.0.1' },
    { PUBLIC_URL: 'http://192.168.1.7:3000' },
  ])('a studio whose password would cross the network readable is never ok: %j', async (changes) => {
    expect(await told({ STUDIO_PASSWORD: 'a long password', ...changes })).toMatchObject([
      { level: 'warn', message: expect.stringContaining('anyone on the way can read the password') },
    ]);
  });

  test.each([
    { STUDIO_PASSWORD: 'a long password' },
    { STUDIO_PASSWORD: 'a long password', PUBLIC_URL: 'http://localhost:3000' },
    { PUBLIC_URL: 'http://127.0.0.1:3000' },
  ])('a studio needs nothing more with %j', async (changes) => {
    const [studio, ...more] = await told(changes);
    expect(more).toEqual([]);
    expect(studio).toMatchObject({ level: 'ok', ok: true });
  });
});

describe('the signing secret', () => {
  const FILE = 's3cr3t'.repeat(8);
  const told = async (SIGNING_SECRET: string, file: string | null) => {
    const path = join(place.folder, 'signing-secret');
    if (file !== null) await writeFile(path, file);
    return named(await examined({ TRANSPORT: 'outbox', SIGNING_SECRET }), 'signing-secret');
  };

  test('the secret in the file is said to verify old links once SIGNING_SECRET is set, with how to retire it', async () => {
    const [secret, ...more] = await told('n'.repeat(32), FILE);
    expect(more).toEqual([]);
    expect(secret?.message).toContain(`${join(place.folder, 'signing-secret')} still verifies the links`);
    expect(secret?.message).toMatch(/add its secret to SIGNING_SECRET after a comma, then remove the file/);
    expect(secret?.message).not.toContain(FILE);
  });

  test.each(['', 'short'])('a secret file that holds "%s" is reported as invalid', async (file) => {
    expect(await told('n'.repeat(32), file)).toMatchObject([
      { message: expect.stringMatching(/cannot be used.*Restore it from a backup, or remove it/) },
    ]);
  });

  test.each([
    ['', FILE],
    [`${'n'.repeat(32)},${FILE}`, FILE],
    ['n'.repeat(32), null],
  ])('the signing secret needs nothing with SIGNING_SECRET=%s and the file %s', async (secret, file) => {
    expect(await told(secret, file)).toEqual([]);
  });
});

describe('the proxy', () => {
  const told = async (changes: Record<string, string>) =>
    named(await examined({ TRANSPORT: 'outbox', ...changes }), 'proxy');

  test('doctor asks for the proxy’s address with https, though it stops no send', async () => {
    expect(await told({ TRUSTED_PROXIES: '' })).toMatchObject([
      {
        level: 'warn',
        ok: true,
        message: expect.stringMatching(/^TRUSTED_PROXIES is empty, but .*sign-up limit.* Set it/),
      },
    ]);
  });

  test.each([{ TRUSTED_PROXIES: '127.0.0.1' }, { PUBLIC_URL: 'http://127.0.0.1:3000' }])(
    'the proxy settings need nothing more with %j',
    async (changes) => {
      const [proxy, ...more] = await told(changes);
      expect(more).toEqual([]);
      expect(proxy?.message).toContain('TRUSTED_PROXIES');
      expect(proxy?.message).not.toMatch(/Set it|limit/);
    },
  );

  test.each([
    ['http://verdicts.test', ''],
    ['http://verdicts.test', '127.0.0.1'],
    ['http://verdicts.test:8080/news', '127.0.0.1'],
    ['http://192.168.1.7:3000', ''],
    ['HTTP://Verdicts.Test', '10.0.0.0/8'],
    ['http://[2001:db8::7]:3000', ''],
  ])(
    'readers reaching the pages without https is never ok: PUBLIC_URL=%s, TRUSTED_PROXIES=%s',
    async (url, proxies) => {
      expect(await told({ PUBLIC_URL: url, TRUSTED_PROXIES: proxies })).toMatchObject([
        {
          level: 'warn',
          message: expect.stringMatching(
            /^PUBLIC_URL is http:.*, without https\. .*Put a proxy with a certificate/,
          ),
        },
      ]);
    },
  );

  test.each(['http://127.0.0.1:3000', 'http://localhost:3000', 'https://localhost'])(
    'a PUBLIC_URL on this machine is never ok if issues go to readers: %s',
    async (url) => {
      expect(await told({ TRANSPORT: 'resend', PUBLIC_URL: url, TRUSTED_PROXIES: '' })).toMatchObject([
        { level: 'warn', message: expect.stringContaining('which only this machine can open') },
      ]);
    },
  );

  test('the proxy settings are checked without a database, too', async () => {
    expect(await told({ DATABASE_URL: `file:${place.folder}` })).toHaveLength(1);
  });
});

describe('the transport', () => {
  const opened = (changes: Record<string, string>, confirmed = 350) =>
    transportCheck(
      { config: configWith(changes), openTransport: async () => scriptedTransport([]) },
      confirmed,
    );

  test('doctor says where emails go', async () => {
    expect(await opened({})).toMatchObject({
      name: 'transport',
      ok: true,
      message: `Emails go through Resend at ${api.baseUrl}.`,
    });
  });

  test.each(['http://resend.verdicts.test', 'http://10.0.0.7:8080', 'http://localhost.verdicts.test'])(
    'doctor warns if the API key would be sent to %s in clear text',
    async (RESEND_BASE_URL) => {
      const check = await opened({ RESEND_BASE_URL });
      expect(check).toMatchObject({ level: 'warn', ok: true });
      expect(check.message).toMatch(/not encrypted.*Start RESEND_BASE_URL with https:/);
    },
  );

  test.each(['https://resend.verdicts.test', 'http://localhost:8080', 'http://[::1]:8080'])(
    'doctor does not warn about %s as the provider’s URL',
    async (RESEND_BASE_URL) => {
      expect(await opened({ RESEND_BASE_URL })).toMatchObject({ level: 'ok' });
    },
  );

  test('doctor gives the daily limit, and how long an issue takes with it', async () => {
    const { message } = await opened({ SEND_DAILY_LIMIT: '100' });
    expect(message).toContain('at most 100 in a UTC day');
    expect(message).toContain('an issue to 350 subscribers takes 4 days');
    expect((await opened({ SEND_DAILY_LIMIT: '350' })).message).not.toContain('takes');
  });

  test('doctor says why a transport cannot be opened', async () => {
    const openTransport = () => Promise.reject(new Error('The outbox is gone.'));
    expect(await transportCheck({ config: configWith(), openTransport }, 0)).toMatchObject({
      ok: false,
      message: 'The outbox is gone.',
    });
  });
});

test('with the outbox, doctor makes no request, and says where emails go', async () => {
  const checks = await examined({ TRANSPORT: 'outbox' });
  expect(checks.map(({ name }) => name)).toEqual([
    'configuration',
    'runtime',
    'database',
    'subscribers',
    'transport',
    'issue',
    'schedule',
    'proxy',
    'studio',
    'sender',
  ]);
  expect(named(checks, 'transport')).toMatchObject([
    { ok: false, message: expect.stringContaining(place.outbox) },
  ]);
  expect(api.requests).toEqual([]);
  expect(dns.asked).toEqual([]);
});

describe('the command', () => {
  const run = async (env: Record<string, string>) => {
    const { status, stdout } = await runCommand(['doctor', '--json'], {
      env: { ...place.env, ...env },
      cwd: place.folder,
    });
    return { status, ...(JSON.parse(stdout) as { ok: boolean; checks: Check[] }) };
  };

  test('the doctor command makes no request if nothing is configured', async () => {
    const { status, ok, checks } = await run({});
    expect([status, ok]).toEqual([1, false]);
    expect(named(checks, 'transport')).toMatchObject([{ ok: false }]);
    expect(named(checks, 'resend')).toEqual([]);
  });

  test('the doctor command asks Resend if a key is set, and ends', async () => {
    const { status, checks } = await run({ RESEND_API_KEY: 're_key', RESEND_BASE_URL: api.baseUrl });
    expect(status).toBe(1);
    expect(named(checks, 'resend')).toMatchObject([{ ok: true }]);
    expect(named(checks, 'domain')).toMatchObject([
      { ok: false, message: expect.stringContaining('example') },
    ]);
  });
});
