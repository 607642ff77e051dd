import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { composeMime } from '../../../../src/transport/mime.ts';
import type { Message } from '../../../../src/transport/transport.ts';
import { openStudio, type Studio } from '../../../support/http/studio.ts';
import { HOSTILE, parsedPage } from '../../pages/open-pages.ts';

let studio: Studio;
beforeEach(async () => {
  studio = await openStudio();
});
afterEach(() => studio.close());

const MAIL: Message = {
  from: { name: 'Digest', email: 'digest@verdicts.test' },
  replyTo: null,
  to: { name: 'Ada', email: 'ada@a.test' },
  subject: 'One tool, one verdict',
  date: Date.UTC(2026, 10, 17, 9),
  reference: 'reference',
  headers: [['List-Id', '<digest.verdicts.test>']],
  html: '<!doctype html><html><head><title>x</title></head><body><a href="https://verdicts.test/confirm/abc">Confirm</a></body></html>',
  text: 'Confirm: https://verdicts.test/confirm/abc. Or not.',
};

async function write(name: string, given: Partial<Message> = {}, second = 0) {
  const content = await composeMime({ ...MAIL, ...given }, 'unix');
  writeRaw(name, content, second);
  return content;
}

function writeRaw(name: string, content: string | Uint8Array, second = 0): void {
  const path = join(studio.config.outboxDir, 'new', name);
  writeFileSync(path, content);
  utimesSync(path, 1_700_000_000 + second, 1_700_000_000 + second);
}

const statusOf = async (path: string) => (await studio.visit(path)).status;

describe('the test mailbox', () => {
  test('an outbox that is empty or missing is shown as empty', async () => {
    expect(await studio.read('/studio/outbox')).toContain('No mail yet');
    rmSync(studio.config.outboxDir, { recursive: true });
    expect(await studio.read('/studio/outbox')).toContain('No mail yet');
  });

  test('the test mailbox lists the latest messages first, with decoded subjects and recipients', async () => {
    await write('letter-1.verdicts', { subject: 'Ünïcode 👍', to: { name: 'Zoë', email: 'zoe@a.test' } }, 1);
    await write('letter-2.verdicts', {}, 2);
    expect(
      parsedPage(await studio.read('/studio/outbox'))
        .texts('tr')
        .slice(1),
    ).toEqual([
      'One tool, one verdictAda <ada@a.test>Tue 14 Nov, 22:13 UTC',
      'Ünïcode 👍Zoë <zoe@a.test>Tue 14 Nov, 22:13 UTC',
    ]);
  });

  test('every message of a long outbox is reached by following the links', async () => {
    for (let number = 1; number <= 120; number += 1)
      writeRaw(`${'a'.repeat(32)}.${number}.verdicts`, `Subject: ${number}\n\n`, number);
    const seen: string[] = [];
    let path: string | undefined = '/studio/outbox';
    while (path !== undefined) {
      const page = parsedPage(await studio.read(path));
      seen.push(...page.texts('th').filter((text) => /^\d+$/.test(text)));
      path = page.attributes('a', 'href').find((href) => href.includes('after='));
    }
    expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => String(120 - index)));
  });

  test('the test mailbox says where emails go when they are sent through a provider', async () => {
    const { outboxDir } = studio.config;
    const other = await openStudio({ settings: { RESEND_API_KEY: 're_1', OUTBOX_DIR: outboxDir } });
    await write('letter-1.verdicts');
    expect(await other.read('/studio/outbox')).toContain('Mail goes out through Resend');
    expect((await other.visit('/studio/outbox/letter-1.verdicts')).status).toBe(404);
    other.close();
  });

  test('a file in the outbox that is no message is ignored', async () => {
    writeRaw('empty.verdicts', '');
    writeRaw(
      'bytes.verdicts',
      Uint8Array.from({ length: 5_000 }, (_, index) => (index * 7) % 256),
    );
    writeRaw('<script>.verdicts', 'Subject: x\n\n');
    mkdirSync(join(studio.config.outboxDir, 'new', 'folder'));
    const page = await studio.read('/studio/outbox');
    expect(page).toContain('No subject');
    expect(page).not.toContain('<script>.');
  });
});

