import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, loadConfig } from '../../src/config.ts';
import type { StudioParts } from '../../src/http/studio/studio-deps.ts';
import { FIXED_TEMPLATES } from '../../src/http/studio/templates.ts';
import { createSqliteChangeStore } from '../../src/store/sqlite/change-store.ts';
import { createSqliteReportStore } from '../../src/store/sqlite/report-store.ts';
import { openOutbox } from '../../src/transport/outbox.ts';
import { openHttpApp, SITE } from './http-app.ts';
import { openWithTables } from './tables.ts';

/** Where the studio is reached on the machine that it runs on. */
export const HERE = 'http://127.0.0.1:3000';

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

export interface StudioGiven {
  /** Environment variables. */
  settings?: Record<string, string>;
  parts?: Partial<StudioParts>;
  publicUrl?: string;
}

type Visit = RequestInit & { from?: string; httpVersion?: string };

/** The whole program's HTTP on an empty database, and an editor who sits at the same machine. */
export async function openStudio({ settings = {}, parts = {}, publicUrl }: StudioGiven = {}) {
  const site = {
    ...SITE,
    newsletter: { ...SITE.newsletter, ...(publicUrl === undefined ? {} : { publicUrl }) },
  };
  const stores = openWithTables();
  const folder = mkdtempSync(join(tmpdir(), 'verdicts-studio-'));
  const transport = await openOutbox(join(folder, 'outbox'));
  const config: Config = { ...loadConfig({ OUTBOX_DIR: join(folder, 'outbox'), ...settings }), ...site };
  const stopping = new AbortController();
  const { http, clock, errors, signer } = openHttpApp(stores, undefined, undefined, site, {
    studio: (known) => ({
      ...stores,
      ...known,
      config,
      reportStore: createSqliteReportStore(stores.db),
      changeStore: createSqliteChangeStore(stores.db),
      owner: 'tests',
      transport,
      templates: FIXED_TEMPLATES,
      limitAttempts: async () => true,
      stopping: stopping.signal,
      ...parts,
    }),
  });
  /** Asks as a browser on this machine does; `POST` as one of our own forms. */
  const visit = (path: string, { from = '127.0.0.1', httpVersion = '1.1', ...init }: Visit = {}) => {
    const own = init.method === undefined || init.method === 'GET' ? {} : { origin: HERE };
    const url = new URL(path, HERE);
    const headers = { host: url.host, ...BROWSER, ...own, ...(init.headers as Record<string, string>) };
    const connection = { incoming: { httpVersion, socket: { remoteAddress: from, remotePort: 50_000 } } };
    return http.request(url.href, { ...init, headers }, connection);
  };
  return {
    ...stores,
    http,
    clock,
    errors,
    signer,
    config,
    transport,
    visit,
    read: async (path: string) => (await visit(path)).text(),
    /** Sends a form, with as many values a field as are given. */
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
export type Studio = Awaited<ReturnType<typeof openStudio>>;
