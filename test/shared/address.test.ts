import fc from 'fast-check';
import { toASCII } from 'tr46';
import { describe, expect, test } from 'vitest';
import { parseAddress, toSmtpAddress } from '../../src/shared/address.ts';
import { readDomain } from '../../src/shared/domain.ts';

const reasonFor = (input: string) => {
  const reading = parseAddress(input);
  return reading.ok ? `taken as ${reading.emailKey}` : reading.reason;
};

describe('an email address', () => {
  test('an email address is stored as typed, and compared in lower case', () => {
    expect(parseAddress('Ada.Lovelace+Digest@Example.COM')).toEqual({
      ok: true,
      email: 'Ada.Lovelace+Digest@Example.COM',
      emailKey: 'ada.lovelace+digest@example.com',
    });
  });

  test.each([
    '  ada@example.com\t',
    '\u200bada@example.com\ufeff',
    '\u00a0\u2060ada@example.com\u200e',
    '\u202aada@example.com\u202c',
  ])('an email address loses the white space pasted around it: %j', (input) => {
    expect(parseAddress(input)).toMatchObject({ ok: true, email: 'ada@example.com' });
  });

  test.each(["o'brien@example.com", 'a&b/c=d@example.com', '!#$%*?^_`{|}~-@example.com', '1@2.example'])(
    'an email address may have every character of RFC 5322 atoms: %s',
    (input) => {
      expect(parseAddress(input)).toMatchObject({ ok: true, email: input });
    },
  );

  test('an email address may have a domain in any script, which is compared and emailed in ASCII', () => {
    expect(parseAddress('Käthe@bücher.example')).toMatchObject({ ok: false });
    expect(parseAddress('kaethe@Bücher.example')).toMatchObject({
      ok: true,
      email: 'kaethe@Bücher.example',
      emailKey: 'kaethe@xn--bcher-kva.example',
    });
    expect(toSmtpAddress('Kaethe@Bücher.example')).toBe('Kaethe@xn--bcher-kva.example');
    expect(toSmtpAddress('Ada@Example.com')).toBe('Ada@example.com');
  });

  test('an email address is the same whether its umlaut is one character or two', () => {
    const [composed, decomposed] = ['a@bücher.example'.normalize('NFC'), 'a@bücher.example'.normalize('NFD')];
    expect(decomposed).not.toBe(composed);
    expect(parseAddress(decomposed)).toEqual(parseAddress(composed));
  });

  test('an email address has at most 64 characters before the @ and 254 in all, counted after conversion', () => {
    const local = 'a'.repeat(64);
    const domain = `${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(57)}.ee`;
    expect(parseAddress(`${local}@example.com`).ok).toBe(true);
    expect(reasonFor(`a${local}@example.com`)).toMatch(/64/);
    expect(`${local}@${domain}`.length).toBe(253);
    expect(parseAddress(`${local}@d${domain}`).ok).toBe(false);
    expect(parseAddress(`${local}@${domain.replace('ee', 'eee')}`).ok).toBe(true);
    expect(reasonFor(`${local}@${domain.replace('ee', 'eeee')}`)).toMatch(/254/);
    expect(reasonFor(`${local}@${`${'ü'.repeat(30)}.`.repeat(5)}example`)).toMatch(/254/);
    expect(reasonFor(`${' '.repeat(1_000)}a@example.com`)).toMatch(/254/);
  });
});

describe('a text that is no email address', () => {
  test.each([
    ['', /no email address/],
    [' \u200b ', /no email address/],
    ['ada', /no @/],
    ['@example.com', /nothing before the @/],
    ['ada@', /nothing after the @/],
    ['ada@home@example.com', /more than one @/],
    ['ada lovelace@example.com', /white space/],
    ['ada@exa mple.com', /white space/],
    ['Ada <ada@example.com>', /white space/],
    ['<ada@example.com>', /character that an email address cannot have/],
    ['"ada"@example.com', /quotation marks/],
    ['ada(work)@example.com', /character that an email address cannot have/],
    ['käthe@example.com', /cannot send to/],
    ['.ada@example.com', /dot/],
    ['ada.@example.com', /dot/],
    ['a..da@example.com', /dot/],
    ['ada@.example.com', /dot/],
    ['ada@example.com.', /dot/],
    ['ada@example..com', /dot/],
    ['ada@localhost', /no dot/],
    ['ada@[192.0.2.1]', /IP address/],
    ['ada@[IPv6:2001:db8::1]', /IP address/],
    ['ada@192.0.2.1', /IP address/],
    ['ada@1.2', /IP address/],
    ['ada@exa_mple.com', /character that a domain cannot have/],
    ['ada@example.com>', /character that a domain cannot have/],
    ['ada@-example.com', /hyphen/],
    ['ada@example-.com', /hyphen/],
    [`ada@${'a'.repeat(64)}.com`, /63/],
    ['ada@xn--a.com', /not a valid name/],
    ['ada@ab--cd.com', /not a valid name/],
    ['ada@exam\u200bple.com', /invisible/],
    ['a\u00adda@example.com', /invisible/],
    ['ada@example.com\n', /line break/],
    ['ada@example.com\r\nBcc: eve@example.com', /line break/],
    ['ada\0@example.com', /NUL/],
    ['a\x01da@example.com', /character that an email address cannot have/],
  ])('%j is refused as an email address, with the reason', (input, reason) => {
    expect(reasonFor(input)).toMatch(reason);
  });

  test('a text that is no email address is not sent to the provider', () => {
    expect(() => toSmtpAddress('ada@localhost')).toThrow(/no dot/);
  });
});

