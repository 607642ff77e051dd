import { afterEach, describe, expect, test } from 'vitest';
import { checkDkim } from '../../src/doctor/dkim-check.ts';
import { checkDmarc } from '../../src/doctor/dmarc-check.ts';
import { dnsNamesOf } from '../../src/doctor/dns-names.ts';
import { checkSpf } from '../../src/doctor/spf-check.ts';
import { type DnsServer, type Name, resolverOf, startDnsServer } from './dns-server.ts';
import { aRecord } from './domains-api.ts';

const DOMAIN = 'news.verdicts.test';
const BY_DEFAULT = dnsNamesOf(DOMAIN, []);

let server: DnsServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function dns(zone: Record<string, Name>) {
  server = await startDnsServer(zone);
  return server.resolver;
}

/** What DNS lacks stops no send, and is never called ok. */
const levelOf = (isOk: boolean) => (isOk ? 'ok' : 'warn');

describe('SPF', () => {
  const at = `send.${DOMAIN}`;
  const spfOf = async (name: Name) => checkSpf(BY_DEFAULT, await dns({ [at]: name }));

  test.each<[string, boolean, string, Name]>([
    [
      'one that lets Resend send',
      true,
      '"v=spf1 include:amazonses.com ~all"',
      ['v=spf1 include:amazonses.com ~all'],
    ],
    [
      'one among other texts',
      true,
      'ip4:192.0.2.1',
      ['site=1', 'V=SPF1  ip4:192.0.2.1 +Include:AmazonSES.com -all', 'v=spf10 x'],
    ],
    [
      'one that lets somebody else send',
      false,
      'does not let Resend send: "include:amazonses.com" is missing',
      ['v=spf1 include:_spf.verdicts.test a mx:verdicts.test/24 ip6:2001:db8::/32 exists:%{i}.x ~all'],
    ],
    ['one with what Resend needs after all', false, 'nobody send', ['v=spf1 -all include:amazonses.com']],
    ['one that fails Resend', false, 'nobody send', ['v=spf1 ?include:amazonses.com ~all']],
    ['one whose redirection nobody follows', false, 'nobody send', ['v=spf1 ~all redirect=x.test']],
    ['a modifier that nobody knows', true, 'x=y', ['v=spf1 x=y include:amazonses.com ~all']],
    [
      'a mechanism that nobody knows',
      false,
      '"inlcude:b.test" is an error',
      ['v=spf1 include:amazonses.com inlcude:b.test ~all'],
    ],
    ['a mechanism without its domain', false, '"include" is an error', ['v=spf1 include ~all']],
    ['an address that is none', false, '"ip4:x" is an error', ['v=spf1 include:amazonses.com ~all ip4:x']],
    ['one in place of another', true, 'redirect=', ['v=spf1 redirect=_spf.verdicts.test']],
    ['+all', true, 'lets anyone send', ['v=spf1 include:amazonses.com +all']],
    ['a bare all', true, 'lets anyone send', ['v=spf1 all']],
    ['two', false, 'has 2 SPF records', ['v=spf1 ~all', 'v=spf1 include:amazonses.com ~all']],
    ['one that lets nobody send', false, 'lets nobody send', ['v=spf1 -include:a.test exp=b.test -all']],
    ['none', false, 'has no SPF record', ['site=1']],
    ['no TXT record', false, 'has no SPF record', 'other-types'],
    ['a server that fails', false, 'SERVFAIL', 'servfail'],
    ['a server that refuses', false, 'refuses', 'refused'],
  ])('the SPF record is judged: %s', async (_, isOk, message, name) => {
    const check = await spfOf(name);
    expect(check).toMatchObject({
      name: 'spf',
      level: levelOf(isOk),
      message: expect.stringContaining(message),
    });
    expect(check.message).toContain(at);
  });

  test('a missing SPF record is reported with the name it belongs at and what to add', async () => {
    expect(await checkSpf(BY_DEFAULT, await dns({}))).toMatchObject({
      level: 'warn',
      message: expect.stringContaining('Set the records that https://resend.com/domains shows'),
    });
  });

  test.each([
    ['what Resend states', true, 'v=spf1 include:spf.provider.test ~all'],
    ['less than that', false, 'v=spf1 include:amazonses.com ~all'],
  ])('the SPF record must have %s', async (_, isOk, value) => {
    const names = dnsNamesOf(DOMAIN, [
      aRecord({ record: 'SPF', name: 'send.news', type: 'MX', value: 'feedback.provider.test' }),
      aRecord({ record: 'SPF', name: 'send.news', value: '"v=spf1 include:spf.Provider.test ~all"' }),
    ]);
    expect(await checkSpf(names, await dns({ [at]: [value] }))).toMatchObject({ level: levelOf(isOk) });
  });

  test('the SPF record is found behind a CNAME, and on one of two return paths is enough', async () => {
    const names = dnsNamesOf(DOMAIN, [
      aRecord({ record: 'SPF', name: 'send.news', type: 'CNAME' }),
      aRecord({ record: 'SPF', name: 'rsend.news', type: 'CNAME' }),
    ]);
    const zone = {
      [at]: { cname: 'send.provider.test' },
      'send.provider.test': ['v=spf1 ip4:192.0.2.1 ~all'],
    };
    const { level, message } = await checkSpf(names, await dns(zone));
    expect(level).toBe('ok');
    expect(message).toContain('192.0.2.1');
    expect(message).toContain(`rsend.${DOMAIN} has no SPF record`);
  });
});

