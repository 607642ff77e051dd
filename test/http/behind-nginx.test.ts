import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { lacksNginx, startNginx } from '../support/http/nginx.ts';
import { makePlace, type Place, PROGRAM, startNode } from '../support/processes.ts';
import { parsedPage } from './pages/open-pages.ts';

const ORIGIN = 'https://verdicts.test';
const FOLDER = '/digest';
const PASSWORD = 'a long enough password';

let place: Place;
let program: ReturnType<typeof startNode>;
let upstream: string;
let nginx: Awaited<ReturnType<typeof startNginx>> | null = null;

interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}

/** Makes a request to the proxy as a browser on the site does. */
async function ask(path: string, { form, cookie }: { form?: Record<string, string>; cookie?: string } = {}) {
  const sent = request({
    host: '127.0.0.1',
    port: nginx?.port,
    path,
    method: form === undefined ? 'GET' : 'POST',
    headers: {
      host: 'verdicts.test',
      accept: 'text/html',
      ...(cookie === undefined ? {} : { cookie }),
      ...(form === undefined
        ? {}
        : {
            origin: ORIGIN,
            'sec-fetch-site': 'same-origin',
            'content-type': 'application/x-www-form-urlencoded',
          }),
    },
  });
  sent.end(form === undefined ? undefined : new URLSearchParams(form).toString());
  const [response] = await once(sent, 'response');
  const { statusCode: status = 0, headers } = response;
  return { status, headers, body: await text(response) } satisfies Answer;
}

/** Where a link of a page leads; null if that is another site. */
const pathOf = (link: string, page: string) => {
  const { origin, pathname, search } = new URL(link, ORIGIN + page);
  return origin === ORIGIN ? pathname + search : null;
};

/** Every URL on a page that a browser loads or a person can follow. */
function linksOf(body: string, page: string): string[] {
  const { attributes } = parsedPage(body);
  const all = [...attributes('a', 'href'), ...attributes('link', 'href'), ...attributes('script', 'src')];
  return all.map((link) => pathOf(link, page)).filter((path) => path !== null);
}

const formsOf = (body: string, page: string) =>
  parsedPage(body)
    .attributes('form', 'action')
    .map((action) => pathOf(action, page) ?? '');

/** Follows the studio's links, all of which must lead below the path. @returns How many it followed. */
async function pagesFrom(first: string, cookie: string): Promise<number> {
  const seen = new Set([first]);
  for (const page of seen) {
    const { status, headers, body } = await ask(page, { cookie });
    expect([page, status]).toEqual([page, 200]);
    if (!page.includes('/studio') || !String(headers['content-type']).includes('html')) continue;
    const links = linksOf(body, page);
    const elsewhere = [...links, ...formsOf(body, page)].filter((path) => !path.startsWith(`${FOLDER}/`));
    expect(elsewhere).toEqual([]);
    for (const link of seen.size < 40 ? links : []) seen.add(link);
  }
  return seen.size;
}

describe.skipIf(lacksNginx())('the program behind nginx, with a path in PUBLIC_URL,', () => {
  beforeAll(async () => {
    place = await makePlace();
    program = startNode([PROGRAM, 'serve'], {
      env: { ...place.env, PORT: '0', PUBLIC_URL: ORIGIN + FOLDER, STUDIO_PASSWORD: PASSWORD },
    });
    const [line] = await once(program.child.stderr, 'data');
    upstream = `http://127.0.0.1:${JSON.parse(String(line).split('\n')[0] ?? '').port}`;
  });
  afterEach(() => {
    nginx?.stop();
    nginx = null;
  });
  afterAll(async () => {
    program.child.kill('SIGKILL');
    await program.finished;
    await place.remove();
  });

  const HOST = 'proxy_set_header Host $http_host;';
  const MODERN = 'proxy_http_version 1.1; proxy_set_header Connection "";';
  const proxies: [string, string, string][] = [
    ['passes the path and the host on', '', HOST],
    ['takes the path away and passes the host on', '/', HOST],
    ['passes the path on, and is otherwise as it comes', '', ''],
    ['takes the path away, and is otherwise as it comes', '/', ''],
    ['takes the path away and tells nothing of itself', '/', MODERN],
    [
      'takes the path away and adds the usual headers',
      '/',
      `${MODERN} proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;`,
    ],
  ];

  describe.each(proxies)('which %s,', (_, uri, more) => {
    const start = async () => {
      nginx = await startNginx(`location ${FOLDER}/ { proxy_pass ${upstream}${uri}; ${more} }`);
    };

    /** Signs in by the form that the studio shows. */
    async function signIn(): Promise<string> {
      const page = `${FOLDER}/studio`;
      const asked = await ask(page);
      expect(asked.status).toBe(401);
      const [action = ''] = parsedPage(asked.body).attributes('form', 'action');
      const signedIn = await ask(pathOf(action, page) ?? '', { form: { password: PASSWORD, to: '/studio' } });
      expect([signedIn.status, signedIn.headers.location]).toEqual([303, page]);
      const [cookie = ''] = signedIn.headers['set-cookie'] ?? [];
      expect(cookie).toMatch(/^__Host-studio-session=[^;]+;.* Path=\/;.* Secure;/);
      return cookie.split(';')[0] ?? '';
    }

    // One test, because the number of sign-ins is limited.
    test('lets an editor sign in, follow every link, send every form, save and sign out', async () => {
      await start();
      const cookie = await signIn();
      expect(await pagesFrom(`${FOLDER}/studio`, cookie)).toBeGreaterThan(8);
      const page = `${FOLDER}/studio/subscribers/add`;
      const [action = ''] = parsedPage((await ask(page, { cookie })).body)
        .attributes('form', 'action')
        .filter((one) => !one.includes('sign-out'));
      const form = { email: 'ada@verdicts.test', consent: 'confirmed' };
      const added = await ask(pathOf(action, page) ?? '', { cookie, form });
      expect(added.status).toBe(303);
      expect(added.headers.location).toMatch(/^\/digest\/studio\/subscribers\/\d+\?done=/);
      const out = await ask(`${FOLDER}/studio/sign-out`, { cookie, form: {} });
      expect([out.status, out.headers.location]).toEqual([303, `${FOLDER}/studio`]);
      expect(String(out.headers['set-cookie'])).toMatch(/^__Host-studio-session=; Max-Age=0; Path=\/;/);
    });

    test('lets a reader sign up and read the archive', async () => {
      await start();
      const page = `${FOLDER}/`;
      const { body } = await ask(page);
      const [action = ''] = parsedPage(body).attributes('form', 'action');
      const form = { email: 'ben@verdicts.test' };
      const answer = await ask(pathOf(action, page) ?? '', { form });
      expect(answer.status).toBe(303);
      const next = pathOf(String(answer.headers.location), page) ?? '';
      expect(next.startsWith(FOLDER)).toBe(true);
      expect((await ask(next)).status).toBe(200);
      for (const link of linksOf(body, page)) expect([link, (await ask(link)).status]).toEqual([link, 200]);
    });
  });

  test('leaves the studio open behind a rule for /studio alone, as the docs warn', async () => {
    nginx = await startNginx(
      `location /studio { return 403; } location ${FOLDER}/ { proxy_pass ${upstream}; }`,
    );
    expect((await ask('/studio')).status).toBe(403);
    expect((await ask(`${FOLDER}/studio`)).status).toBe(401);
  });
});
