import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { databaseOf } from '../../src/app/configured-database.ts';
import { loadConfig } from '../../src/settings/config.ts';
import { messageOf } from '../../src/shared/errors.ts';
import { withCheckedCertificate } from '../../src/shared/postgres-url.ts';

describe('API_TOKEN', () => {
  const tokenOf = (API_TOKEN: string) => loadConfig({ API_TOKEN }).apiToken;

  test.each([
    ['letters, digits and what a bearer token may have', 'abcDEF.0123456789_~+/-0123456789=='],
    ['32 characters', 'x'.repeat(32)],
  ])('API_TOKEN may be %s', (_, token) => {
    expect(tokenOf(token)).toBe(token);
  });

  test('API_TOKEN may be missing', () => {
    expect(tokenOf('')).toBeNull();
    expect(loadConfig().apiToken).toBeNull();
  });

  test.each([
    ['31 characters', 'x'.repeat(31)],
    ['two words', `${'x'.repeat(20)} ${'x'.repeat(20)}`],
    ['characters that no header carries', '\u00e9'.repeat(40)],
    ['two lines', `${'x'.repeat(40)}\n${'x'.repeat(40)}`],
  ])('API_TOKEN may not be %s, and its value is not repeated', (_, token) => {
    expect(() => tokenOf(token)).toThrow(/API_TOKEN must be 32 or more letters/);
    expect(() => tokenOf(token)).not.toThrow(token);
  });
});

describe('the schedule', () => {
  test('by default, an issue is caught up for a day and announced a day before, to no editor', () => {
    expect(loadConfig()).toMatchObject({ catchUpHours: 24, draftLeadHours: 24, editor: null });
    expect(
      loadConfig({ CATCH_UP_HOURS: '0', DRAFT_LEAD_HOURS: '48', EDITOR_EMAIL: 'Ida <ida@verdicts.test>' }),
    ).toMatchObject({
      catchUpHours: 0,
      draftLeadHours: 48,
      editor: { name: 'Ida', email: 'ida@verdicts.test' },
    });
  });

  test.each([
    ['CATCH_UP_HOURS', '169', 'must be at most 168'],
    ['CATCH_UP_HOURS', '1.5', 'must be a whole number'],
    ['DRAFT_LEAD_HOURS', '-1', 'must be a whole number'],
    ['EDITOR_EMAIL', 'ida', 'must be an email address'],
  ])('%s may not be %s: it %s', (name, value, why) => {
    expect(() => loadConfig({ [name]: value })).toThrow(`${name} ${why}`);
  });
});

describe('SIGN_UP_CHECKS', () => {
  const checksOf = (SIGN_UP_CHECKS: string) => loadConfig({ SIGN_UP_CHECKS }).signUpChecks;

  test.each([
    ['time-trap', ['time-trap']],
    ['proof-of-work', ['proof-of-work']],
    [' time-trap , proof-of-work,time-trap', ['time-trap', 'proof-of-work']],
  ])('SIGN_UP_CHECKS may be "%s"', (text, checks) => {
    expect(checksOf(text)).toEqual(checks);
  });

  test('SIGN_UP_CHECKS may be missing, and then nothing is checked', () => {
    expect(checksOf('')).toEqual([]);
    expect(loadConfig().signUpChecks).toEqual([]);
  });

  test.each([
    ['http://verdicts.test', 'proof-of-work', false],
    ['http://verdicts.test', 'time-trap', true],
    ['https://verdicts.test', 'proof-of-work', true],
    ['http://localhost:3000', 'proof-of-work', true],
    ['http://127.0.0.1:3000', 'proof-of-work', true],
    ['http://127.0.0.1.verdicts.test', 'proof-of-work', false],
  ])('at %s, SIGN_UP_CHECKS may be %s: %s', (PUBLIC_URL, SIGN_UP_CHECKS, may) => {
    const load = () => loadConfig({ PUBLIC_URL, SIGN_UP_CHECKS });
    if (may) expect(load().signUpChecks).toEqual([SIGN_UP_CHECKS]);
    else expect(load).toThrow(/PUBLIC_URL must be https if SIGN_UP_CHECKS has proof-of-work/);
  });

  test.each(['captcha', 'time-trap;proof-of-work', 'time-trap,'])(
    'SIGN_UP_CHECKS may not be "%s"',
    (text) => {
      expect(() => checksOf(text)).toThrow(
        /SIGN_UP_CHECKS must be empty, or any of time-trap, proof-of-work/,
      );
    },
  );
});

