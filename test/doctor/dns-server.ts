import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode, type Packet } from 'dns-packet';

/** A name's records: TXT, a CNAME, or other types; or what the server does instead of answering. */
export type Name = readonly string[] | { cname: string } | 'other-types' | 'servfail' | 'refused' | 'silent';

export interface DnsServer {
  /** Asks only this server, once, with a short timeout. */
  resolver: Resolver;
  /** The names that were looked up, in order. */
  asked: readonly string[];
  close(): Promise<void>;
}

const RCODES = { nxdomain: 3, servfail: 2, refused: 5 } as const;

/** A DNS server on loopback that answers like a resolving name server: it follows CNAME records. */
export async function startDnsServer(zone: Readonly<Record<string, Name>>): Promise<DnsServer> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (message, { address, port }) => {
    const query = decode(message);
    const name = query.questions?.[0]?.name.toLowerCase() ?? '';
    asked.push(name);
    const found = lookUp(name, zone);
    if (found === 'silent') return;
    socket.send(encode(replyTo(query, found)), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    resolver: resolverOf((socket.address() as AddressInfo).port),
    asked,
    close: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** A resolver whose name server is the port of this machine. */
export function resolverOf(port: number): Resolver {
  const resolver = new Resolver({ timeout: 250, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  return resolver;
}

type Found = keyof typeof RCODES | 'silent' | Answer[];

function lookUp(name: string, zone: Readonly<Record<string, Name>>): Found {
  const entry = zone[name];
  if (entry === undefined)
    return Object.keys(zone).some((other) => other.endsWith(`.${name}`)) ? [] : 'nxdomain';
  if (entry === 'other-types') return [];
  if (typeof entry === 'string') return entry;
  if ('cname' in entry) {
    const further = lookUp(entry.cname, zone);
    const cname: Answer = { type: 'CNAME', name, ttl: 60, data: entry.cname };
    return typeof further === 'string' ? further : [cname, ...further];
  }
  return entry.map(
    (text): Answer => ({ type: 'TXT', name, ttl: 60, data: text.match(/.{1,255}/gs) ?? [''] }),
  );
}

function replyTo({ id, questions }: Packet, found: Exclude<Found, 'silent'>): Packet {
  const rcode = typeof found === 'string' ? RCODES[found] : 0;
  return {
    type: 'response',
    ...(id === undefined ? {} : { id }),
    flags: AUTHORITATIVE_ANSWER | rcode,
    questions: questions ?? [],
    answers: typeof found === 'string' ? [] : found,
  };
}
