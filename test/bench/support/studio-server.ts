import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stores } from '../../../src/app/stores.ts';
import { createStudioKey } from '../../../src/http/studio/access/studio-key.ts';
import { FIXED_TEMPLATES } from '../../../src/http/studio/preview/templates.ts';
import { createTokenSigner } from '../../../src/links/tokens.ts';
import { type Config, loadConfig } from '../../../src/settings/config.ts';
import { openOutbox } from '../../../src/transport/outbox.ts';
import { SITE } from '../../support/http/http-app.ts';
import { cookieOf, STUDIO_PASSWORD } from '../../support/http/studio.ts';
import { SECRETS, serveStores } from './server.ts';

/** The server with the studio, and an editor who is signed in; its outbox is in the folder. */
export async function serveStudio(stores: Stores, folder: string) {
  const outboxDir = join(folder, 'outbox');
  await mkdir(outboxDir, { recursive: true });
  const config: Config = { ...loadConfig({ OUTBOX_DIR: outboxDir, STUDIO_PASSWORD }), ...SITE };
  const transport = await openOutbox(outboxDir);
  const stopping = new AbortController();
  const server = await serveStores(stores, ({ clock, onError }) => ({
    ...stores,
    config,
    clock,
    onError,
    owner: 'bench',
    transport,
    templates: FIXED_TEMPLATES,
    signer: createTokenSigner(SECRETS),
    signingSecrets: SECRETS,
    limitAttempts: async () => true,
    studioKey: createStudioKey(),
    stopping: stopping.signal,
    onEvent: () => undefined,
  }));
  const url = `http://127.0.0.1:${server.port}`;
  const signedIn = await fetch(`${url}/studio/sign-in`, {
    method: 'POST',
    body: new URLSearchParams({ password: STUDIO_PASSWORD }),
    headers: { origin: url },
    redirect: 'manual',
  });
  return {
    url,
    /** An editor's session. */
    cookie: cookieOf(signedIn),
    transport,
    stop: async () => {
      stopping.abort();
      await server.stop();
    },
  };
}