describe('DKIM', () => {
  const at = `resend._domainkey.${DOMAIN}`;
  const dkimOf = async (name: Name, names = BY_DEFAULT) => checkDkim(names, await dns({ [at]: name }));

  test.each<[string, boolean, string, Name]>([
    ['a key alone', true, 'has a DKIM key.', ['p=MIGfMA0G']],
    ['a key with its tags', true, 'has a DKIM key.', ['v=DKIM1; k=rsa; t=s; p=MIGf MA0G;']],
    ['a key longer than one string', true, 'has a DKIM key.', [`p=${'A'.repeat(700)}`]],
    ['a key of other characters', false, 'not base64', ['v=DKIM1; p=MIGf-MA0_']],
    ['a key that is cut short', false, 'cut short', ['v=DKIM1; p=MIGfM']],
    ['a key in quotation marks', false, 'not base64', ['v=DKIM1; p="MIGfMA0G"']],
    ['a revoked key', false, 'revoked', ['v=DKIM1; p=']],
    ['no key', false, 'not a DKIM key', ['v=spf1 ~all']],
    ['a key of another version', false, 'not a DKIM key', ['v=DKIM2; p=MIGf']],
    ['two records', false, 'has 2 TXT records', ['p=MIGf', 'p=MIGg']],
    ['no TXT record', false, 'no DKIM key', 'other-types'],
    ['a server that fails', false, 'SERVFAIL', 'servfail'],
  ])('the DKIM record is judged: %s', async (_, isOk, message, name) => {
    expect(await dkimOf(name)).toMatchObject({
      name: 'dkim',
      level: levelOf(isOk),
      message: expect.stringContaining(message),
    });
  });

  test.each([
    ['the key that Resend states', true, 'p=MIGf MA0G'],
    ['another key', false, 'p=MIGfMA0H'],
  ])('the DKIM record is compared with %s', async (_, isOk, value) => {
    const names = dnsNamesOf(DOMAIN, [
      aRecord({ record: 'DKIM', name: 'resend._domainkey.news', value: '"p=MIGfMA0G"' }),
    ]);
    expect(await dkimOf([value], names)).toMatchObject({ level: levelOf(isOk) });
  });

  test('every DKIM key that Resend states must exist', async () => {
    const names = dnsNamesOf(DOMAIN, [
      aRecord({ record: 'DKIM', name: 'a._domainkey.news', type: 'CNAME', value: 'a.provider.test' }),
      aRecord({ record: 'DKIM', name: 'b._domainkey.news', type: 'CNAME', value: 'b.provider.test' }),
    ]);
    const zone = { [`a._domainkey.${DOMAIN}`]: { cname: 'a.provider.test' }, 'a.provider.test': ['p=MIGf'] };
    const { level, message } = await checkDkim(names, await dns(zone));
    expect(level).toBe('warn');
    expect(message).toContain(`b._domainkey.${DOMAIN} has no DKIM key`);
  });
});

