import { setTimeout } from 'node:timers/promises';
import { Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { STUDIO_EVENTS_ROUTE } from '../access/studio-session.ts';
import type { StudioDeps } from '../studio-deps.ts';
import type { ChangeWatch } from './change-watch.ts';
import type { StudioEnv } from './studio-env.ts';

/** While an issue is being sent, the database changes all the time. */
const MIN_INTERVAL_MS = 200;

/** A comment is sent this often so that proxies keep the connection open. */
const HEARTBEAT_INTERVAL_MS = 20_000;

/** `GET /studio/events`: sends `changed` after every change, and `signed-out` once the session has ended anywhere. */
export function studioEvents({ changes, stopping, sessions, onError }: StudioDeps): Hono<StudioEnv> {
  return new Hono<StudioEnv>().get(STUDIO_EVENTS_ROUTE, (context) => {
    // The body of a HEAD is never read, so the stream would never end.
    if (context.req.method === 'HEAD')
      return context.body(null, 200, { 'Content-Type': 'text/event-stream' });
    // nginx would otherwise buffer some kilobytes of events.
    context.header('X-Accel-Buffering', 'no');
    const follow = async (stream: SSEStreamingApi) => {
      const gone = new AbortController();
      stream.onAbort(() => gone.abort());
      const isSignedIn = async () => (await sessions.find(context)) !== null;
      await streamChanges(stream, { changes, isSignedIn, end: AbortSignal.any([gone.signal, stopping]) });
    };
    // The page follows again by itself.
    return streamSSE(context, (stream) => follow(stream).catch(onError));
  });
}

interface ChangeStream {
  changes: ChangeWatch;
  /** A session may be ended elsewhere while its page is open. */
  isSignedIn(): Promise<boolean>;
  end: AbortSignal;
}

async function streamChanges(
  stream: SSEStreamingApi,
  { changes, isSignedIn, end }: ChangeStream,
): Promise<void> {
  let isChanged = false;
  let waiting = new AbortController();
  const wait = async (milliseconds: number) => {
    waiting = new AbortController();
    if (!end.aborted)
      await setTimeout(milliseconds, undefined, { signal: waiting.signal }).catch(() => undefined);
  };
  const wake = () => waiting.abort();
  const unsubscribe = changes.subscribe(() => {
    isChanged = true;
    wake();
  });
  end.addEventListener('abort', wake, { once: true });
  try {
    await stream.writeSSE({ event: 'ready', data: '' });
    while (!end.aborted) {
      if (!isChanged) await wait(HEARTBEAT_INTERVAL_MS);
      if (end.aborted) break;
      if (!(await isSignedIn())) {
        await stream.writeSSE({ event: 'signed-out', data: '' });
        break;
      }
      if (isChanged) {
        isChanged = false;
        await stream.writeSSE({ event: 'changed', data: '' });
      } else await stream.write(':\n\n');
      await setTimeout(MIN_INTERVAL_MS, undefined, { signal: end }).catch(() => undefined);
    }
  } finally {
    unsubscribe();
  }
}
