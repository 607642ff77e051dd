import { expect, test } from 'vitest';
import { absoluteName, dnsNamesOf } from '../../src/doctor/dns-names.ts';
import { aRecord } from './domains-api.ts';

test.each([
  ['send', 'verdicts.test', 'send.verdicts.test'],
  ['resend._domainkey', 'verdicts.test', 'resend._domainkey.verdicts.test'],
  ['send.news', 'news.verdicts.test', 'send.news.verdicts.test'],
  ['resend._domainkey.a.b', 'a.b.verdicts.test', 'resend._domainkey.a.b.verdicts.test'],
  ['send.send', 'send.verdicts.test', 'send.send.verdicts.test'],
  ['send', 'send.test', 'send.send.test'],
  ['send', 'news.verdicts.co.test', 'send.news.verdicts.co.test'],
  ['links.verdicts.test', 'verdicts.test', 'links.verdicts.test'],
  ['Send.News.Verdicts.Test.', 'news.verdicts.test', 'send.news.verdicts.test'],
  ['verdicts.test', 'verdicts.test', 'verdicts.test'],
  ['', 'news.verdicts.test', 'news.verdicts.test'],
  ['@', 'news.verdicts.test', 'news.verdicts.test'],
])('the name %s that Resend states for %s is %s in DNS', (name, domain, absolute) => {
  expect(absoluteName(name, domain)).toBe(absolute);
});

test('names that Resend states are looked up, each once', () => {
  const names = dnsNamesOf('verdicts.test', [
    aRecord({ record: 'SPF', name: 'bounces', type: 'MX' }),
    aRecord({ record: 'SPF', name: 'bounces', value: '"v=spf1 include:spf.provider.test -all"' }),
    aRecord({ record: 'DKIM', name: 'a._domainkey', type: 'CNAME', value: 'a.provider.test' }),
    aRecord({ record: 'DKIM', name: 'b._domainkey', value: 'p=MIGf' }),
    aRecord({ record: 'Tracking', name: 'links.verdicts.test', type: 'CNAME' }),
  ]);
  expect(names).toMatchObject({
    returnPaths: [{ name: 'bounces.verdicts.test', mustAllow: ['include:spf.provider.test'] }],
    dkimKeys: [
      { name: 'a._domainkey.verdicts.test', publicKey: null },
      { name: 'b._domainkey.verdicts.test', publicKey: 'MIGf' },
    ],
  });
});

test('if Resend states no names, its default ones are looked up', () => {
  expect(dnsNamesOf('verdicts.test', [])).toMatchObject({
    returnPaths: [{ name: 'send.verdicts.test', mustAllow: ['include:amazonses.com'] }],
    dkimKeys: [{ name: 'resend._domainkey.verdicts.test', publicKey: null }],
    advice: expect.stringContaining('a key with full access'),
  });
});

test.each([
  ['is an alias', { type: 'CNAME', value: 'x.provider.test' }, []],
  ['is stated without a value', { value: undefined }, ['include:amazonses.com']],
  ['is stated as no SPF record', { value: 'verification=1' }, ['include:amazonses.com']],
])('a return path that %s only has to allow what is known', (_, stated, mustAllow) => {
  const { returnPaths } = dnsNamesOf('verdicts.test', [aRecord({ record: 'SPF', name: 'send', ...stated })]);
  expect(returnPaths).toEqual([{ name: 'send.verdicts.test', mustAllow }]);
});
