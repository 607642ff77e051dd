import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { projectPath } from '../../src/project-path.ts';
import { openDatabase } from '../../src/store/sqlite/open-database.ts';
import { createSqliteSubscriberStore } from '../../src/store/sqlite/subscriber-store.ts';
import type { SubscriberStore } from '../../src/store/subscriber-store.ts';
import type { RejectedLine } from '../../src/subscribers/csv-rows.ts';
import { exportSubscribers } from '../../src/subscribers/export-subscribers.ts';
import { importSubscribers } from '../../src/subscribers/import-subscribers.ts';
import { KNOWN_EXPORTS } from '../../src/subscribers/known-exports.ts';
import { readSubscribersCsv } from '../../src/subscribers/read-csv.ts';
import type { SubscriberRow } from '../../src/subscribers/subscriber-row.ts';

const AT = Date.UTC(2026, 10, 17, 9);
const fixture = (name: string) => join(projectPath('test', 'subscribers', 'exports'), name);

async function read(input: Readable, from: string | null = null) {
  const rows: SubscriberRow[] = [];
  const rejected: RejectedLine[] = [];
  let recognised: string | null = null;
  const onRecognised = (product: string) => {
    recognised = product;
  };
  for await (const chunk of readSubscribersCsv(input, { from, onRecognised })) {
    rows.push(...chunk.rows);
    rejected.push(...chunk.rejected);
  }
  return { rows, rejected, recognised };
}

const readText = (text: string, from?: string) => read(Readable.from([text]), from);

/** A row in one line: address, name, status, why it is suppressed, since when. */
function inWords({ email, name, status, suppression, createdAt }: SubscriberRow): string {
  const since = createdAt === null ? 'unknown' : new Date(createdAt).toISOString();
  return [email, name ?? '-', status, suppression ?? '-', since].join(' | ');
}

const FIXTURES: { file: string; product: string; rows: string[]; rejected: [line: number, why: RegExp][] }[] =
  [
    {
      file: 'mailchimp-subscribed.csv',
      product: 'Mailchimp',
      rows: [
        'Maren@verdicts.test | Maren Østby, jr. | confirmed | - | 2024-02-05T19:28:23.000Z',
        'tomas@verdicts.test | Varga | confirmed | - | 2023-11-30T06:00:00.000Z',
      ],
      rejected: [[4, /OPTIN_TIME or CONFIRM_TIME.*asked for mail/]],
    },
    {
      file: 'mailchimp-unsubscribed.csv',
      product: 'Mailchimp',
      rows: ['left@verdicts.test | Lea Varga | unsubscribed | - | 2022-03-04T10:11:12.000Z'],
      rejected: [[3, /Nothing stands in UNSUB_TIME/]],
    },
    {
      file: 'mailchimp-cleaned.csv',
      product: 'Mailchimp',
      rows: ['gone@verdicts.test | Gus | confirmed | bounced | 2021-01-01T00:00:00.000Z'],
      rejected: [],
    },
    {
      file: 'substack.csv',
      product: 'Substack',
      rows: [
        'free@verdicts.test | - | confirmed | - | 2024-01-15T10:00:00.123Z',
        'Paid@verdicts.test | - | confirmed | - | 2023-01-15T10:00:00.000Z',
        'quiet@verdicts.test | - | unsubscribed | - | 2023-01-16T10:00:00.000Z',
      ],
      rejected: [[5, /email_disabled is not known: use false, true\.$/]],
    },
    {
      file: 'buttondown.csv',
      product: 'Buttondown',
      rows: [
        'reads@verdicts.test | - | confirmed | - | 2024-03-01T09:30:00.123Z',
        'pays@verdicts.test | - | confirmed | - | 2024-03-02T09:30:00.000Z',
        'asked@verdicts.test | - | pending | - | 2024-03-03T09:30:00.000Z',
        'left@verdicts.test | - | unsubscribed | - | 2024-03-04T09:30:00.000Z',
        'lost@verdicts.test | - | confirmed | bounced | 2024-03-05T09:30:00.000Z',
        'angry@verdicts.test | - | confirmed | complained | 2024-03-06T09:30:00.000Z',
        'blocked@verdicts.test | - | unsubscribed | - | 2024-03-07T09:30:00.000Z',
      ],
      rejected: [[10, /type is not known: use regular, .*complained/]],
    },
    {
      file: 'beehiiv.csv',
      product: 'beehiiv',
      rows: [
        'anna@verdicts.test | Anna Bell | confirmed | - | 2024-03-24T10:23:10.000Z',
        'boris@verdicts.test | - | unsubscribed | - | 2024-03-24T10:36:47.000Z',
        'cleo@verdicts.test | Cleo | pending | - | 2024-04-11T14:02:46.000Z',
        'dora@verdicts.test | Dora | unsubscribed | - | 2024-04-11T14:02:47.000Z',
        'emil@verdicts.test | - | confirmed | bounced | 2024-04-12T14:02:47.000Z',
        'fritz@verdicts.test | - | pending | - | 2024-04-13T14:02:47.000Z',
      ],
      rejected: [[8, /status is not known: use active, .*inactive/]],
    },
    {
      file: 'ghost.csv',
      product: 'Ghost',
      rows: [
        'ines@verdicts.test | Inés Robles | confirmed | - | 2024-05-01T07:08:09.000Z',
        'jan@verdicts.test | - | unsubscribed | - | 2024-05-02T07:08:09.000Z',
        'kim@verdicts.test | Kim | unsubscribed | - | 2024-05-03T07:08:09.000Z',
      ],
      rejected: [[5, /subscribed_to_emails is not known: use true, false/]],
    },
  ];

