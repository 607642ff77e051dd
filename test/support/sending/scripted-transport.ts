import { fillTemplate } from '../../../src/issues/mail-template.ts';
import { type BatchAnswer, IMMEDIATE_TURN, type Transport } from '../../../src/transport/transport.ts';

/** A provider that recognises keys, keeps what it accepted, and fails as it is told to. */
export interface ScriptedTransport extends Transport {
  /** The accepted addresses, once for each time. */
  readonly taken: string[];
  /** Every request, in order. */
  readonly requests: { idempotencyKey: string; body: string }[];
}

/** What happens to a request: accepted as usual, an answer without accepting it, or accepted and then that answer. */
export type Act = 'take' | BatchAnswer | { takenBut: BatchAnswer };

interface Message {
  name: number | string;
  email: string;
}

/** @param script What happens to each request, from the first; after its end, requests are accepted as usual. */
export function scriptedTransport(script: Act[] = [], given: Partial<Transport> = {}): ScriptedTransport {
  const taken: string[] = [];
  const requests: { idempotencyKey: string; body: string }[] = [];
  const known = new Set<string>();
  const take = (idempotencyKey: string, messages: Message[]): BatchAnswer => {
    if (!known.has(idempotencyKey)) taken.push(...messages.map(({ email }) => email));
    known.add(idempotencyKey);
    return {
      kind: 'answered',
      outcomes: messages.map(({ name }) => ({ kind: 'accepted', providerId: `p${name}` })),
    };
  };
  const meet = (request: { idempotencyKey: string; body: string }, messages: Message[]): BatchAnswer => {
    requests.push(request);
    const act = script.shift() ?? 'take';
    if (act !== 'take' && 'kind' in act) return act;
    const answer = take(request.idempotencyKey, messages);
    return act === 'take' ? answer : act.takenBut;
  };
  return {
    name: 'resend',
    keyLifetimeMs: 24 * 3_600_000,
    concurrency: 1,
    compose: async ({ issue, recipients }) =>
      recipients.map(({ email, tokens }) => Buffer.from(`${email} ${fillTemplate(issue.text, tokens)}\n`)),
    awaitTurn: async (signal) => (signal.aborted ? null : IMMEDIATE_TURN),
    handOver: async ({ idempotencyKey, body, recipients }) =>
      meet(
        { idempotencyKey, body: Buffer.concat(body).toString() },
        recipients.map(({ deliveryId, email }) => ({ name: deliveryId, email })),
      ),
    composeMessage: async (message) => Buffer.from(JSON.stringify(message)),
    handOverMessage: async (request) => {
      const { idempotencyKey } = request;
      const body = Buffer.from(request.body).toString();
      const { to } = JSON.parse(body);
      const answer = meet({ idempotencyKey, body }, [{ name: idempotencyKey, email: to.email }]);
      if (answer.kind === 'divide') throw new Error('A single mail cannot be divided.');
      return answer;
    },
    taken,
    requests,
    ...given,
  };
}
