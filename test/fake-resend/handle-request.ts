import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Account } from './account.ts';
import { type Answer, refused } from './api/answer.ts';
import { answerRequest } from './api/api.ts';
import { refuse } from './api/refusals.ts';
import type { SeenRequest } from './history.ts';
import { afterAccepting, beforeAccepting, type Silence } from './misbehave.ts';

export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  /** Milliseconds of `performance.now()`. */
  arrivedAt: number;
  /** Aborted when the fake stops. */
  stopped: AbortSignal;
}

/**
 * Handles a request: counted and given its fault at its arrival, read completely, processed, answered. A body that
 * breaks off
 * is ignored; one that arrived is processed even if its sender is gone.
 */
export async function handleRequest(account: Account, exchange: Exchange): Promise<void> {
  const { request, arrivedAt, stopped } = exchange;
  const { headers } = request;
  const seen = account.record({ ...target(request), key: keyOf(request), arrivedAt });
  const { within, headers: rateHeaders } = account.window.arrive(arrivedAt, account.settings.rateLimit);
  const act = within ? account.direct(seen) : {};
  seen.fault = act.fault ?? null;
  if (act.fault === 'dropped-at-once') {
    request.socket.destroy();
    return;
  }
  const body = await readBody(request, seen, account.settings.bodyLimit ?? Number.POSITIVE_INFINITY);
  if (body === null) return;
  await wait(act.delayBefore, stopped);
  if (act.heldUntil !== undefined) await Promise.race([act.heldUntil, once(stopped, 'abort')]);
  let given: Answer | Silence | null = within ? beforeAccepting(act) : tooMany();
  if (given === null) {
    const looked = answerRequest(account, { seen, headers, body });
    seen.outcome = looked.outcome;
    await wait(act.delayAfter, stopped);
    looked.finish();
    given = afterAccepting(act, looked);
  }
  if (given === 'drop') request.socket.destroy();
  if (typeof given !== 'string') reply(exchange, seen, withHeaders(given, rateHeaders, account));
}

function target({ method = '', url = '/' }: IncomingMessage): Pick<SeenRequest, 'method' | 'path'> {
  return { method, path: new URL(url, 'http://fake').pathname };
}

function keyOf({ headers }: IncomingMessage): string | null {
  const key = headers['idempotency-key'];
  return typeof key === 'string' ? key : null;
}

function tooMany(): Answer {
  return refused(refuse('rate_limit_exceeded', 'Too many requests in this second.'));
}

function withHeaders(given: Answer, rateHeaders: Record<string, string>, { quotas }: Account): Answer {
  return { ...given, headers: { ...rateHeaders, ...quotas.headers(), ...given.headers } };
}

/** The body as text, up to the limit; null if it broke off. */
async function readBody(request: IncomingMessage, seen: SeenRequest, limit: number): Promise<string | null> {
  const hash = createHash('sha256');
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) {
      hash.update(chunk);
      seen.bytes += chunk.length;
      if (seen.bytes <= limit) chunks.push(chunk);
    }
  } catch {
    return null;
  }
  seen.bodySha256 = hash.digest('hex');
  return Buffer.concat(chunks).toString();
}

/** Waits if there is anything to wait for, and never longer than the fake runs. */
export async function wait(milliseconds = 0, stopped: AbortSignal): Promise<void> {
  if (milliseconds > 0) await setTimeout(milliseconds, undefined, { signal: stopped }).catch(() => undefined);
}

function reply({ request, response }: Exchange, seen: SeenRequest, given: Answer): void {
  if (request.socket.destroyed) return;
  seen.status = given.status;
  seen.name = given.name;
  const body = Buffer.from(given.body);
  response.writeHead(given.status, {
    ...given.headers,
    'content-type': given.type,
    'content-length': body.length,
  });
  if (seen.fault !== 'accepted-then-cut-short') response.end(body);
  else response.write(body.subarray(0, body.length / 2), () => request.socket.destroy());
}