describe.each(FIXTURES)('an export as in $file', ({ file, product, rows, rejected }) => {
  test(`is recognised as ${product}'s, and says who wants mail`, async () => {
    const found = await read(createReadStream(fixture(file)));
    expect(found.recognised).toBe(product);
    expect(found.rows.map(inWords)).toEqual(rows);
    expect(found.rejected).toEqual(
      rejected.map(([line, why]) => ({ line, message: expect.stringMatching(why) })),
    );
  });

  test('is recognised whatever a spreadsheet made of it', async () => {
    const text = readFileSync(fixture(file), 'utf8').replaceAll('\n', '\r\n');
    const resaved = await readText(`\ufeff${text}`);
    expect(resaved.recognised).toBe(product);
    expect(resaved.rows.map(inWords)).toEqual(rows);
  });

  test('is read the same where its name is said', async () => {
    const found = await read(createReadStream(fixture(file)), product.toLowerCase());
    expect(found.rows.map(inWords)).toEqual(rows);
  });
});

test('there is a fixture for every export that is known', () => {
  expect([...new Set(FIXTURES.map(({ product }) => product))]).toEqual(KNOWN_EXPORTS.map(({ name }) => name));
});

describe('the header tells', () => {
  test.each([
    ['Substack', 'email,expiry,email_disabled,prefer_digests,stripe_connected_customer_id,type'],
    ['Buttondown', 'email,subscriber_type,creation_date'],
    ['Buttondown', 'email_address,type,creation_date'],
    ['beehiiv', 'email,status,created_at,subscription_tier'],
    ['Ghost', 'email,subscribed_to_emails'],
    ['Mailchimp', 'Email Address,Status,MEMBER_RATING'],
    [null, 'email,name,status,created_at'],
    [null, 'email,name,status,created_at,suppressed,paused_until'],
    [null, 'email,name,status,created_at,suppressed,paused_until,email_disabled'],
    [null, 'email,status,created_at'],
    [null, 'email,type'],
    [null, 'email,status,subscribed_to_emails'],
    [null, 'email,name,subscribed_at'],
    [null, 'email,state,email'],
  ])('%s: %s', async (product, header) => {
    expect((await readText(header)).recognised).toBe(product);
  });

  test.each([
    'email,email_disabled,subscribed_to_emails',
    'Email,Name,Unsubscribed',
    'Email,Unsubscribed At',
    'Email,Opted Out',
    'E-mail,Email,Bounced',
    'email,subscribed',
    'email,subscription_status',
    'Email,Accepts Email Marketing',
  ])(
    'nothing where a column that nobody knows says who left, so nobody of them is taken: %s',
    async (header) => {
      const list = `${header}\na@verdicts.test,true,true\n`;
      await expect(readText(list)).rejects.toMatchObject({
        code: 'input',
        message: expect.stringMatching(/^The column \S.* seems to say who wants no mail.* or plain /),
      });
      expect((await readText(header, 'plain')).recognised).toBeNull();
    },
  );

  test('our own columns win where a header could be meant so or so', async () => {
    const { rows } = await readText('email,status,subscribed_to_emails\na@verdicts.test,unsubscribed,true\n');
    expect(rows).toMatchObject([{ status: 'unsubscribed' }]);
  });

  test('and a person tells where the header does not', async () => {
    const list = 'email,status,created_at\na@verdicts.test,inactive,\n';
    const guessed = await readText(list);
    expect(guessed.rows).toEqual([]);
    expect(guessed.rejected[0]?.message).toMatch(/use confirmed, .*beehiiv.*--from beehiiv\.$/);
    expect((await readText(list, 'beehiiv')).rows).toMatchObject([{ status: 'unsubscribed' }]);
  });

  test('and a person may say that it tells wrong', async () => {
    const list = 'email,subscribed_to_emails\na@verdicts.test,neither\n';
    expect((await readText(list, 'plain')).rows).toMatchObject([{ status: 'confirmed' }]);
  });

  test.each([
    ['ghost', 'email,name\n', /no column subscribed_to_emails.*Ghost/],
    ['ghost', 'subscribed_to_emails\n', /column email/],
    [
      'plain',
      'Email Address,LEID,EUID\n',
      /column email.*Mailchimp, Substack, Buttondown, beehiiv, and Ghost/,
    ],
  ])('but a file of %s that begins with %j is none', async (from, header, message) => {
    await expect(readText(header, from)).rejects.toThrow(message);
    await expect(readText(header, from)).rejects.toMatchObject({ code: 'input' });
  });
});

