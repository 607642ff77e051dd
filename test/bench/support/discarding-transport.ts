import type { EmailTemplate } from '../../../src/issues/mail-template.ts';
import { IMMEDIATE_TURN, type Transport } from '../../../src/transport/transport.ts';

/** A transport that builds every message and throws it away. */
export function discardingTransport(): Transport & { bytes: number } {
  const fixed = new Map<EmailTemplate, Buffer[]>();
  const encode = (template: EmailTemplate) => {
    const known = fixed.get(template) ?? template.fixed.map((text) => Buffer.from(text));
    fixed.set(template, known);
    return known;
  };
  return {
    name: 'resend',
    keyLifetimeMs: 24 * 3_600_000,
    concurrency: 1,
    bytes: 0,
    compose: async ({ issue, recipients }) => {
      const parts = encode(issue.html);
      return recipients.flatMap(({ email, tokens }) => [
        Buffer.from(email),
        ...parts.flatMap((part, index) => {
          const place = issue.html.places[index];
          return place === undefined ? [part] : [part, Buffer.from(tokens[place])];
        }),
      ]);
    },
    awaitTurn: async () => IMMEDIATE_TURN,
    async handOver({ body, recipients }) {
      for (const part of body) this.bytes += part.byteLength;
      return {
        kind: 'answered',
        outcomes: recipients.map(({ email }) => ({ kind: 'accepted', providerId: email })),
      };
    },
    composeMessage: async () => Buffer.alloc(0),
    handOverMessage: async () => {
      throw new Error('Nothing but the issue is measured.');
    },
  };
}