describe('ALLOWED_ORIGINS', () => {
  const originsOf = (ALLOWED_ORIGINS: string) => loadConfig({ ALLOWED_ORIGINS }).allowedOrigins;

  test('no origin is allowed if ALLOWED_ORIGINS is missing', () => {
    expect(originsOf('')).toEqual([]);
    expect(loadConfig().allowedOrigins).toEqual([]);
  });

  test.each([
    ['one', 'https://site.example', ['https://site.example']],
    [
      'several',
      'https://site.example, http://localhost:4321',
      ['https://site.example', 'http://localhost:4321'],
    ],
    ['one twice', 'https://site.example,HTTPS://SITE.example:443/', ['https://site.example']],
    ['one in letters of its own', 'https://müller.example', ['https://xn--mller-kva.example']],
    ['an address', 'http://[::1]:8080', ['http://[::1]:8080']],
  ])('ALLOWED_ORIGINS may be %s, and is read as browsers write origins', (_, text, origins) => {
    expect(originsOf(text)).toEqual(origins);
  });

  test.each([
    '*',
    'https://*.site.example',
    'site.example',
    'https://site.example/page',
    'https://site.example//',
    'https://site.example?a',
    'https://site.example#a',
    'https://user@site.example',
    'https:\\\\site.example',
    'https://site.example:99999',
    'ftp://site.example',
    'null',
    'https://site.example,',
    'https://a.example https://b.example',
  ])('ALLOWED_ORIGINS may not be %s, which the error names', (text) => {
    const message = messageFrom(() => originsOf(`https://right.example,${text}`));
    expect(message).toMatch(/ALLOWED_ORIGINS must be origins separated by commas, such as /);
    expect(message).toContain(`"${text.endsWith(',') ? '' : text}" is not one`);
  });
});

function messageFrom(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return messageOf(error);
  }
  return '';
}

describe('TRUSTED_PROXIES', () => {
  const proxiesOf = (TRUSTED_PROXIES: string) => loadConfig({ TRUSTED_PROXIES }).trustedProxies;

  test('no proxy is trusted if TRUSTED_PROXIES is missing', () => {
    expect([loadConfig().trustedProxies, proxiesOf(''), proxiesOf(' ')]).toEqual([[], [], []]);
  });

  test('TRUSTED_PROXIES are addresses and ranges, separated by commas, with or without spaces', () => {
    const read = proxiesOf('127.0.0.1, ::1,10.0.0.0/8 ,2001:db8::/32,::ffff:192.0.2.0/120');
    expect(read.map(({ base, bits }) => `${base}/${bits}`)).toEqual([
      '127.0.0.1/32',
      '::1/128',
      '10.0.0.0/8',
      '2001:db8::/32',
      '192.0.2.0/24',
    ]);
  });

  test('TRUSTED_PROXIES with a wrong entry is refused as a whole, and each wrong entry is named', () => {
    const wrong = '127.0.0.1,loopback,10.0.0.0/33,10.0.0.0/255.0.0.0,,192.0.2.1:80';
    expect(() => proxiesOf(wrong)).toThrow(
      /TRUSTED_PROXIES must be IP addresses and ranges.*"loopback", "10\.0\.0\.0\/33", "10\.0\.0\.0\/255\.0\.0\.0", "", "192\.0\.2\.1:80"/,
    );
    expect(() => proxiesOf(wrong)).not.toThrow('"127.0.0.1"');
  });
});

const BEGIN = 'must begin with file: or postgres://';
const LIKE = 'For a PostgreSQL server, write it like postgres://user:password@host:5432/verdicts';