describe('a row of an export', () => {
  const mailchimp = (row: string) =>
    readText(`Email Address,First Name,OPTIN_TIME,Status,CLEAN_TIME\n${row}\n`);

  test('that says two things says the one that keeps mail away', async () => {
    const at = '2024-01-01 00:00:00';
    expect((await mailchimp(`a@verdicts.test,,${at},subscribed,${at}`)).rows).toMatchObject([
      { status: 'confirmed', suppression: 'bounced' },
    ]);
    expect((await mailchimp(`a@verdicts.test,,${at},unsubscribed,${at}`)).rows).toMatchObject([
      { status: 'unsubscribed', suppression: 'bounced' },
    ]);
    expect((await mailchimp(`a@verdicts.test,,${at},Non-subscribed,`)).rows).toMatchObject([
      { status: 'pending', suppression: null },
    ]);
  });

  test.each([
    ['a@verdicts.test,,2024-02-30 00:00:00,subscribed,', /OPTIN_TIME is no instant/],
    ['a@verdicts.test,,2024-01-01 00:00:00,constructor,', /Status is not known: use subscribed/],
    ['a@verdicts.test,,2024-01-01 00:00:00,,', /Status is not known/],
    ['a@verdicts.test,,2024-01-01 00:00:00,subscribed', /row: 4; in the header: 5/],
    [`a@verdicts.test,${'n'.repeat(201)},2024-01-01 00:00:00,subscribed,`, /longer than 200/],
    ['nobody,,2024-01-01 00:00:00,subscribed,', /no @/],
  ])('that cannot be used is reported in the words of its file: %s', async (row, message) => {
    const { rows, rejected } = await mailchimp(row);
    expect(rows).toEqual([]);
    expect(rejected).toEqual([{ line: 2, message: expect.stringMatching(message) }]);
  });
});

