import type { App } from '../app/compose-app.ts';
import { databaseOf } from '../app/configured-database.ts';
import { createAttemptLimit } from '../http/studio/access/limit-attempts.ts';
import { createStudioKey, type StudioKey } from '../http/studio/access/studio-key.ts';
import { FIXED_TEMPLATES, watchedTemplates } from '../http/studio/preview/templates.ts';
import type { StudioParts } from '../http/studio/studio-deps.ts';
import type { Config } from '../settings/config.ts';
import { studioAccess } from '../settings/studio-access.ts';
import { createBrowserOpener } from './open-browser.ts';

/** Only a checkout runs TypeScript directly. */
const RUNS_FROM_SOURCES = import.meta.url.endsWith('.ts');

/** The studio's dependencies; `stop` ends its streams before the server stops. */
export function studioParts(
  app: App,
  {
    transport,
    studioKey,
    onError,
    onPartFailed,
    onEvent,
  }: Pick<StudioParts, 'transport' | 'studioKey' | 'onError' | 'onPartFailed' | 'onEvent'>,
): { parts: StudioParts; stop(): void } {
  const stopping = new AbortController();
  const limitAttempts = createAttemptLimit(app);
  const templates = RUNS_FROM_SOURCES ? watchedTemplates(stopping.signal) : FIXED_TEMPLATES;
  return {
    parts: {
      config: app.config,
      clock: app.clock,
      owner: app.owner,
      comparisonStore: app.comparisonStore,
      correctionStore: app.correctionStore,
      issueStore: app.issueStore,
      subscriberStore: app.subscriberStore,
      deliveryStore: app.deliveryStore,
      scheduleStore: app.scheduleStore,
      reportStore: app.reportStore,
      changeStore: app.changeStore,
      studioStore: app.studioStore,
      lookStore: app.lookStore,
      settingsStore: app.settingsStore,
      sampleStore: app.sampleStore,
      signer: app.signer,
      signingSecrets: app.signingSecrets,
      transport,
      templates,
      limitAttempts,
      studioKey,
      stopping: stopping.signal,
      drawIssueImage: app.drawIssueImage,
      onPartFailed,
      onError,
      onEvent,
    },
    stop: () => stopping.abort(),
  };
}

/** How people find and open the studio. */
export interface StudioLauncher {
  studioKey: StudioKey;
  /** Called with the URL at which this machine reaches the server. */
  onListening(url: string): void;
  close(): void;
}

/**
 * Prints the studio's URL, with its one-time key if it needs one, and another key after each use.
 *
 * @param open Whether to open the studio in a browser too, if there is a display.
 */
export function createStudioLauncher(
  config: Config,
  { open, note }: { open: boolean; note(text: string): void },
): StudioLauncher {
  const browser = createBrowserOpener(databaseOf(config).folder);
  const needsKey = studioAccess(config) === 'key';
  let studioUrl = '';
  const studioKey = createStudioKey((key) => {
    browser.close();
    note(`The studio was opened with its key. The next key also works once: ${studioUrl}?key=${key}`);
  });
  return {
    studioKey,
    onListening: (url) => {
      studioUrl = `${url}/studio`;
      const opens = needsKey ? `${studioUrl}?key=${studioKey.current()}` : studioUrl;
      if (needsKey) note(`The studio, with a key that works once: ${opens}`);
      else if (open) note(`The studio: ${opens}`);
      if (open && config.hasDisplay) browser.open(opens);
    },
    close: () => browser.close(),
  };
}