describe('DATABASE_URL', () => {
  const pathOf = (DATABASE_URL: string) => loadConfig({ DATABASE_URL }).databasePath;

  test.each([
    ['', resolve('data/verdicts.db')],
    ['file:data/verdicts.db', resolve('data/verdicts.db')],
    ['file:./x.db', resolve('x.db')],
    ['file:/srv/x.db', '/srv/x.db'],
    ['file:///srv/x.db', '/srv/x.db'],
    ['file: x.db ', resolve('x.db')],
    ['file:postgres.db', resolve('postgres.db')],
    ['file:data@home.db', resolve('data@home.db')],
    ['file:my data/#1.db', resolve('my data/#1.db')],
    ['file:100%.db', resolve('100%.db')],
  ])('DATABASE_URL="%s" is the file %s', (url, path) => {
    expect(pathOf(url)).toBe(path);
  });

  test.each([
    ['file://data/verdicts.db', 'Write file:data/verdicts.db'],
    ['file://localhost/srv/x.db', 'Write file:/srv/x.db'],
    ['file://x.db?mode=ro', 'Write file:x.db'],
    ['file:~/x.db', `Write file:${join(homedir(), 'x.db')}`],
    ['file:~ida/x.db', 'only a shell fills in ~, $NAME and %NAME%'],
    ['file:$HOME/x.db', 'only a shell fills in ~, $NAME and %NAME%'],
    ['file:data/x.db?mode=ro', 'must have no options after a ?. Write file:data/x.db'],
    ['file:data/x.db?', 'Write file:data/x.db'],
    ['file:data/', 'must name a file, and not a folder'],
    ['file:///srv/my%20data/x.db', 'are not decoded. Write file:///srv/my data/x.db'],
    ['file:caf%C3%A9.db', 'Write file:café.db'],
    ['file:100%25.db', 'Write file:100%.db'],
    ['file:%FF%FE.db', 'must be written without escapes'],
    ['file:', 'must name a file after file:'],
    ['FILE:data/x.db', 'Write file:data/x.db'],
    ['file:file:data/x.db', 'Write file:data/x.db'],
    ['data/x.db', 'Write file:data/x.db'],
    ['postgres.db', 'Write file:postgres.db'],
    ['/srv/x.db', 'Write file:/srv/x.db'],
    ['sqlite:data/x.db', 'Write file:data/x.db'],
    ['sqlite:///srv/x.db', 'Write file:/srv/x.db'],
    ['sqlite3://data/x.db', 'Write file:data/x.db'],
    [':memory:', 'a database in memory is lost'],
    ['file::memory:', 'a database in memory is lost'],
    ['mysql://ida:hush@db/verdicts', `${BEGIN}. ${LIKE}`],
    ['libsql://verdicts.test', `${BEGIN}, such as file:data/verdicts.db`],
    ['postgres//ida:a%20hush@db/verdicts', `${BEGIN}. ${LIKE}`],
    ['Postgres//ida:hush@db/verdicts', `${BEGIN}. ${LIKE}`],
    ['postgre://ida:hush@db/verdicts', `${BEGIN}. ${LIKE}`],
    ['postgresqll://ida:hush@db/verdicts', `${BEGIN}. ${LIKE}`],
    ['127.0.0.1:5432/verdicts', `${BEGIN}. ${LIKE}`],
    ['db.test:5432', `${BEGIN}. ${LIKE}`],
    ['ida:hush@db/verdicts', `${BEGIN}. ${LIKE}`],
    ['ida//hush@db/verdicts', `${BEGIN}. ${LIKE}`],
    ['//ida:hush@db/verdicts', BEGIN],
    ['"postgres://ida:hush@db/verdicts"', 'must not have quotation marks around it: leave them out'],
    ["'postgres://ida:hush@db/verdicts'", 'must not have quotation marks around it: leave them out'],
    ['`postgres//ida:hush/verdicts`', 'must not have quotation marks around it: leave them out'],
    ['file:postgres://ida:hush@db/verdicts', `${BEGIN}, and not with both. ${LIKE}`],
    ['file:postgres//ida:a%20hush@db/verdicts', `${BEGIN}, and not with both. ${LIKE}`],
    ['file://ida:hush@db/verdicts', 'must not have // after file:'],
    ['sqlite://ida:hush@db/verdicts', BEGIN],
    ['file:~/ida:hush@db/verdicts', 'must be a full path'],
    ['postgres:ida:hush@db/verdicts', 'must be like postgres://user:password@host:5432/verdicts'],
    ['postgres://ida:hu#sh@db/verdicts', '%23 for #'],
    ['postgres://ida:hu sh@db/verdicts', '%2F for /, %20 for a space'],
    ['postgres://ida:hush%@db/verdicts', 'write special characters as escapes'],
    ['postgres://ida:hush@db:many/verdicts', 'must be like postgres://'],
    ['postgres://ida:hush@db/%FF', 'must be like postgres://'],
    ['postgres://ida:hush@db', 'must name a database after the host'],
    ['postgresql://ida:hush@db/', 'must name a database after the host'],
    ['"file:data/x.db"', 'Write file:data/x.db'],
  ])('DATABASE_URL=%s is refused with what to write', (url, advice) => {
    const message = messageFrom(() => pathOf(url));
    expect(message).toMatch(/^The configuration is wrong:\n {2}DATABASE_URL must /);
    expect(message).toContain(advice);
    expect(message).not.toContain('hush');
  });
});