describe('an import of an export', () => {
  const newStore = () => createSqliteSubscriberStore(openDatabase(':memory:'));
  const importFile = (store: SubscriberStore, input: Readable, source = 'import:members.csv') =>
    importSubscribers({ input, source, store, now: AT, secrets: ['a secret'] });
  const importFixture = (store: SubscriberStore, file: string) =>
    importFile(store, createReadStream(fixture(file)));

  test('records whose it was', async () => {
    const store = newStore();
    await importFixture(store, 'ghost.csv');
    expect((await store.findHistory('ines@verdicts.test'))?.consent).toMatchObject([
      { event: 'imported', source: 'import:members.csv (Ghost)' },
    ]);
  });

  test('records so even where the name of the file is too long to be kept whole', async () => {
    const store = newStore();
    await importFile(store, createReadStream(fixture('ghost.csv')), `import:${'n'.repeat(600)}`);
    const { source = '' } = (await store.findHistory('ines@verdicts.test'))?.consent[0] ?? {};
    expect(source).toMatch(/^import:n+ \(Ghost\)$/);
    expect(source).toHaveLength(500);
  });

  test('a second time changes nothing, and in any order brings back nobody who left', async () => {
    const store = newStore();
    const files = FIXTURES.map(({ file }) => file);
    for (const file of files) await importFixture(store, file);
    for (const file of files.reverse()) {
      expect(await importFixture(store, file)).toMatchObject({ added: 0, updated: 0 });
    }
    const all = 'email\nleft@verdicts.test\ngone@verdicts.test\nangry@verdicts.test\nlost@verdicts.test\n';
    expect(await importFile(store, Readable.from([all]))).toMatchObject({ unchanged: 4 });
    expect(await store.findHistory('left@verdicts.test')).toMatchObject({ status: 'unsubscribed' });
    expect(await store.findHistory('angry@verdicts.test')).toMatchObject({
      suppression: { reason: 'complained' },
    });
  });

  test('goes out in our own form and in again with nothing lost', async () => {
    const [first, second] = [newStore(), newStore()];
    for (const { file } of FIXTURES) await importFixture(first, file);
    const pieces: Buffer[] = [];
    const output = new Writable({
      write: (piece, _, done) => {
        pieces.push(piece);
        done();
      },
    });
    await exportSubscribers({ store: first, output });
    expect(await importFile(second, Readable.from([Buffer.concat(pieces)]))).toMatchObject({ rejected: [] });
    const everybody = { after: 0, limit: 100 };
    expect(await second.page(everybody)).toEqual(await first.page(everybody));
    const { source } = (await second.findHistory('ines@verdicts.test'))?.consent[0] ?? {};
    expect(source).toBe('import:members.csv');
  });
});

test('the page for operators names every column and word that is known', () => {
  const page = readFileSync(projectPath('docs', 'subscriber-imports.md'), 'utf8');
  for (const { name, signs, email, createdAt, status, marks, fileMarks } of KNOWN_EXPORTS) {
    const rows = page.split('\n').filter((line) => line.startsWith(`| ${name} |`));
    const said = rows.join('\n').toLowerCase().replace(/[ -]/g, '_');
    const columns = [...signs.flat(), ...email, ...createdAt, ...(status?.columns ?? [])];
    const words = Object.keys(status?.words ?? {});
    for (const known of [...columns, ...words, ...Object.keys({ ...marks, ...fileMarks })]) {
      expect(said, `${name}: ${known}`).toContain(`\`${known}\``);
    }
  }
});
