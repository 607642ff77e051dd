import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

export type NetworkAddress = ipaddr.IPv4 | ipaddr.IPv6;

/** All addresses that share the first `bits` of `base`. */
export interface NetworkRange {
  base: NetworkAddress;
  bits: number;
}

/**
 * Null if it is no IP address. Converts an IPv4-mapped one (`::ffff:192.0.2.1`, RFC 4291, section 2.5.5.2) to IPv4,
 * and drops a zone (`fe80::1%eth0`), which names a local interface.
 */
export function readNetworkAddress(text: string): NetworkAddress | null {
  return isIP(text) === 0 ? null : ipaddr.process(text.replace(/%.*$/, ''));
}

/** Parses an address, or a range in CIDR notation (RFC 4632) such as `10.0.0.0/8`; null if it is neither. */
export function readNetworkRange(text: string): NetworkRange | null {
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const base = readNetworkAddress(address);
  if (base === null) return null;
  const length = base.toByteArray().length * 8;
  const mapped = base.kind() === 'ipv4' && address.includes(':') ? 96 : 0;
  const bits = prefix === undefined ? length : Number(prefix) - mapped;
  return bits < 0 || bits > length ? null : { base, bits };
}

export function isWithin(address: NetworkAddress, ranges: readonly NetworkRange[]): boolean {
  return ranges.some(({ base, bits }) => base.kind() === address.kind() && address.match(base, bits));
}

/** A customer has one IPv4 address, and an IPv6 /64, /56 or /48 (RFC 6177, section 2) of many smaller networks. */
const PREFIXES = {
  /** One customer: an IPv6 /64, or a single IPv4 address. */
  host: { ipv4: 32, ipv6: 64 },
  /** A typical IPv6 home network. */
  site: { ipv4: 32, ipv6: 56 },
  /** An organisation's IPv6 network, and the smallest IPv4 block that is routed. */
  block: { ipv4: 24, ipv6: 48 },
} as const;
export type NetworkWidth = keyof typeof PREFIXES;

/** IPv4 addresses as seen by an IPv6-only server (RFC 6052, section 2.1; RFC 7755): all in one IPv6 /64. */
const NAT64_RANGE: NetworkRange = { base: ipaddr.parse('64:ff9b::'), bits: 96 };

function readClientAddress(text: string): NetworkAddress | null {
  const read = readNetworkAddress(text);
  return read !== null && isWithin(read, [NAT64_RANGE])
    ? new ipaddr.IPv4(read.toByteArray().slice(-4))
    : read;
}

/** The network of an address, as text; `unknown` for anything that is not an address. */
export function networkOf(address: string | null, width: NetworkWidth = 'host'): string {
  const read = readClientAddress(address ?? '');
  if (read === null) return 'unknown';
  const bits = PREFIXES[width][read.kind()];
  if (bits === 32) return read.toString();
  const family = read.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${family.networkAddressFromCIDR(`${read}/${bits}`)}/${bits}`;
}

/** The distinct network sizes around an address, smallest first. */
export function widthsOf(address: string | null): readonly NetworkWidth[] {
  return readClientAddress(address ?? '')?.kind() === 'ipv6' ? ['host', 'site', 'block'] : ['host', 'block'];
}
