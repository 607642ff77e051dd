import type { App } from '../compose-app.ts';
import { createAttemptLimit } from '../http/studio/limit-attempts.ts';
import type { StudioParts } from '../http/studio/studio-deps.ts';
import { FIXED_TEMPLATES, watchedTemplates } from '../http/studio/templates.ts';
import type { Transport } from '../transport/transport.ts';

/** In a checkout, by a loader of TypeScript. */
const RUNS_FROM_SOURCES = import.meta.url.endsWith('.ts');

/** The studio's part of the server, and how its streams are ended before the server stops. */
export function studioParts(
  app: App,
  { transport, onError }: { transport: Transport; onError: (error: unknown) => void },
): { parts: StudioParts; stop(): void } {
  const stopping = new AbortController();
  const limitAttempts = createAttemptLimit(app);
  const templates = RUNS_FROM_SOURCES ? watchedTemplates(stopping.signal) : FIXED_TEMPLATES;
  return {
    parts: { ...app, transport, templates, limitAttempts, stopping: stopping.signal, onError },
    stop: () => stopping.abort(),
  };
}
