import type { Hono } from 'hono';
import { createHttpApp } from '../../src/http/create-http-app.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { createEventTally } from '../../src/provider-events/event-tally.ts';
import { createReceiver } from '../../src/provider-events/receive-event.ts';
import { testClock } from './clock.ts';
import { TUESDAY } from './comparisons.ts';
import type { Stores } from './issues.ts';
import { signedHeaders, WEBHOOK_SECRET } from './provider-events.ts';

/** The HTTP app on the given stores, put together as `serve` does it, and the errors that it told of. */
export function openHttpApp(
  stores: Pick<Stores, 'issueStore' | 'deliveryStore'>,
  secret: string | null = WEBHOOK_SECRET,
) {
  const clock = testClock();
  const tally = createEventTally();
  const errors: unknown[] = [];
  const onError = (error: unknown) => {
    errors.push(error);
  };
  const receive =
    secret === null
      ? null
      : createReceiver({ secret, clock, tally, store: stores.deliveryStore, onFailure: onError });
  const metrics = createMetrics({ ...stores, clock, tally });
  return { http: createHttpApp({ ...stores, receive, tally, metrics, onError }), clock, tally, errors };
}

export interface ToldEvent {
  id?: string;
  /** Anything else than JSON is sent as it is. */
  event?: unknown;
  headers?: Record<string, string>;
  at?: Date;
}

/** Tells an event as the provider does, unless something else is said. */
export async function tell(
  http: Hono,
  { id = 'msg_1', event = anEmailEvent(), headers = {}, at }: ToldEvent = {},
) {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  const signed = signedHeaders({ id, body, ...(at === undefined ? {} : { at }) });
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  return http.request('/webhooks/resend', {
    method: 'POST',
    body,
    headers: { ...length, ...signed, ...headers },
  });
}

/** An event as the provider writes it. */
export function anEmailEvent(type = 'email.delivered', data: object = {}) {
  return {
    type,
    created_at: new Date(TUESDAY + 1_000).toISOString(),
    data: {
      created_at: new Date(TUESDAY).toISOString(),
      email_id: 'e-1',
      from: 'Digest <digest@verdicts.test>',
      to: ['reader1@verdicts.test'],
      subject: 'One tool, one verdict',
      ...data,
    },
  };
}
