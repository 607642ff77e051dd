import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { clientAddress } from '../../src/http/client-address.ts';
import { readNetworkRange } from '../../src/shared/network-address.ts';

/** The client address of a request over a connection. */
async function clientOf({
  connection,
  forwardedFor,
  trusted = [],
}: {
  connection?: string | undefined;
  forwardedFor?: string | string[];
  trusted?: string[];
}) {
  const ranges = trusted.map(readNetworkRange).filter((range) => range !== null);
  expect(ranges).toHaveLength(trusted.length);
  const app = new Hono()
    .use(clientAddress(ranges))
    .get('/', (context) => context.json(context.get('networkAddress')));
  const headers = [forwardedFor ?? []].flat().map((value): [string, string] => ['x-forwarded-for', value]);
  const socket = { remoteAddress: connection, remotePort: 567, remoteFamily: 'IPv4' };
  const env = connection === undefined ? {} : { incoming: { socket } };
  return (await app.request('/', { headers }, env)).json();
}

test('without trusted proxies, the client’s address is the connection’s, whatever the headers say', async () => {
  for (const forwardedFor of ['198.51.100.1', '127.0.0.1', '192.0.2.7', 'garbage', ''])
    expect(await clientOf({ connection: '192.0.2.7', forwardedFor })).toBe('192.0.2.7');
});

test('a connection from outside the trusted proxies cannot claim another address', async () => {
  const trusted = ['10.0.0.0/8'];
  expect(await clientOf({ connection: '192.0.2.7', forwardedFor: '198.51.100.1', trusted })).toBe(
    '192.0.2.7',
  );
});

test.each([
  ['the only one', '198.51.100.1', '198.51.100.1'],
  ['the right-most, and not what the client wrote', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
  ['that before trusted proxies', '1.1.1.1,198.51.100.1, 10.0.0.3 ,10.0.0.2', '198.51.100.1'],
  ['the left-most where all are trusted', '10.0.0.4, 10.0.0.3', '10.0.0.4'],
  ['the proxy’s where it says nothing', '', '10.0.0.1'],
  ['one of IPv6', '2001:DB8::1', '2001:db8::1'],
  ['one of IPv6 in brackets', '[2001:db8::1]', '2001:db8::1'],
  ['one with a port', '198.51.100.1:567', '198.51.100.1'],
  ['one of IPv6 with a port', '[2001:db8::1]:567', '2001:db8::1'],
  ['one of IPv4 that is written as IPv6', '::ffff:198.51.100.1', '198.51.100.1'],
  ['that before a trusted one that is written as IPv6', '198.51.100.1, ::ffff:10.0.0.2', '198.51.100.1'],
  ['that before a trusted one with a port', '198.51.100.1, 10.0.0.2:567', '198.51.100.1'],
  ['one with a zone', 'fe80::1%eth0', 'fe80::1'],
  ['the nearest that is known where one is garbage', '198.51.100.1, garbage, 10.0.0.2', '10.0.0.2'],
  ['the nearest that is known where one is empty', '198.51.100.1,', '10.0.0.1'],
  ['the nearest that is known where one is unknown', '198.51.100.1, unknown', '10.0.0.1'],
  ['no address of few numbers', '7', '10.0.0.1'],
  ['no address with a port that is none', '198.51.100.1:http', '10.0.0.1'],
])('behind trusted proxies, the client’s address is %s: %s', async (_, forwardedFor, expected) => {
  expect(await clientOf({ connection: '10.0.0.1', forwardedFor, trusted: ['10.0.0.0/8'] })).toBe(expected);
});

test('several X-Forwarded-For headers are read as one, in their order', async () => {
  const forwardedFor = ['1.1.1.1, 198.51.100.1', '10.0.0.2'];
  expect(await clientOf({ connection: '10.0.0.1', forwardedFor, trusted: ['10.0.0.0/8'] })).toBe(
    '198.51.100.1',
  );
});

test.each([
  ['::ffff:10.0.0.1', ['10.0.0.1']],
  ['10.0.0.1', ['::ffff:10.0.0.1']],
  ['fe80::1%eth0', ['fe80::/10']],
  ['::1', ['127.0.0.1', '::1']],
])('a connection from the proxy %s is trusted if the trusted ones are %j', async (connection, trusted) => {
  expect(await clientOf({ connection, forwardedFor: '198.51.100.1', trusted })).toBe('198.51.100.1');
});

test('the connection’s address is never an IPv4 address written as IPv6, and has no zone', async () => {
  expect(await clientOf({ connection: '::ffff:192.0.2.7' })).toBe('192.0.2.7');
  expect(await clientOf({ connection: 'fe80::1%eth0' })).toBe('fe80::1');
});

test('a request without a connection has no client address', async () => {
  expect(await clientOf({ forwardedFor: '198.51.100.1', trusted: ['10.0.0.0/8'] })).toBeNull();
});
