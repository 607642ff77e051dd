import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectPath } from '../../src/shared/project-path.ts';
import { lacksCaddy, startCaddy } from '../support/http/caddy.ts';
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
  log(): string;
  stop(): unknown;
}

type Adapt = (example: string) => string;

async function nginxOf(upstream: string, adapt: Adapt): Promise<Proxy> {
  let folder = '';
  const nginx = await startNginxWith((port, own) => {
    folder = own;
    certify(own);
    return adapt(documented('nginx', upstream))
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`)
      .replace('listen [::]:443 ssl;', '')
      .replaceAll(/\/etc\/letsencrypt\/live\/[^/]+\//g, `${own}/`)
      .replace('/var/log/nginx/', `${own}/`);
  });
  return { ...nginx, log: () => readFileSync(join(folder, 'digest.log'), 'utf8') };
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
  return { ...caddy, log: () => readFileSync(join(folder, 'digest.log'), 'utf8') };
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

    test('the proxy’s log has no token of a link', async () => {
      await ask(`/preferences/${TOKEN}`);
      await ask(`/Confirm/${TOKEN}?x=1`);
      await expect.poll(() => proxy.log()).toContain('/preferences/');
      await expect.poll(() => proxy.log().toLowerCase()).toContain('/confirm/');
      expect(proxy.log()).not.toContain(TOKEN);
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
