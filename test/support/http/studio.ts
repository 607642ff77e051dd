import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SiteDeps } from '../../../src/http/pages/site.ts';
import { createStudioKey } from '../../../src/http/studio/access/studio-key.ts';
import type { StudioEvent } from '../../../src/http/studio/access/studio-store.ts';
import { FIXED_TEMPLATES } from '../../../src/http/studio/preview/templates.ts';
import type { StudioParts } from '../../../src/http/studio/studio-deps.ts';
import { type Config, loadConfig } from '../../../src/settings/config.ts';
import { createCurrentSettings } from '../../../src/settings/current-settings.ts';
import { openOutbox } from '../../../src/transport/outbox.ts';
import { openWithTables } from '../database/tables.ts';
import { setAge } from '../scheduler.ts';
import { openHttpApp, SITE } from './http-app.ts';

/** The studio's URL on its own machine. */
export const HERE = 'http://127.0.0.1:3000';

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

/** The password of the tests' editors. */
export const STUDIO_PASSWORD = 'a long enough password';

/** After this long, a session may have to confirm the password, or be over. */
const RENEW_AFTER_MS = 10 * 60_000;

/** The cookie that an answer sets, as a browser sends it back. */
export function cookieOf(response: Pick<Response, 'headers'>): string {
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

export interface StudioGiven {
  /** Whether the visits below have the session of an editor who has just signed in; otherwise they have no cookie. */
  isSignedIn?: boolean;
  /** Environment variables. */
  settings?: Record<string, string>;
  parts?: Partial<StudioParts>;
  publicUrl?: string;
  /** Whether settings are followed as they change. */
  follows?: boolean;
}

type Visit = Omit<RequestInit, 'headers'> & {
  headers?: Record<string, string>;
  from?: string;
  httpVersion?: string;
};

/** The whole program's HTTP on an empty database, and an editor at the same machine. */
export async function openStudio({
  settings = {},
  parts = {},
  publicUrl,
  isSignedIn = true,
  follows = false,
}: StudioGiven = {}) {
  const site = {
    ...SITE,
    newsletter: { ...SITE.newsletter, ...(publicUrl === undefined ? {} : { publicUrl }) },
  };
  const stores = await openWithTables();
  // Older than every slot of the tests, whose clock is not the machine's.
  await setAge(stores, 0);
  const folder = mkdtempSync(join(tmpdir(), 'verdicts-studio-'));
  const transport = await openOutbox(join(folder, 'outbox'));
  const given = { OUTBOX_DIR: join(folder, 'outbox'), STUDIO_PASSWORD, ...settings };
  const own: Config = { ...loadConfig(given), ...site, ...parts.config };
  // Signing in needs a password or a key.
  const fixed = isSignedIn ? { ...own, studioPassword: own.studioPassword ?? STUDIO_PASSWORD } : own;
  const current = createCurrentSettings(fixed, stores.settingsStore);
  const config = follows ? current.config : fixed;
  const stopping = new AbortController();
  const studioKey = createStudioKey();
  const events: StudioEvent[] = [];
  const { http, clock, errors, signer } = openHttpApp(
    stores,
    undefined,
    undefined,
    follows ? followed(current.config) : site,
    {
      ...(follows && { refreshSettings: current.refresh }),
      studio: (known) => ({
        ...stores,
        ...known,
        owner: 'tests:1:studio',
        transport,
        templates: FIXED_TEMPLATES,
        limitAttempts: async () => true,
        studioKey,
        stopping: stopping.signal,
        onEvent: (event) => events.push(event),
        ...parts,
        config,
      }),
    },
  );
  /** Makes a request as a browser on this machine does, without a session; `POST` as one of our own forms. */
  const visitAsStranger = async (
    path: string,
    { from = '127.0.0.1', httpVersion = '1.1', ...init }: Visit = {},
  ) => {
    const own = init.method === undefined || init.method === 'GET' ? {} : { origin: HERE };
    const url = new URL(path, HERE);
    const headers = { host: url.host, ...BROWSER, ...own, ...init.headers };
    const connection = { incoming: { httpVersion, socket: { remoteAddress: from, remotePort: 50_000 } } };
    return http.request(url.href, { ...init, headers }, connection);
  };
  /** Signs in by whichever way is open, and returns the cookie. */
  const signIn = async (password = config.studioPassword): Promise<string> => {
    if (password === null) return cookieOf(await visitAsStranger(`/studio?key=${studioKey.current()}`));
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ password }).toString();
    return cookieOf(await visitAsStranger('/studio/sign-in', { method: 'POST', body, headers }));
  };
  let session = { cookie: '', at: Number.NEGATIVE_INFINITY };
  /** The cookie of an editor who has just signed in, at the clock's time. */
  const freshCookie = async () => {
    if (clock.now() - session.at >= RENEW_AFTER_MS) session = { cookie: await signIn(), at: clock.now() };
    return session.cookie;
  };
  const visit = async (path: string, init: Visit = {}) =>
    isSignedIn
      ? visitAsStranger(path, { ...init, headers: { cookie: await freshCookie(), ...init.headers } })
      : visitAsStranger(path, init);
  if (isSignedIn) await freshCookie();
  return {
    ...stores,
    http,
    clock,
    errors,
    signer,
    config,
    transport,
    studioKey,
    /** The events that the studio reported. */
    events,
    visit,
    signIn,
    freshCookie,
    read: async (path: string) => (await visit(path)).text(),
    /** Sends a form; a field may have several values. */
    submit: (path: string, fields: Record<string, string | readonly string[]>) => {
      const body = new URLSearchParams();
      for (const [name, values] of Object.entries(fields))
        for (const value of typeof values === 'string' ? [values] : values) body.append(name, value);
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      return visit(path, { method: 'POST', body: body.toString(), headers });
    },
    stop: () => stopping.abort(),
    close: () => {
      stopping.abort();
      stores.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
function followed(config: Config): SiteDeps {
  return {
    get newsletter() {
      return config.newsletter;
    },
    get timezone() {
      return config.schedule.zone;
    },
    allowedOrigins: [],
  };
}

export type Studio = Awaited<ReturnType<typeof openStudio>>;
