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
 * The network behind an address, as text: all of an IPv6 /64, which one customer has for themselves (RFC 6177) and may change
 * their address in as they like; an IPv4 address alone. What is no address is one network: `unknown`.
 */
export function networkOf(address: string | null): string {
  const read = readNetworkAddress(address ?? '');
  if (read === null) return 'unknown';
  return read.kind() === 'ipv4' ? read.toString() : `${ipaddr.IPv6.networkAddressFromCIDR(`${read}/64`)}/64`;
}
