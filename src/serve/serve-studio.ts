import { dirname } from 'node:path';
import type { App } from '../app/compose-app.ts';
import { createAttemptLimit } from '../http/studio/access/limit-attempts.ts';
import { createStudioKey, type StudioKey } from '../http/studio/access/studio-key.ts';
import type { StudioParts } from '../http/studio/studio-deps.ts';
import { FIXED_TEMPLATES, watchedTemplates } from '../http/studio/this-week/templates.ts';
import { studioAccess } from '../settings/studio-access.ts';
import type { Transport } from '../transport/transport.ts';
import { createBrowserOpener } from './open-browser.ts';

/** In a checkout, by a loader of TypeScript. */
const RUNS_FROM_SOURCES = import.meta.url.endsWith('.ts');

/** The studio's part of the server, and how its streams are ended before the server stops. */
export function studioParts(
  app: App,
  given: Pick<StudioParts, 'onError' | 'onEvent' | 'studioKey'> & { transport: Transport },
): { parts: StudioParts; stop(): void } {
  const stopping = new AbortController();
  const limitAttempts = createAttemptLimit(app);
  const templates = RUNS_FROM_SOURCES ? watchedTemplates(stopping.signal) : FIXED_TEMPLATES;
  return {
    parts: { ...app, ...given, templates, limitAttempts, stopping: stopping.signal },
    stop: () => stopping.abort(),
  };
}

/** How people learn where the studio is, and get into it. */
export interface StudioDoor {
  studioKey: StudioKey;
  /** Told where this machine reaches the server. */
  onListening(url: string): void;
  close(): void;
}

/**
 * Prints the URL with the one-time key where that opens the studio, and the next one after each use.
 *
 * @param open Whether to open the studio in a browser too, where there is a screen.
 */
export function createStudioDoor(
  { config }: Pick<App, 'config'>,
  { open, note }: { open: boolean; note(text: string): void },
): StudioDoor {
  const browser = createBrowserOpener(dirname(config.databasePath));
  const needsKey = studioAccess(config) === 'key';
  let studioUrl = '';
  const studioKey = createStudioKey((key) => {
    browser.close();
    note(`The studio was opened with its key. The next one, also good once: ${studioUrl}?key=${key}`);
  });
  return {
    studioKey,
    onListening: (url) => {
      studioUrl = `${url}/studio`;
      const opens = needsKey ? `${studioUrl}?key=${studioKey.current()}` : studioUrl;
      if (needsKey) note(`The studio, with a key that is good once: ${opens}`);
      else if (open) note(`The studio: ${opens}`);
      if (open && config.hasDisplay) browser.open(opens);
    },
    close: () => browser.close(),
  };
}