describe('a message in the test mailbox', () => {
  test('a message is shown with its headers and both its parts, and its links work', async () => {
    await write('letter-1.verdicts');
    const page = parsedPage(await studio.read('/studio/outbox/letter-1.verdicts'));
    expect(page.texts('h1')).toEqual(['One tool, one verdict']);
    expect(page.texts('dd')).toEqual(
      expect.arrayContaining(['Digest <digest@verdicts.test>', 'Ada <ada@a.test>', '<digest.verdicts.test>']),
    );
    expect(page.attributes('a', 'href')).toContain('https://verdicts.test/confirm/abc');
    expect(page.texts('pre')).toEqual([MAIL.text]);
    expect(page.all('iframe')[0]?.attribs).toMatchObject({
      src: '/studio/outbox/letter-1.verdicts/html',
      sandbox: 'allow-popups allow-popups-to-escape-sandbox',
    });
  });

  test('a message is shown in a frame that runs nothing, loads nothing, and opens links in a new tab', async () => {
    await write('letter-1.verdicts');
    const response = await studio.visit('/studio/outbox/letter-1.verdicts/html');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain('sandbox allow-popups allow-popups-to-escape-sandbox;');
    expect(policy).toContain(
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'none'",
    );
    expect(response.headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(await response.text()).toContain(
      '<!doctype html><html><head><base target="_blank"><title>x</title>',
    );
  });

  test.each([
    '<p>no head</p>',
    '',
    '<!-- x --><HTML lang="en"><HEAD >',
    ' <!DOCTYPE html>\n<body>',
    `${' '.repeat(50_000)}<!--`,
  ])('links in a message that begins with %j open in a new tab', async (html) => {
    await write('letter-1.verdicts', { html: `${html}<a href="https://a.test">a</a>` });
    expect(await studio.read('/studio/outbox/letter-1.verdicts/html')).toMatch(
      /^(?:(?!<body|<p>|<a ).)*<base target="_blank">/s,
    );
  });

  test('a message is downloaded byte for byte', async () => {
    const content = await write('letter-1.verdicts');
    const response = await studio.visit('/studio/outbox/letter-1.verdicts/message.eml');
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="letter-1.verdicts.eml"');
    expect(response.headers.get('content-type')).toBe('message/rfc822');
  });

  test.each(HOSTILE)('a message with the subject, name and text %j does no harm', async (text) => {
    await write('plain.verdicts');
    const shape = parsedPage(await studio.read('/studio/outbox/plain.verdicts')).shape;
    const list = parsedPage(await studio.read('/studio/outbox')).shape;
    await write('odd.verdicts', {
      subject: text,
      text: `${text} https://a.test`,
      to: { name: text, email: 'a@a.test' },
    });
    const page = await studio.read('/studio/outbox/odd.verdicts');
    expect(parsedPage(page).shape).toEqual(shape);
    expect(parsedPage(await studio.read('/studio/outbox')).shape).toEqual(list);
    expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });

  test.each([
    ['a line end in a header', 'Subject: =?utf-8?Q?a=0D=0ASet-Cookie:_b=3Dc?=\nX-A: b\n\nText'],
    ['a script in a header', 'X-<script>: <script>alert(1)</script>\nSubject: x\n\nText'],
    ['thousands of headers', `${'X-A: b\n'.repeat(5_000)}\nText`],
    ['a javascript: link', 'Subject: x\n\njavascript:alert(1) https://a.test/"onclick="x'],
    [
      'nested parts',
      'Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: message/rfc822\n\nSubject: inner\n\nText\n--a--',
    ],
  ])('a message with %s does no harm', async (_, content) => {
    writeRaw('odd.verdicts', content);
    const response = await studio.visit('/studio/outbox/odd.verdicts');
    const page = parsedPage(await response.text());
    expect([response.status, response.headers.get('set-cookie')]).toEqual([200, null]);
    expect(page.all('script')).toEqual([]);
    expect(page.attributes('a', 'onclick')).toEqual([]);
    expect(page.attributes('a', 'href').filter((href) => href.startsWith('javascript:'))).toEqual([]);
  });

  test.each([
    '..%2F..%2Fsecret',
    '..',
    '%2e%2e',
    '..%5Csecret',
    '%2Fetc%2Fpasswd',
    'gone.verdicts',
    'a%00b',
    '%ff',
    'x'.repeat(300),
    'new%2F..%2F..%2Fsecret',
  ])('%s is no message, and is not read', async (name) => {
    writeFileSync(join(studio.config.outboxDir, 'secret'), 'Subject: secret\n\n');
    for (const path of [name, `${name}/html`, `${name}/message.eml`]) {
      const response = await studio.visit(`/studio/outbox/${path}`);
      expect(await response.text()).not.toContain('secret</bdi>');
      if (name !== '..' && name !== '%2e%2e') expect(response.status).toBe(404);
    }
  });

  test('a message without HTML has no frame, and a deleted message says so', async () => {
    writeRaw('text.verdicts', 'Subject: x\n\nText');
    expect(parsedPage(await studio.read('/studio/outbox/text.verdicts')).all('iframe')).toEqual([]);
    expect(await statusOf('/studio/outbox/text.verdicts/html')).toBe(404);
    expect(await statusOf('/studio/outbox/gone.verdicts')).toBe(404);
  });
});