describe('DMARC', () => {
  const dmarcOf = async (zone: Record<string, Name>, domain = DOMAIN) => checkDmarc(domain, await dns(zone));

  test.each<[string, boolean, string, Record<string, Name>]>([
    [
      'its own',
      true,
      '_dmarc.news.verdicts.test has p=none.',
      { '_dmarc.news.verdicts.test': ['v=DMARC1; p=none'] },
    ],
    [
      'its own before that of the organisation',
      true,
      'has p=none.',
      { '_dmarc.news.verdicts.test': ['v=DMARC1;p=none'], '_dmarc.verdicts.test': ['v=DMARC1; p=reject'] },
    ],
    [
      "the organisation's",
      true,
      '_dmarc.verdicts.test has p=reject, which covers news.verdicts.test too.',
      { '_dmarc.verdicts.test': ['v = DMARC1 ; p = Reject; rua=mailto:a@verdicts.test'] },
    ],
    [
      "the organisation's for those below it",
      true,
      '_dmarc.verdicts.test has sp=quarantine',
      { '_dmarc.verdicts.test': ['v=DMARC1; p=reject; sp=quarantine'] },
    ],
    [
      'one behind a CNAME',
      true,
      'has p=none',
      {
        '_dmarc.news.verdicts.test': { cname: '_dmarc.provider.test' },
        '_dmarc.provider.test': ['v=DMARC1; p=none'],
      },
    ],
    [
      'a public suffix of its own',
      true,
      '_dmarc.test has p=reject',
      { '_dmarc.test': ['v=DMARC1; p=reject; psd=y'] },
    ],
    [
      'that of the domain below a public suffix',
      true,
      '_dmarc.verdicts.test has p=none',
      { '_dmarc.verdicts.test': ['v=DMARC1; p=none'], '_dmarc.test': ['v=DMARC1; p=reject; psd=y'] },
    ],
    [
      'two of its own',
      false,
      'has 2 DMARC records',
      { '_dmarc.news.verdicts.test': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] },
    ],
    [
      'two of the organisation, which count for nothing',
      false,
      'Neither news.verdicts.test nor a domain above it has a DMARC record',
      { '_dmarc.verdicts.test': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] },
    ],
    [
      'one of another version',
      false,
      'Neither',
      { '_dmarc.news.verdicts.test': ['v=dmarc1; p=none', 'p=none; v=DMARC1'] },
    ],
    [
      'one without a policy that says where reports go',
      true,
      'it counts as p=none, because it has rua=.',
      { '_dmarc.news.verdicts.test': ['v=DMARC1; rua=https://x.test,mailto:a@b.test!10m'] },
    ],
    [
      'an inherited one with a policy that there is not, that says where reports go',
      true,
      'it counts as p=none, because it has rua=, which covers news.verdicts.test too.',
      { '_dmarc.verdicts.test': ['v=DMARC1; p=reject; sp=maybe; rua=mailto:a@b.test'] },
    ],
    [
      'one without a policy and with reports to nobody',
      false,
      'states no policy',
      { '_dmarc.news.verdicts.test': ['v=DMARC1; rua=mailto:'] },
    ],
    [
      "the organisation's, above which a server fails",
      true,
      '_dmarc.verdicts.test has p=none',
      { '_dmarc.verdicts.test': ['v=DMARC1; p=none'], '_dmarc.test': 'servfail' },
    ],
    [
      'one with a policy of its own',
      false,
      'states no policy',
      { '_dmarc.news.verdicts.test': ['v=DMARC1; p=maybe'] },
    ],
    ['a server that fails', false, 'SERVFAIL', { '_dmarc.news.verdicts.test': 'servfail' }],
    [
      'a server that fails further up',
      false,
      '_dmarc.verdicts.test: ',
      { '_dmarc.verdicts.test': 'servfail' },
    ],
  ])('the DMARC record is judged: %s', async (_, isOk, message, zone) => {
    expect(await dmarcOf(zone)).toMatchObject({
      name: 'dmarc',
      level: levelOf(isOk),
      message: expect.stringContaining(message),
    });
  });

  test('a missing DMARC record is reported with what to add, without pct, which RFC 9989 has removed', async () => {
    const { message } = await dmarcOf({});
    expect(message).toContain(`_dmarc.${DOMAIN}: v=DMARC1; p=none; rua=mailto:`);
    expect(message).not.toContain('pct');
    expect(server?.asked).toEqual(['_dmarc.news.verdicts.test', '_dmarc.verdicts.test', '_dmarc.test']);
  });

  test('psd=n ends the search for a DMARC record', async () => {
    const zone = { '_dmarc.c.test': ['v=DMARC1; p=none; psd=n'], '_dmarc.test': ['v=DMARC1; p=reject'] };
    expect((await dmarcOf(zone, 'a.b.c.test')).message).toContain('_dmarc.c.test has p=none');
    expect(server?.asked).not.toContain('_dmarc.test');
  });

  test('DMARC of a domain with many labels takes eight queries, as in RFC 9989, section 4.10', async () => {
    await dmarcOf({}, 'a.b.c.d.e.f.g.h.i.j.mail.verdicts.test');
    expect(server?.asked).toEqual(
      [
        'a.b.c.d.e.f.g.h.i.j.mail.verdicts.test',
        'g.h.i.j.mail.verdicts.test',
        'h.i.j.mail.verdicts.test',
        'i.j.mail.verdicts.test',
        'j.mail.verdicts.test',
        'mail.verdicts.test',
        'verdicts.test',
        'test',
      ].map((domain) => `_dmarc.${domain}`),
    );
  });
});

describe('without network', () => {
  const everything = (resolver: Parameters<typeof checkSpf>[1]) =>
    Promise.all([
      checkSpf(BY_DEFAULT, resolver),
      checkDkim(BY_DEFAULT, resolver),
      checkDmarc(DOMAIN, resolver),
    ]);
  const unasked = {
    level: 'warn',
    message: expect.stringMatching(/^DNS could not be asked about \S+: .* seems to be offline\.$/),
  };

  test('a silent name server is reported as not answering', async () => {
    const silent = await dns({
      [`send.${DOMAIN}`]: 'silent',
      [`resend._domainkey.${DOMAIN}`]: 'silent',
      [`_dmarc.${DOMAIN}`]: 'silent',
    });
    expect(await everything(silent)).toMatchObject([unasked, unasked, unasked]);
    expect(server?.asked.filter((name) => name.startsWith('_dmarc'))).toHaveLength(1);
  });

  test('a missing name server is reported as unreachable', async () => {
    const { close, resolver } = await startDnsServer({});
    const [address = ''] = resolver.getServers();
    await close();
    expect(await everything(resolverOf(Number(address.split(':')[1])))).toMatchObject([
      unasked,
      unasked,
      unasked,
    ]);
  });
});
