import type { App } from '../compose-app.ts';
import { limitAttemptsInMemory } from '../http/studio/limit-attempts.ts';
import type { StudioParts } from '../http/studio/studio-deps.ts';
import type { Transport } from '../transport/transport.ts';

/** The studio's part of the server, and how its streams are ended before the server stops. */
export function studioParts(
  app: App,
  { transport, onError }: { transport: Transport; onError: (error: unknown) => void },
): { parts: StudioParts; stop(): void } {
  const stopping = new AbortController();
  const limitAttempts = limitAttemptsInMemory();
  return {
    parts: { ...app, transport, limitAttempts, stopping: stopping.signal, onError },
    stop: () => stopping.abort(),
  };
}