test.each([
  ['sslmod=verify-full', 'sslmod is not one: did you mean sslmode?'],
  ['SSLMODE=require', 'SSLMODE is not one: did you mean sslmode?'],
  ['ssl=true', 'ssl is not one: did you mean sslmode?'],
  ['sslrootcrt=/ca.pem', 'did you mean sslrootcert?'],
  ['pgbouncer=true', 'pgbouncer is not one: take one of sslmode, sslrootcert'],
  ['application_name=mine', 'application_name is not one: take one of'],
  ['constructor=x', 'constructor is not one'],
  ['hu/sh@x=hush', 'One of them is not: take one of'],
  [
    'sslmode=verify_full',
    'must have a known value for sslmode. verify_full is not one: did you mean verify-full?',
  ],
  ['sslmode=Require', 'did you mean require?'],
  ['sslmode=on', 'take one of disable, prefer, require, verify-ca, verify-full, no-verify'],
  ['sslmode=', 'must have a value after sslmode='],
  ['sslmode=verify-full&sslmode=disable', 'must have sslmode only once'],
  ['channel_binding=require', 'must have sslmode=verify-full as well'],
  ['sslmode=no-verify&channel_binding=require', 'must have sslmode=verify-full as well'],
  ['uselibpqcompat=true&sslmode=require&channel_binding=require', 'must have sslmode=verify-full as well'],
  ['channel_binding=yes', 'take one of disable, prefer, require'],
])('a PostgreSQL database with ?%s is refused, as the driver would ignore it', (parameters, advice) => {
  const message = messageFrom(() =>
    loadConfig({ DATABASE_URL: `postgres://ida:hush@db/verdicts?${parameters}` }),
  );
  expect(message).toContain(advice);
  expect(message).not.toContain('hush');
});

test('a PostgreSQL database may be written with capitals and every known parameter', () => {
  const rest =
    '://ida:hush@db/x?sslmode=verify-full&sslrootcert=/a&sslcert=/b&sslkey=/c&sslnegotiation=direct&channel_binding=require&host=h&port=1&options=-c%20x%3D1';
  expect(loadConfig({ DATABASE_URL: `Postgres${rest}` }).postgresUrl).toBe(`postgres${rest}`);
});

test.each([
  ['OUTBOX_DIR', 'must be just a path, and not a URL'],
  ['ALLOWED_ORIGINS', 'What has an @ is not one'],
  ['TRUSTED_PROXIES', 'This is not one: What has an @'],
])('%s does not repeat a URL with a password', (name, problem) => {
  const message = messageFrom(() => loadConfig({ [name]: 'postgres://ida:hush@db/x' }));
  expect(message).toContain(name);
  expect(message).toContain(problem);
  expect(message).not.toContain('hush');
});

