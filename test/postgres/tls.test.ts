import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/postgres/open-database.ts';
import { readServerFacts } from '../../src/postgres/server-facts.ts';
import { explained } from '../../src/postgres/storage-error.ts';
import { messageOf } from '../../src/shared/errors.ts';
import {
  type Cluster,
  execute,
  makePostgresDatabase,
  startCluster,
  withoutPostgres,
} from '../support/database/postgres-server.ts';
import { isMissing } from '../support/needs.ts';

const withoutOpenssl = isMissing({
  tool: 'openssl',
  present: spawnSync('openssl', ['version']).status === 0,
  install: 'apt-get install -y openssl',
});

/** What somebody reads who connects with these options. */
async function connecting(url: string, options: string): Promise<string> {
  const given = `${url}?${options}`;
  try {
    const pool = await openDatabase(given);
    await pool.end();
    return 'connected';
  } catch (error) {
    return messageOf(explained(error, given));
  }
}

describe.skipIf(withoutPostgres || withoutOpenssl)('a connection to PostgreSQL', () => {
  let folder: string;
  let cluster: Cluster;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'verdicts-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const names = 'subjectAltName=IP:127.0.0.1';
    spawnSync('openssl', [
      ...[
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=test',
        '-addext',
        names,
      ],
      ...['-keyout', key, '-out', cert],
    ]);
    cluster = await startCluster({ ssl: 'on', ssl_key_file: key, ssl_cert_file: cert }, (data) => {
      const { uid, gid } = statSync(data);
      for (const path of [folder, key, cert]) chownSync(path, uid, gid);
      const rules = ['hostssl all ida all scram-sha-256', 'host all all all trust', 'local all all trust'];
      writeFileSync(join(data, 'pg_hba.conf'), `${rules.join('\n')}\n`);
    });
    await execute(cluster.url, "create role ida login superuser password 'hush'");
  });
  afterAll(async () => {
    await cluster.kill();
    rmSync(folder, { recursive: true });
  });

  test.each(['require', 'prefer', 'verify-ca', 'verify-full'])(
    'with sslmode=%s checks the certificate, and says which file to name if nobody is known to have signed it',
    async (mode) => {
      const told = await connecting(cluster.url, `sslmode=${mode}`);
      expect(told).toContain('No authority that this machine knows signed the certificate.');
      const known = `sslmode=${mode}&sslrootcert=${join(folder, 'cert.pem')}`;
      expect(await connecting(cluster.url, known)).toBe('connected');
    },
  );

  test('to a host that the certificate does not name is refused with what to do', async () => {
    const url = cluster.url.replace('127.0.0.1', 'localhost');
    const told = await connecting(url, `sslmode=require&sslrootcert=${join(folder, 'cert.pem')}`);
    expect(told).toContain('The certificate is for another host');
  });

  test('is not checked with sslmode=no-verify, and not encrypted with sslmode=disable', async () => {
    expect(await connecting(cluster.url, 'sslmode=no-verify')).toBe('connected');
    expect(await connecting(cluster.url, 'sslmode=disable')).toBe('connected');
  });

  test.each([
    ['no-verify', true],
    ['disable', false],
  ])('with sslmode=%s is what doctor says: encrypted %s', async (mode, isEncrypted) => {
    const pool = await openDatabase(`${cluster.url}?sslmode=${mode}`);
    const facts = await readServerFacts(pool).finally(() => pool.end());
    expect(facts.isEncrypted).toBe(isEncrypted);
  });

  test.each(['disable', 'prefer', 'require'])(
    'with a password may be told channel_binding=%s, as hosts give their URLs',
    async (binding) => {
      const options = `sslmode=require&sslrootcert=${join(folder, 'cert.pem')}&channel_binding=${binding}`;
      const url = cluster.url.replace('verdicts@', 'ida:hush@');
      expect(await connecting(url, options)).toBe('connected');
      expect(await connecting(url.replace('hush', 'wrong'), options)).toContain('password');
    },
  );

  test('with a certificate file that is missing says to check its path', async () => {
    const told = await connecting(cluster.url, 'sslmode=require&sslrootcert=/no/such.pem');
    expect(told).toContain('Check the paths in DATABASE_URL');
  });

  test('to a server without TLS says what to do', async () => {
    const told = await connecting(await makePostgresDatabase(), 'sslmode=require');
    expect(told).toContain('Turn on TLS at the server');
  });
});
