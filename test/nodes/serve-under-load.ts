import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { makePlace, PROGRAM, runProcess, startNode } from '../support/processes.ts';

/**
 * `serve-under-load.ts [<seconds>]`: for a minute by default, the built program serves pages, accepts sign-ups and
 * sends their
 * emails, and must then end on SIGTERM. Bounded in time, and on loopback alone.
 */
const SECONDS = Number(process.argv[2] ?? 60);
const CONNECTIONS = 8;
const STUDIO_PASSWORD = 'a long enough password';
const PAGES = ['/', '/issues', '/feed.xml', '/feed.json', '/healthz', '/readyz', '/metrics', '/studio'];

const place = await makePlace();
try {
  await runProcess(['demo'], { env: place.env, cwd: place.folder });
  const { child, finished } = startNode([PROGRAM, 'serve'], {
    env: { ...place.env, PORT: '0', TRUSTED_PROXIES: '127.0.0.1', STUDIO_PASSWORD },
    cwd: place.folder,
  });
  const [line] = await once(createInterface(child.stderr), 'line');
  const url = `http://127.0.0.1:${JSON.parse(String(line)).port}`;
  const signedIn = await fetch(`${url}/studio/sign-in`, {
    method: 'POST',
    body: new URLSearchParams({ password: STUDIO_PASSWORD }),
    headers: { origin: url },
    redirect: 'manual',
  });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const end = Date.now() + SECONDS * 1_000;
  const asked = await Promise.all(
    Array.from({ length: CONNECTIONS }, (_, index) => ask({ url, cookie, connection: index, end })),
  );
  child.kill('SIGTERM');
  const { status, signal, stderr } = await finished;
  const requests = asked.reduce((sum, count) => sum + count, 0);
  process.stdout.write(`${JSON.stringify({ node: process.version, requests, status, signal })}\n`);
  if (status !== 0) throw new Error(`serve ended with ${signal ?? status}:\n${stderr.slice(-4_000)}`);
} finally {
  await rm(place.folder, { recursive: true, force: true });
}

/** Makes one request after the other until the end, and returns how many. */
async function ask({
  url,
  cookie,
  connection,
  end,
}: {
  url: string;
  cookie: string;
  connection: number;
  end: number;
}) {
  let count = 0;
  for (; Date.now() < end; count += 1) {
    const page = PAGES[(count / 2) % PAGES.length] ?? '/';
    const response =
      count % 2 === 0
        ? await fetch(`${url}${page}`, { headers: { cookie } })
        : await signUp(url, connection, count);
    await response.arrayBuffer();
    // Beyond the limits, a sign-up needs a proof or is refused.
    const wanted = count % 2 === 0 ? [200] : [303, 422, 429];
    if (!wanted.includes(response.status)) throw new Error(`${page} was answered with ${response.status}.`);
  }
  return count;
}

function signUp(url: string, connection: number, count: number): Promise<Response> {
  return fetch(`${url}/subscribe`, {
    method: 'POST',
    headers: { 'x-forwarded-for': `10.${connection}.${(count >> 8) & 255}.${count & 255}` },
    body: new URLSearchParams({ email: `reader${connection}-${count}@verdicts.test` }),
    redirect: 'manual',
  });
}