test.each([
  ['postgres://ida:hush@db.test:5433/verdicts', 'verdicts on db.test:5433'],
  ['postgresql://db.test/my%20news?sslmode=require', 'my news on db.test'],
  ['postgres:///verdicts?host=/run/postgresql', 'verdicts on /run/postgresql'],
  ['postgres:///verdicts', 'verdicts on this machine'],
])('DATABASE_URL=%s is a PostgreSQL database, known without its password', (url, name) => {
  const config = loadConfig({ DATABASE_URL: url });
  expect(config).toMatchObject({ postgresUrl: url, databasePath: resolve('data/verdicts.db') });
  expect(databaseOf(config)).toMatchObject({ name, folder: resolve('data'), secretFile: null });
});

test.each([
  ['postgres://db/x?sslmode=require', 'postgres://db/x?sslmode=verify-full'],
  ['postgres://db/x?sslmode=no-verify', 'postgres://db/x?sslmode=no-verify'],
  [
    'postgres://db/x?uselibpqcompat=true&sslmode=require',
    'postgres://db/x?uselibpqcompat=true&sslmode=require',
  ],
  ['postgres://ida:hu%23sh@db/x', 'postgres://ida:hu%23sh@db/x'],
])('%s connects as %s, so that a certificate is checked as it always was', (url, used) => {
  expect(withCheckedCertificate(url)).toBe(used);
});

describe('OUTBOX_DIR', () => {
  const folderOf = (OUTBOX_DIR: string) => loadConfig({ OUTBOX_DIR }).outboxDir;

  test.each([
    ['out', resolve('out')],
    ['/srv/out', '/srv/out'],
    ['a~b', resolve('a~b')],
    [' out ', resolve('out')],
  ])('OUTBOX_DIR="%s" is the folder %s', (text, folder) => {
    expect(folderOf(text)).toBe(folder);
  });

  test.each([
    ['~/out', `Write ${join(homedir(), 'out')}`],
    ['~', `Write ${homedir()}`],
    ['$HOME/out', 'only a shell fills in'],
    ['%APPDATA%\\out', 'only a shell fills in'],
    ['/srv/\u0024{NAME}/out', 'only a shell fills in'],
    ['file:data/out', 'Write data/out'],
    ['file:///srv/out', 'Write /srv/out'],
  ])('OUTBOX_DIR=%s is refused with what to write', (text, advice) => {
    expect(messageFrom(() => folderOf(text))).toContain(advice);
  });
});

describe('a number', () => {
  test.each(['10', ' 10 ', '010'])('a number may be written "%s"', (text) => {
    expect(loadConfig({ SEND_DAILY_LIMIT: text }).dailyLimit).toBe(10);
  });

  test.each([
    '1e3',
    '0x10',
    '1,000',
    '1_000',
    '1.0',
    '+10',
    '-1',
    '10 a day',
    '\u0661\u0660',
    'true',
    'none',
  ])('a number may not be written "%s", and the error gives the limits', (text) => {
    for (const name of ['SEND_DAILY_LIMIT', 'PORT', 'MAX_ITEMS', 'CATCH_UP_HOURS'])
      expect(() => loadConfig({ [name]: text })).toThrow(
        new RegExp(`${name} must be a whole number from \\d+ to \\d+, in digits only`),
      );
  });

  test.each(['99999999999999999999', '0'])(
    'the number %s is beyond the limits, and the error gives them',
    (text) => {
      expect(() => loadConfig({ SEND_DAILY_LIMIT: text })).toThrow(/must be at (most 100000000|least 1)/);
    },
  );
});

describe('a choice', () => {
  test.each(['yes', 'true', 'on', '1', 'Required', 'required,'])('REVIEW may not be %s', (text) => {
    expect(() => loadConfig({ REVIEW: text })).toThrow('REVIEW must be auto or required');
  });
});

