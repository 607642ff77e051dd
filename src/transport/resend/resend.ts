import type { Clock } from '../../shared/clock.ts';
import { DAY_MS } from '../../shared/durations.ts';
import type { BatchAnswer, MessageAnswer, Transport, Turn } from '../transport.ts';
import { writeBatchBody, writeMessageBody } from './batch-body.ts';
import { createBodyBuffers, sizeOf, streamOf } from './body-buffers.ts';
import { createPace, type PaceStore } from './pace.ts';
import { type ResendResponse, readAnswer } from './read-answer.ts';
import { ResendClient } from './resend-client.ts';

/** Resend: idempotency keys. */
const KEY_LIFETIME_MS = DAY_MS;

/** Enough for ten requests per second if each is answered within 800 ms. */
const CONCURRENCY = 8;

/** The size limit of one message (Resend: send email); a batch's is not documented. */
const MAX_BODY_BYTES = 40 * 1024 * 1024;

export interface ResendOptions {
  apiKey: string;
  baseUrl: string;
  /** Requests per second, as a cap; null: only the limit in Resend's answers. */
  requestsPerSecond: number | null;
  paceStore: PaceStore;
  clock: Clock;
}

/** Uses Resend's `POST /emails/batch` and `POST /emails`. Opening it makes no request. */
export function openResend(options: ResendOptions): Transport {
  const { apiKey, baseUrl, clock } = options;
  const client = new ResendClient(apiKey, { baseUrl });
  const pace = createPace({ paceStore: options.paceStore, clock, most: options.requestsPerSecond });
  const buffers = createBodyBuffers();

  const make = async (request: ApiRequest, { turn, signal }: RequestTerms): Promise<BatchAnswer> => {
    if (sizeOf(request.parts) > MAX_BODY_BYTES)
      return {
        kind: 'divide',
        code: 'too-large',
        cause: 'too-large',
        reason: `The request has more than ${MAX_BODY_BYTES} bytes.`,
      };
    const body = buffers.join(request.parts);
    const kept = await pace.keepTurn(turn, signal);
    if (kept === null)
      return { kind: 'retry', at: clock.now(), reason: 'Stopped before its turn.', cause: 'stopped' };
    let madeAt = clock.now();
    const onStart = () => {
      madeAt = clock.now();
    };
    const response = await post(client, { ...request, body, signal, onStart });
    const now = clock.now();
    const answer = readAnswer(response, { count: request.count, now, madeAt });
    if (answer.kind === 'answered') buffers.giveBack(body);
    await pace.learn({ turn: kept, madeAt, answeredAt: now, headers: response.headers ?? {} });
    if (answer.kind === 'retry') await pace.holdUntil(answer.at);
    return answer;
  };

  return {
    name: 'resend',
    keyLifetimeMs: KEY_LIFETIME_MS,
    concurrency: CONCURRENCY,
    compose: async (batch) => writeBatchBody(batch),
    awaitTurn: (signal, onWait) => pace.awaitTurn(signal, onWait),
    handOver: ({ body, recipients, idempotencyKey }, terms) =>
      make({ path: '/emails/batch', idempotencyKey, parts: body, count: recipients.length }, terms),
    composeMessage: async (message) => writeMessageBody(message),
    handOverMessage: async ({ idempotencyKey, body }, terms) =>
      asMessageAnswer(await make({ path: '/emails', idempotencyKey, parts: [body], count: 1 }, terms)),
  };
}

interface ApiRequest {
  path: '/emails/batch' | '/emails';
  idempotencyKey: string;
  parts: readonly Uint8Array[];
  count: number;
}

interface RequestTerms {
  turn: Turn;
  signal: AbortSignal;
}

/** A single message refused for its content is itself at fault. */
function asMessageAnswer(answer: BatchAnswer): MessageAnswer {
  if (answer.kind !== 'divide') return answer;
  const { code, reason } = answer;
  return { kind: 'answered', outcomes: [{ kind: 'rejected', code, message: reason }] };
}

/**
 * The library's `send` would copy the issue a hundred times per attempt, and after an upgrade might write other bytes,
 * which Resend refuses under a known key.
 */
async function post(
  client: ResendClient,
  {
    path,
    body,
    idempotencyKey,
    signal,
    onStart,
  }: ApiRequest & { body: Buffer; signal: AbortSignal; onStart: () => void },
): Promise<ResendResponse> {
  const options = {
    idempotencyKey,
    headers: {
      ...(path === '/emails/batch' ? { 'x-batch-validation': 'permissive' } : {}),
      'content-length': String(body.byteLength),
    },
    body: streamOf(body, onStart),
    duplex: 'half',
    signal,
  };
  try {
    return await client.post(path, undefined, options);
  } catch (error) {
    const name = 'library_error';
    return { data: null, error: { name, statusCode: null, message: String(error) }, headers: null };
  }
}
