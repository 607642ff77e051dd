import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address of a network, never an IPv4 one that is written as IPv6. */
export type NetworkAddress = ipaddr.IPv4 | ipaddr.IPv6;

/** The addresses whose first `bits` are those of `base`. */
export interface NetworkRange {
  base: NetworkAddress;
  bits: number;
}

/**
 * Reads an address of IPv4 or IPv6; null where it is none. An IPv4 address that is written as IPv6 (`::ffff:192.0.2.1`, RFC
 * 4291, section 2.5.5.2) is the IPv4 address. A zone (`fe80::1%eth0`) is left out: it names an interface of this machine.
 */
export function readNetworkAddress(text: string): NetworkAddress | null {
  return isIP(text) === 0 ? null : ipaddr.process(text.replace(/%.*$/, ''));
}

/** Reads an address, or a range in CIDR notation (RFC 4632) such as `10.0.0.0/8`; null where it is neither. */
export function readNetworkRange(text: string): NetworkRange | null {
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const base = readNetworkAddress(address);
  if (base === null) return null;
  const length = base.toByteArray().length * 8;
  const mapped = base.kind() === 'ipv4' && address.includes(':') ? 96 : 0;
  const bits = prefix === undefined ? length : Number(prefix) - mapped;
  return bits < 0 || bits > length ? null : { base, bits };
}

/** Whether an address is in one of the ranges. */
export function isWithin(address: NetworkAddress, ranges: readonly NetworkRange[]): boolean {
  return ranges.some(({ base, bits }) => base.kind() === address.kind() && address.match(base, bits));
}

/**
 * The first bits of an address that name a network. A provider gives a customer one IPv4 address, and an IPv6 /64, /56 or
 * /48 (RFC 6177, section 2); whoever has the larger ones has many of the smaller.
 */
const PREFIXES = {
  /** One customer's: an IPv6 /64, or an IPv4 address alone. */
  host: { ipv4: 32, ipv6: 64 },
  /** What most homes get of IPv6. */
  site: { ipv4: 32, ipv6: 56 },
  /** What an organisation gets of IPv6, and the smallest part of IPv4 that is routed. */
  block: { ipv4: 24, ipv6: 48 },
} as const;
export type NetworkWidth = keyof typeof PREFIXES;

/** Addresses of IPv4 as a server without IPv4 sees them (RFC 6052, section 2.1; RFC 7755): all of them are one IPv6 /64. */
const TRANSLATED: NetworkRange = { base: ipaddr.parse('64:ff9b::'), bits: 96 };

/** The address by which a client is counted. */
function readCounted(text: string): NetworkAddress | null {
  const read = readNetworkAddress(text);
  return read !== null && isWithin(read, [TRANSLATED]) ? new ipaddr.IPv4(read.toByteArray().slice(-4)) : read;
}

/** The network behind an address, as text. Whatever is not an address is in one network: `unknown`. */
export function networkOf(address: string | null, width: NetworkWidth = 'host'): string {
  const read = readCounted(address ?? '');
  if (read === null) return 'unknown';
  const bits = PREFIXES[width][read.kind()];
  if (bits === 32) return read.toString();
  const family = read.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${family.networkAddressFromCIDR(`${read}/${bits}`)}/${bits}`;
}

/** The sizes of the networks around an address that differ from each other, from the smallest on. */
export function widthsOf(address: string | null): readonly NetworkWidth[] {
  return readCounted(address ?? '')?.kind() === 'ipv6' ? ['host', 'site', 'block'] : ['host', 'block'];
}
