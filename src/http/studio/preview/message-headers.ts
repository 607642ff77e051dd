import { z } from 'zod';
import type { Transport } from '../../../transport/transport.ts';

export type MessageHeader = readonly [name: string, value: string];

/** A message's headers as submitted: of MIME, the header section; of Resend's JSON, its fields. */
export function headersOf(handedOver: Buffer, transport: Transport['name']): MessageHeader[] {
  return transport === 'outbox'
    ? mimeHeaders(handedOver.toString('latin1'))
    : jsonFields(handedOver.toString());
}

/** Unfolds lines (RFC 5322, section 2.2.3). */
function mimeHeaders(message: string): MessageHeader[] {
  const [head = ''] = message.split(/\r?\n\r?\n/, 1);
  return head
    .replace(/\r?\n(?=[ \t])/g, '')
    .split(/\r?\n/)
    .map((line): MessageHeader => {
      const [, name = line, value = ''] = /^([^:]+):[ \t]*(.*)$/.exec(line) ?? [];
      return [name, value];
    });
}

const requestSchema = z.tuple([z.looseObject({ headers: z.record(z.string(), z.string()) })]);

/** Shown elsewhere. */
const PARTS = ['html', 'text', 'headers'];

function jsonFields(body: string): MessageHeader[] {
  const [message] = requestSchema.parse(JSON.parse(body));
  const fields = Object.entries(message).filter(([name]) => !PARTS.includes(name));
  const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return [
    ...fields.map(([name, value]): MessageHeader => [name, shown(value)]),
    ...Object.entries(message.headers),
  ];
}