describe('SIGNING_SECRET', () => {
  test('several secrets in SIGNING_SECRET are read without the blanks around them', () => {
    const [one, other] = ['a'.repeat(32), 'b'.repeat(40)];
    expect(loadConfig({ SIGNING_SECRET: ` ${one} , ${other} ` }).signingSecrets).toEqual([one, other]);
  });

  test.each([`${'a'.repeat(32)},`, `,${'a'.repeat(32)}`, `${'a'.repeat(32)},b`, 'a'.repeat(31)])(
    'SIGNING_SECRET with a secret that is too short or empty is refused: %s',
    (text) => {
      expect(() => loadConfig({ SIGNING_SECRET: text })).toThrow(
        /SIGNING_SECRET must be secrets of at least 32 characters each, with one comma between two/,
      );
      expect(() => loadConfig({ SIGNING_SECRET: text })).not.toThrow('a'.repeat(31));
    },
  );
});

describe('PUBLIC_URL', () => {
  const urlOf = (PUBLIC_URL: string) => loadConfig({ PUBLIC_URL }).newsletter.publicUrl;

  test.each([
    ['https://verdicts.test/', 'https://verdicts.test'],
    [' https://verdicts.test/digest/ ', 'https://verdicts.test/digest'],
    ['https://verdicts.test/週刊', 'https://verdicts.test/%E9%80%B1%E5%88%8A'],
    ['HTTPS://Verdicts.TEST:443', 'https://verdicts.test'],
  ])('PUBLIC_URL="%s" is read as %s', (text, url) => {
    expect(urlOf(text)).toBe(url);
  });

  test.each([
    ['verdicts.test', 'must be an http or https URL'],
    ['ftp://verdicts.test', 'must be an http or https URL'],
    ['https://ida:hush@verdicts.test', 'must have no user name and no password'],
    ['https://verdicts.test//digest', 'must have no two slashes in its path'],
    ['https://verdicts.test/a?b', 'must have no query and no fragment'],
    ['https://\u0024{DOMAIN}', 'must name a host'],
    ['https://$DOMAIN/digest', 'must name a host'],
    ['nonsense', 'must be an http or https URL'],
    ['ftp://a:b@c//d?e', 'must be an http or https URL'],
    ['https://a:b@c//d?e', 'must have no query and no fragment'],
  ])('PUBLIC_URL=%s is refused', (text, why) => {
    const message = messageFrom(() => urlOf(text));
    expect(message).toContain(`PUBLIC_URL ${why}`);
    expect(message.match(/PUBLIC_URL/g)).toHaveLength(1);
    expect(message).not.toContain('hush');
  });
});

describe('HOST', () => {
  test.each(['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost', 'web-1.internal'])(
    'HOST may be %s',
    (HOST) => {
      expect(loadConfig({ HOST }).server.host).toBe(HOST);
    },
  );

  test.each(['127.0.0.1:3000', 'localhost:3000', '[::1]', 'http://localhost', ':3000'])(
    'HOST may not be %s',
    (HOST) => {
      expect(() => loadConfig({ HOST })).toThrow(
        /HOST must be an IP address or host name .* The port goes into PORT/,
      );
    },
  );
});

describe('the sender', () => {
  const senderOf = (settings: Record<string, string>) => loadConfig(settings).newsletter.from;

  test.each([
    ['nothing is set', {}, { name: 'Weekly AI Tool Verdicts', email: 'digest@verdicts.example' }],
    [
      'only the newsletter has a name',
      { NEWSLETTER_NAME: 'Tool Watch', NEWSLETTER_FROM: 'digest@verdicts.test' },
      { name: 'Tool Watch', email: 'digest@verdicts.test' },
    ],
    [
      'it has a name of its own',
      { NEWSLETTER_NAME: 'Tool Watch', NEWSLETTER_FROM: 'Ada of Tool Watch <digest@verdicts.test>' },
      { name: 'Ada of Tool Watch', email: 'digest@verdicts.test' },
    ],
    [
      'the newsletter’s name has characters that a sender’s may not have',
      { NEWSLETTER_NAME: '“Tool” <Watch> & "co"', NEWSLETTER_FROM: 'digest@verdicts.test' },
      { name: '“Tool” Watch & co', email: 'digest@verdicts.test' },
    ],
  ])('is named as the emails show it if %s', (_, settings, sender) => {
    expect(senderOf(settings as Record<string, string>)).toEqual(sender);
  });
});