describe('for every text,', () => {
  const strict = {
    useSTD3ASCIIRules: true,
    verifyDNSLength: true,
    checkHyphens: true,
    checkBidi: true,
    checkJoiners: true,
  };
  const label = fc.stringMatching(/^[a-zA-Z0-9äößéñ中-]{1,12}$/);
  const local = fc.stringMatching(/^[A-Za-z0-9.+'_-]{1,20}$/);
  const around = fc.constantFrom('', ' ', '\u200b', '\ufeff\t');
  const addressLike = fc
    .tuple(around, local, fc.array(label, { minLength: 1, maxLength: 4 }), around)
    .map(([before, name, labels, after]) => `${before}${name}@${labels.join('.')}${after}`);
  const anything = fc.oneof(addressLike, fc.string({ unit: 'binary' }), fc.emailAddress());

  test('normalising an email address is idempotent, and its key is an address with the same key', () => {
    fc.assert(
      fc.property(anything, (input) => {
        const reading = parseAddress(input);
        if (!reading.ok) return;
        expect(parseAddress(reading.email)).toEqual(reading);
        expect(parseAddress(reading.emailKey)).toEqual({ ...reading, email: reading.emailKey });
        expect(parseAddress(toSmtpAddress(input))).toMatchObject({ emailKey: reading.emailKey });
      }),
      { numRuns: 2_000 },
    );
  });

  test('the key and the sent form of an email address are printable ASCII of at most 254 characters', () => {
    fc.assert(
      fc.property(anything, (input) => {
        const reading = parseAddress(input);
        if (!reading.ok) return;
        expect(reading.emailKey).toMatch(/^[!-~]{3,254}$/);
        expect(toSmtpAddress(input)).toMatch(/^[!-~]{3,254}$/);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a line break or a NUL anywhere in an email address is refused, since it could begin another header', () => {
    const broken = fc
      .tuple(fc.oneof(addressLike, fc.emailAddress()), fc.nat(), fc.constantFrom('\r', '\n', '\r\n', '\0'))
      .map(([address, at, character]) => {
        const place = at % (address.length + 1);
        return address.slice(0, place) + character + address.slice(place);
      });
    fc.assert(
      fc.property(broken, (input) => {
        expect(reasonFor(input)).toMatch(/line break or a NUL/);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a domain in any script has one key, in ASCII, however it is written', () => {
    const script = fc.stringMatching(/^[a-zäöéñ中λж]{1,10}$/);
    fc.assert(
      fc.property(fc.array(script, { minLength: 1, maxLength: 3 }), (labels) => {
        const domain = `${labels.join('.')}.example`;
        const ascii = toASCII(domain, strict) ?? '';
        const expected = { ok: true, emailKey: `ada@${ascii}` };
        expect(ascii).toMatch(/^(xn--)?[a-z0-9-]+(\.(xn--)?[a-z0-9-]+)*$/);
        for (const spelling of [domain, domain.toUpperCase(), domain.normalize('NFD'), ascii])
          expect(parseAddress(`ada@${spelling}`), spelling).toMatchObject(expected);
        expect(toSmtpAddress(`ada@${domain}`)).toBe(`ada@${ascii}`);
      }),
      { numRuns: 1_000 },
    );
  });

  test('an ASCII domain is read as UTS #46 reads it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[aXn1.-]{0,12}(x{60,70})?\.[abn1-]{1,6}[a-z]$/), (domain) => {
        const reading = readDomain(domain);
        expect(reading.ok ? reading.ascii : null).toBe(toASCII(domain, strict));
      }),
      { numRuns: 5_000 },
    );
  });
});

test('twenty thousand domains are read without keeping them all in memory', () => {
  for (let index = 0; index < 20_000; index += 1) {
    expect(parseAddress(`a@host${index}.example`).ok).toBe(true);
  }
});
