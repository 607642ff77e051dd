import { describe, expect, test } from 'vitest';
import {
  isWithin,
  networkOf,
  readNetworkAddress,
  readNetworkRange,
  widthsOf,
} from '../../src/shared/network-address.ts';

const read = (text: string) => readNetworkAddress(text)?.toString() ?? null;

describe('an address', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['::1', '::1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['fe80::1%br-lan.7', 'fe80::1'],
    ['::ffff:192.0.2.1%3', '192.0.2.1'],
  ])('the address %s is read as %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    '',
    ' ',
    '1',
    '192.0.2',
    '192.0.2.256',
    '0300.0.2.1',
    '0xc0000201',
    '192.0.2.1%eth0',
    '192.0.2.1:567',
    '[::1]',
    '2001:db8::1::2',
    'unknown',
    '_hidden',
    '192.0.2.1\n',
  ])('%j is refused as an address', (text) => {
    expect(read(text)).toBeNull();
  });
});

describe('a range', () => {
  const holds = (range: string, address: string) => {
    const [readRange, readAddress] = [readNetworkRange(range), readNetworkAddress(address)];
    if (readRange === null || readAddress === null) throw new Error('Neither may be wrong.');
    return isWithin(readAddress, [readRange]);
  };

  test.each([
    ['10.0.0.0/8', '10.255.0.1', '11.0.0.0'],
    ['10.1.2.3/8', '10.255.0.1', '11.0.0.0'],
    ['192.0.2.1', '192.0.2.1', '192.0.2.2'],
    ['192.0.2.1/32', '::ffff:192.0.2.1', '192.0.2.2'],
    ['::ffff:10.0.0.0/104', '10.255.0.1', '11.0.0.0'],
    ['::ffff:192.0.2.1', '192.0.2.1', '::1'],
    ['2001:db8::/32', '2001:db8:ffff::1', '2001:db9::1'],
    ['fe80::/10', 'fe80::1%eth0', 'fec0::1'],
    ['::/0', '2001:db8::1', '192.0.2.1'],
    ['0.0.0.0/0', '192.0.2.1', '::1'],
  ])('the range %s contains %s and not %s', (range, inside, outside) => {
    expect([holds(range, inside), holds(range, outside)]).toEqual([true, false]);
  });

  test.each(['', '/8', '10.0.0.0/', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/8/8', '10.0.0.0/255.0.0.0'])(
    '%j is refused as a range',
    (text) => {
      expect(readNetworkRange(text)).toBeNull();
    },
  );

  test.each(['10/8', '2001:db8::/129', '::ffff:10.0.0.0/95', 'loopback', 'proxy.example'])(
    '%j is refused as a range of addresses',
    (text) => {
      expect(readNetworkRange(text)).toBeNull();
    },
  );
});

test('a network is an IPv4 address, an IPv6 /64, or unknown', () => {
  expect(networkOf('192.0.2.1')).toBe('192.0.2.1');
  expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(networkOf('2001:db8:1:2:ffff::1')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:db8:1:2::2%eth0')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:db8:1:3::2')).toBe('2001:db8:1:3::/64');
  expect([networkOf(null), networkOf(''), networkOf('garbage')]).toEqual(['unknown', 'unknown', 'unknown']);
});

test('a server that has only IPv6 distinguishes visitors with IPv4', () => {
  expect(networkOf('64:ff9b::192.0.2.1')).toBe('192.0.2.1');
  expect(networkOf('64:ff9b::192.0.2.2')).toBe('192.0.2.2');
  expect(networkOf('64:ff9b::1:192.0.2.2')).toBe('64:ff9b::/64');
});

test.each([
  ['192.0.2.77', '192.0.2.77', '192.0.2.0/24'],
  ['::ffff:192.0.2.77', '192.0.2.77', '192.0.2.0/24'],
  ['2001:db8:1:2a3b:ffff::1', '2001:db8:1:2a00::/56', '2001:db8:1::/48'],
  ['2001:db8:1:2aff::1%eth0', '2001:db8:1:2a00::/56', '2001:db8:1::/48'],
  ['64:ff9b::192.0.2.77', '192.0.2.77', '192.0.2.0/24'],
  ['64:ff9b::c000:24d', '192.0.2.77', '192.0.2.0/24'],
  ['64:ff9b:1::c000:24d', '64:ff9b:1::/56', '64:ff9b:1::/48'],
  ['garbage', 'unknown', 'unknown'],
])('%s is in the networks %s of a home and %s of a provider', (address, site, block) => {
  expect([networkOf(address, 'site'), networkOf(address, 'block')]).toEqual([site, block]);
});

test('IPv6 has networks of three sizes, and IPv4 of two', () => {
  expect(widthsOf('2001:db8::1')).toEqual(['host', 'site', 'block']);
  for (const address of ['192.0.2.1', '::ffff:192.0.2.1', '64:ff9b::192.0.2.1', null])
    expect(widthsOf(address)).toEqual(['host', 'block']);
});
