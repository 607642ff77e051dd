import { fillTemplate } from '../../src/render/mail-template.ts';
import {
  AT_ONCE,
  type BatchAnswer,
  type BatchRequest,
  type Transport,
} from '../../src/transport/transport.ts';

/** A provider that recognises keys, keeps what it took, and misbehaves as it is told. */
export interface ScriptedTransport extends Transport {
  /** The addresses that were taken, once for each time. */
  readonly taken: string[];
  /** Every request, in order. */
  readonly requests: { idempotencyKey: string; body: string }[];
}

/** What one request meets: taken as usual, an answer without being taken, or taken and then that answer. */
export type Act = 'take' | BatchAnswer | { takenBut: BatchAnswer };

/**
 * @param script What each request meets, from the first; when it is over, requests are taken as usual.
 */
export function scriptedTransport(script: Act[] = [], given: Partial<Transport> = {}): ScriptedTransport {
  const taken: string[] = [];
  const requests: { idempotencyKey: string; body: string }[] = [];
  const known = new Set<string>();
  const take = ({ idempotencyKey, recipients }: BatchRequest): BatchAnswer => {
    if (!known.has(idempotencyKey)) taken.push(...recipients.map(({ email }) => email));
    known.add(idempotencyKey);
    return {
      kind: 'answered',
      outcomes: recipients.map(({ deliveryId }) => ({ kind: 'accepted', providerId: `p${deliveryId}` })),
    };
  };
  return {
    name: 'resend',
    remembersKeysFor: 24 * 3_600_000,
    concurrency: 1,
    compose: async ({ issue, recipients }) =>
      recipients.map(({ email, tokens }) => Buffer.from(`${email} ${fillTemplate(issue.text, tokens)}\n`)),
    awaitTurn: async (signal) => (signal.aborted ? null : AT_ONCE),
    handOver: async (request) => {
      requests.push({ idempotencyKey: request.idempotencyKey, body: Buffer.concat(request.body).toString() });
      const act = script.shift() ?? 'take';
      if (act === 'take') return take(request);
      if ('kind' in act) return act;
      take(request);
      return act.takenBut;
    },
    taken,
    requests,
    ...given,
  };
}
