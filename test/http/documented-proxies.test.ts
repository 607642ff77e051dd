import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectPath } from '../../src/shared/project-path.ts';
import { lacksCaddy, startCaddy } from '../support/http/caddy.ts';
import { freePort } from '../support/http/free-port.ts';
import { lacksNginx, startNginxWith } from '../support/http/nginx.ts';
import { makePlace, type Place, PROGRAM, startNode } from '../support/processes.ts';

const HOST = 'digest.your-domain.com';
const TOKEN = 'a'.repeat(40);
const DOCUMENT = readFileSync(projectPath('docs', 'deploy.md'), 'utf8');

/** The complete example in the docs, with the program's real port. */
function documented(language: 'nginx' | 'caddy', upstream: string): string {
  const [, example = ''] = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(DOCUMENT) ?? [];
  expect(example).toContain('127.0.0.1:3000');
  return example.replaceAll('127.0.0.1:3000', upstream);
}

interface Proxy {
  port: number;
  /** Where it answers without TLS, if it does. */
  plainPort?: number;
  log(): string;
  /** With the log of errors. */
  everyLog(): string;
  stop(): unknown;
}

type Adapt = (example: string) => string;

async function nginxOf(upstream: string, adapt: Adapt): Promise<Proxy> {
  let folder = '';
  const plainPort = await freePort();
  const nginx = await startNginxWith((port, own) => {
    folder = own;
    certify(own);
    return adapt(documented('nginx', upstream))
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`)
      .replace('listen 80;', `listen 127.0.0.1:${plainPort};`)
      .replace(/listen \[::\]:(80|443 ssl);/g, '')
      .replaceAll(/\/etc\/letsencrypt\/live\/[^/]+\//g, `${own}/`)
      .replace('/var/log/nginx/', `${own}/`);
  });
  const log = () => readFileSync(join(folder, 'digest.log'), 'utf8');
  return {
    ...nginx,
    plainPort,
    log,
    everyLog: () => log() + readFileSync(join(folder, 'error.log'), 'utf8'),
  };
}

function certify(folder: string): void {
  const files = ['-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')];
  const about = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', `/CN=${HOST}`];
  execFileSync('openssl', [...about, ...files], { stdio: 'pipe' });
}

async function caddyOf(upstream: string, adapt: Adapt): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), 'verdicts-caddy-'));
  const site = adapt(documented('caddy', upstream)).replace('/var/log/caddy/', `${folder}/`);
  const caddy = await startCaddy(site, { host: HOST, folder });
  const log = () => readFileSync(join(folder, 'digest.log'), 'utf8');
  return { ...caddy, log, everyLog: () => log() + caddy.said() };
}

describe.each([
  { name: 'nginx', isMissing: lacksNginx(), start: nginxOf },
  { name: 'Caddy', isMissing: lacksCaddy(), start: caddyOf },
])('the example of $name in the docs', ({ isMissing, start }) => {
  describe.skipIf(isMissing)('as it stands there', () => {
    let place: Place;
    let program: ReturnType<typeof startNode>;
    let upstream: string;
    let proxy: Proxy;

    beforeAll(async () => {
      place = await makePlace();
      const env = {
        ...place.env,
        PORT: '0',
        PUBLIC_URL: `https://${HOST}`,
        TRUSTED_PROXIES: '127.0.0.1',
        STUDIO_PASSWORD: 'kettle vastly 9 overgrown',
        RESEND_WEBHOOK_SECRET: `whsec_${'a'.repeat(32)}`,
      };
      program = startNode([PROGRAM, 'serve'], { env });
      const [line] = await once(program.child.stderr, 'data');
      upstream = `127.0.0.1:${JSON.parse(String(line).split('\n')[0] ?? '').port}`;
      proxy = await start(upstream, (example) => example);
    });
    afterAll(async () => {
      await proxy.stop();
      program.child.kill('SIGKILL');
      await program.finished;
      await place.remove();
    });

    async function ask(path: string, { form, at = proxy }: { form?: string; at?: Proxy } = {}) {
      const sent = request({
        host: '127.0.0.1',
        port: at.port,
        servername: HOST,
        rejectUnauthorized: false,
        path,
        method: form === undefined ? 'GET' : 'POST',
        headers: {
          host: HOST,
          accept: 'text/html',
          ...(form === undefined
            ? {}
            : { origin: `https://${HOST}`, 'content-type': 'application/x-www-form-urlencoded' }),
        },
      });
      sent.end(form);
      const [response] = await once(sent, 'response');
      return { status: response.statusCode as number, body: await text(response) };
    }

    test('readers reach every public page, and can sign up', async () => {
      for (const path of ['/', '/issues', '/feed.xml', '/embed', '/embed.js', '/robots.txt', '/openapi.json'])
        expect([path, (await ask(path)).status]).toEqual([path, 200]);
      expect((await ask('/subscribe', { form: 'email=ada%40verdicts.test' })).status).toBe(303);
    });

    test('links of emails and the provider’s events reach the program', async () => {
      expect((await ask(`/unsubscribe/${TOKEN}`)).status).toBe(404);
      expect((await ask(`/unsubscribe/${TOKEN}`)).body).toContain('email address');
      // Signed by nobody.
      expect((await ask('/webhooks/resend', { form: '{}' })).status).toBe(401);
    });

    test('the studio asks for its password', async () => {
      expect((await ask('/studio')).status).toBe(401);
    });

    test('nobody reads what the machine says of itself, however the path is written', async () => {
      for (const path of [
        '/metrics',
        '/healthz',
        '/readyz',
        '/METRICS',
        '/%6detrics',
        '//metrics',
        '/x/../metrics',
      ])
        expect([path, (await ask(path)).status]).toEqual([path, 404]);
      expect((await ask('/metrics')).body).not.toContain('verdicts_');
    });

    const PRIVATE_PATHS = [
      `/preferences/${TOKEN}`,
      `/Confirm/${TOKEN}?x=1`,
      `/%75nsubscribe/${TOKEN}`,
      `/unsubscribe%2f${TOKEN}`,
      `//unsubscribe//${TOKEN}`,
      `/unsub=0d=0ascribe/${TOKEN}`,
      `/?email=private%40person.test`,
      '/?email=private@person.test',
    ];
    const expectNothingPrivate = (log: string) => expect(log).not.toMatch(new RegExp(`${TOKEN}|private`));

    test('the proxy’s log has no token of a link and no email address, however the URL is written', async () => {
      for (const path of PRIVATE_PATHS) await ask(path);
      await ask('/issues');
      await expect.poll(() => proxy.log()).toContain('/issues');
      expect(proxy.log()).toContain('/preferences/...');
      expectNothingPrivate(proxy.everyLog());
    });

    test('no log of the proxy has a token while the program is down', async () => {
      const alone = await start(`127.0.0.1:${await freePort()}`, (example) => example);
      for (const path of PRIVATE_PATHS) expect((await ask(path, { at: alone })).status).toBe(502);
      await expect.poll(() => alone.log()).toContain('502');
      expectNothingPrivate(alone.everyLog());
      await alone.stop();
    });

    test('a link without TLS leads to the same one with it', async () => {
      if (proxy.plainPort === undefined) return;
      const url = `http://127.0.0.1:${proxy.plainPort}/unsubscribe/${TOKEN}?x=1`;
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        get(url, { headers: { host: HOST } }, resolve).on('error', reject);
      });
      answer.resume();
      expect([answer.statusCode, answer.headers.location]).toEqual([
        301,
        `https://${HOST}/unsubscribe/${TOKEN}?x=1`,
      ]);
      expectNothingPrivate(proxy.everyLog());
    });

    test('the studio is off the internet where its name was added to the list', async () => {
      const closed = await start(upstream, (example) => example.replace('(metrics|', '(studio|metrics|'));
      for (const path of ['/studio', '/studio/', '/studio/issues', '/STUDIO', '/%73tudio', '//studio'])
        expect([path, (await ask(path, { at: closed })).status]).toEqual([path, 404]);
      expect((await ask('/', { at: closed })).status).toBe(200);
      await closed.stop();
    });
  });
});
