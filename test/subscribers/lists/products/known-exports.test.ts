import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { projectPath } from '../../../../src/shared/project-path.ts';
import { exportSubscribers } from '../../../../src/subscribers/lists/export-subscribers.ts';
import { importSubscribers } from '../../../../src/subscribers/lists/import-subscribers.ts';
import { KNOWN_EXPORTS } from '../../../../src/subscribers/lists/products/known-exports.ts';
import type { SubscriberStore } from '../../../../src/subscribers/subscriber-store.ts';
import { openWithTables } from '../../../support/database/tables.ts';
import { readList, rowInWords } from '../../../support/read-list.ts';

const AT = Date.UTC(2026, 10, 17, 9);
const fixture = (name: string) => join(projectPath('test', 'subscribers', 'lists', 'exports'), name);

const readText = (text: string, from: string | null = null) => readList(text, { from });
const readFixture = (file: string, from: string | null = null) =>
  readText(readFileSync(fixture(file), 'utf8'), from);

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
      rejected: [[3, /UNSUB_TIME is empty/]],
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
      rejected: [[5, /no @/]],
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
      rejected: [[5, /no @/]],
    },
  ];

/** Small lists of other products, each with whom it names as what. */
const SHORT_EXPORTS: { product: string; text: string; rows: string[]; from?: string }[] = [
  {
    product: 'listmonk',
    text: 'uuid,email,name,attributes,status,created_at,updated_at\nu1,a@v.test,Ann,{},enabled,2024-03-05 10:11:12.3 +0000 UTC,\nu2,b@v.test,,{},blocklisted,2024-03-05 10:11:12.345678 +0530 +0530,\nu3,c@v.test,,{},disabled,,\n',
    rows: [
      'a@v.test | Ann | confirmed | - | 2024-03-05T10:11:12.300Z',
      'b@v.test | - | unsubscribed | - | 2024-03-05T04:41:12.345Z',
      'c@v.test | - | unsubscribed | - | unknown',
    ],
  },
  {
    product: 'Keila',
    text: 'Email,First name,Last name,Data,Status,External ID\na@v.test,Ann,Bell,"{""city"":""Oslo""}",active,\nb@v.test,,,,unsubscribed,\nc@v.test,,,,unreachable,7\n',
    rows: [
      'a@v.test | Ann Bell | confirmed | - | unknown',
      'b@v.test | - | unsubscribed | - | unknown',
      'c@v.test | - | confirmed | bounced | unknown',
    ],
  },
  {
    product: 'Kit',
    text: 'first_name,email_address,state,created_at,tags\nAnn,a@v.test,active,2023-01-02T03:04:05Z,x\n,b@v.test,inactive,,\n,c@v.test,cancelled,,\n,d@v.test,bounced,,\n,e@v.test,complained,,\n',
    rows: [
      'a@v.test | Ann | confirmed | - | 2023-01-02T03:04:05.000Z',
      'b@v.test | - | pending | - | unknown',
      'c@v.test | - | unsubscribed | - | unknown',
      'd@v.test | - | confirmed | bounced | unknown',
      'e@v.test | - | confirmed | complained | unknown',
    ],
  },
  {
    product: 'MailerLite',
    text: 'Subscriber,Name,Last name,Status,Subscribed,Location\na@v.test,Ann,Bell,active,2024-01-02 03:04:05,Oslo\nb@v.test,,,unconfirmed,,\nc@v.test,,,unsubscribed,,\nd@v.test,,,junk,,\n',
    rows: [
      'a@v.test | Ann Bell | confirmed | - | 2024-01-02T03:04:05.000Z',
      'b@v.test | - | pending | - | unknown',
      'c@v.test | - | unsubscribed | - | unknown',
      'd@v.test | - | confirmed | complained | unknown',
    ],
  },
  {
    product: 'Brevo',
    text: 'CONTACT ID;EMAIL;LASTNAME;FIRSTNAME;DOUBLE_OPT-IN;EMAIL_BLACKLISTED;ADDED_TIME\n1;a@v.test;Bell;Ann;No;No;03-04-2024 05:06:07\n2;b@v.test;;;Yes;Yes;25-12-2024\n3;c@v.test;;;;true;\n',
    rows: [
      'a@v.test | Ann Bell | confirmed | - | 2024-04-03T05:06:07.000Z',
      'b@v.test | - | unsubscribed | - | 2024-12-25T00:00:00.000Z',
      'c@v.test | - | unsubscribed | - | unknown',
    ],
  },
  {
    product: 'Campaign Monitor',
    text: 'Email Address,Name,State\na@v.test,Ann,Active\nb@v.test,,Unconfirmed\nc@v.test,,Unsubscribed\nd@v.test,,Bounced\ne@v.test,,Deleted\n',
    rows: [
      'a@v.test | Ann | confirmed | - | unknown',
      'b@v.test | - | pending | - | unknown',
      'c@v.test | - | unsubscribed | - | unknown',
      'd@v.test | - | confirmed | bounced | unknown',
      'e@v.test | - | unsubscribed | - | unknown',
    ],
  },
  {
    product: 'AWeber',
    text: 'Email,Name,Date Added,Stop Time,Stop Status,Ad Tracking\na@v.test,Ann,03/04/24 5:06am,,0,\nb@v.test,,12/31/23 11:30pm,01/02/24 1:00pm,1,\nc@v.test,,,,2,\n',
    rows: [
      'a@v.test | Ann | confirmed | - | 2024-03-04T05:06:00.000Z',
      'b@v.test | - | unsubscribed | - | 2023-12-31T23:30:00.000Z',
      'c@v.test | - | unsubscribed | - | unknown',
    ],
  },
  {
    product: 'EmailOctopus',
    from: 'emailoctopus',
    text: 'Email address,First name,Last name,Status\na@v.test,Ann,Bell,SUBSCRIBED\nb@v.test,,,PENDING\nc@v.test,,,UNSUBSCRIBED\nd@v.test,,,COMPLAINED\n',
    rows: [
      'a@v.test | Ann Bell | confirmed | - | unknown',
      'b@v.test | - | pending | - | unknown',
      'c@v.test | - | unsubscribed | - | unknown',
      'd@v.test | - | confirmed | complained | unknown',
    ],
  },
  {
    product: 'Sendy',
    from: 'sendy',
    text: 'Name,Email,Status\nAnn,a@v.test,Subscribed\n,b@v.test,Unconfirmed\n,c@v.test,Unsubscribed\n,d@v.test,Bounced\n,e@v.test,Marked as spam\n',
    rows: [
      'a@v.test | Ann | confirmed | - | unknown',
      'b@v.test | - | pending | - | unknown',
      'c@v.test | - | unsubscribed | - | unknown',
      'd@v.test | - | confirmed | bounced | unknown',
      'e@v.test | - | confirmed | complained | unknown',
    ],
  },
  {
    product: 'Resend',
    text: 'id,email,first_name,last_name,unsubscribed,created_at\n1,a@v.test,Ann,Bell,false,2024-01-02T03:04:05Z\n2,b@v.test,,,true,\n',
    rows: [
      'a@v.test | Ann Bell | confirmed | - | 2024-01-02T03:04:05.000Z',
      'b@v.test | - | unsubscribed | - | unknown',
    ],
  },
  {
    product: 'Google Forms',
    text: 'Zeitstempel,E-Mail-Adresse,Vorname\n07.02.2025 00:13:31,a@v.test,Ann\n28.02.2025 10:00:00,b@v.test,\n',
    rows: [
      'a@v.test | Ann | confirmed | - | 2025-02-07T00:13:31.000Z',
      'b@v.test | - | confirmed | - | 2025-02-28T10:00:00.000Z',
    ],
  },
  {
    product: 'Squarespace',
    text: 'Email Address,Date Subscribed\na@v.test,2024-01-02\n',
    rows: ['a@v.test | - | confirmed | - | 2024-01-02T00:00:00.000Z'],
  },
  {
    product: 'useSend',
    text: 'Email,First Name,Last Name,Subscribed,Unsubscribe Reason,Created At\na@v.test,Ann,Bell,Yes,,2024-01-02T03:04:05Z\nb@v.test,,,No,UNSUBSCRIBED,\nc@v.test,,,No,BOUNCED,\nd@v.test,,,No,COMPLAINED,\ne@v.test,,,No,,\n',
    rows: [
      'a@v.test | Ann Bell | confirmed | - | 2024-01-02T03:04:05.000Z',
      'b@v.test | - | unsubscribed | - | unknown',
      'c@v.test | - | pending | bounced | unknown',
      'd@v.test | - | pending | complained | unknown',
      'e@v.test | - | pending | - | unknown',
    ],
  },
  {
    product: 'useSend',
    text: 'Email,Reason,Created At\na@v.test,HARD_BOUNCE,2024-01-02T03:04:05Z\nb@v.test,COMPLAINT,\nc@v.test,MANUAL,\n',
    rows: [
      'a@v.test | - | confirmed | bounced | 2024-01-02T03:04:05.000Z',
      'b@v.test | - | confirmed | complained | unknown',
      'c@v.test | - | unsubscribed | - | unknown',
    ],
  },
  {
    product: 'Mailtrain',
    text: 'cid,status,HASH_EMAIL,EMAIL,FIRST_NAME\n1,subscribed,h,a@v.test,Ann\n2,unsubscribed,h,b@v.test,\n3,bounced,h,c@v.test,\n4,complained,h,d@v.test,\n',
    rows: [
      'a@v.test | Ann | confirmed | - | unknown',
      'b@v.test | - | unsubscribed | - | unknown',
      'c@v.test | - | confirmed | bounced | unknown',
      'd@v.test | - | confirmed | complained | unknown',
    ],
  },
  {
    product: 'phpList',
    text: 'id\tEmail\tIs this subscriber confirmed\tIs this subscriber blacklisted\tNumber of bounces\tEntered\tIs this account disabled?\tList Membership\t\n1\ta@v.test\t1\t0\t2\t2024-01-02 03:04:05\t0\tnews; \t\n2\tb@v.test\t1\t1\t0\t\t0\tNo Lists\t\n3\tc@v.test\t0\t0\t0\t\t0\t\t\n4\td@v.test\t1\t0\t0\t\t1\t\n',
    rows: [
      'a@v.test | - | confirmed | - | 2024-01-02T03:04:05.000Z',
      'b@v.test | - | unsubscribed | - | unknown',
      'c@v.test | - | pending | - | unknown',
      'd@v.test | - | unsubscribed | - | unknown',
    ],
  },
  {
    product: 'MailPoet',
    text: '"Email","First name","Last name","Subscription time","List status","Global status","List"\n"a@v.test","Ann \\"A\\"","Bell","2024-01-02 03:04:05","subscribed","subscribed","News"\n"b@v.test","","","","subscribed","unsubscribed","News"\n"c@v.test","","","","unconfirmed","unconfirmed","News"\n"d@v.test","","","","subscribed","bounced","News"\n"e@v.test","","","","inactive","inactive","News"\n',
    rows: [
      'a@v.test | Ann "A" Bell | confirmed | - | 2024-01-02T03:04:05.000Z',
      'b@v.test | - | unsubscribed | - | unknown',
      'c@v.test | - | pending | - | unknown',
      'd@v.test | - | confirmed | bounced | unknown',
      'e@v.test | - | confirmed | - | unknown',
    ],
  },
  {
    product: 'Mautic',
    from: 'mautic',
    text: 'id,firstname,lastname,email,points,stage\n1,Ann,Bell,a@v.test,0,\n',
    rows: ['a@v.test | Ann Bell | confirmed | - | unknown'],
  },
];

test.each(SHORT_EXPORTS)(
  'a list of $product emails nobody who left there: $text',
  async ({ product, text, rows, from }) => {
    const found = await readText(text, from);
    expect(found.recognised).toBe(product);
    expect(found.rows.map(rowInWords)).toEqual(rows);
    expect(found.rejected).toEqual([]);
  },
);

test.each([
  [
    'Substack',
    'Email,Name,Stripe plan,Cancel date,Start date,Activity,Country\na@v.test,Ann,,,2024-01-02T03:04:05.678Z,3,NO\n',
    'substack',
  ],
  [
    'Brevo',
    'CONTACT ID;EMAIL;LASTNAME;FIRSTNAME;DOUBLE_OPT-IN;ADDED_TIME;MODIFIED_TIME\n1;a@v.test;Bell;Ann;Yes;03-04-2024;03-04-2024\n',
    'brevo',
  ],
  ['Mautic', 'id,firstname,lastname,email,stage\n1,Ann,Bell,a@v.test,\n', 'mautic'],
  ['MailerLite', 'Subscriber,Subscribed,Location\na@v.test,2024-01-02 03:04:05,Oslo\n', 'mailerlite'],
])('a file of %s that cannot tell who left stops, and says what to bring', async (name, text, form) => {
  await expect(readText(text)).rejects.toThrow(
    new RegExp(`export of ${name}\\. The file does not say who .*--from ${form}`),
  );
  expect((await readText(text, form)).rows).toMatchObject([{ email: 'a@v.test', status: 'confirmed' }]);
});

test('somebody whom Substack erased is not imported', async () => {
  const { rows, rejected } = await readText(
    'email,email_disabled,created_at\n123@deletion-request.substack.com,false,\na@v.test,false,\n',
  );
  expect(rows).toMatchObject([{ email: 'a@v.test' }]);
  expect(rejected).toMatchObject([{ line: 2, message: expect.stringContaining('erased') }]);
});

describe.each(FIXTURES)('an export as in $file', ({ file, product, rows, rejected }) => {
  test(`the export is recognised as ${product}’s, and says who wants email`, async () => {
    const found = await readFixture(file);
    expect(found.recognised).toBe(product);
    expect(found.rows.map(rowInWords)).toEqual(rows);
    expect(found.rejected).toEqual(
      rejected.map(([line, why]) => ({ line, message: expect.stringMatching(why) })),
    );
  });

  test('the export is recognised whatever a spreadsheet made of it', async () => {
    const text = readFileSync(fixture(file), 'utf8').replaceAll('\n', '\r\n');
    const resaved = await readText(`\ufeff${text}`);
    expect(resaved.recognised).toBe(product);
    expect(resaved.rows.map(rowInWords)).toEqual(rows);
  });

  test('the export is read the same if its product is given', async () => {
    const found = await readFixture(file, product.toLowerCase());
    expect(found.rows.map(rowInWords)).toEqual(rows);
  });
});

test('there is a fixture for every known export', () => {
  const seen = new Set([...FIXTURES, ...SHORT_EXPORTS].map(({ product }) => product));
  expect([...seen].sort()).toEqual(KNOWN_EXPORTS.map(({ name }) => name).sort());
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
  ])('the header of an export identifies it: %s: %s', async (product, header) => {
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
    'the header does not identify an export with an unknown column that says who left: %s',
    async (header) => {
      const list = `${header}\na@verdicts.test,true,true\nb@verdicts.test,false,false\n`;
      await expect(readText(list)).rejects.toMatchObject({
        code: 'input',
        message: expect.stringMatching(/^The column "\S.* may say who must not be mailed.*--from plain/s),
      });
      expect((await readText(header, 'plain')).recognised).toBeNull();
    },
  );

  test('our own columns win if a header is ambiguous', async () => {
    const { rows } = await readText('email,status,subscribed_to_emails\na@verdicts.test,unsubscribed,true\n');
    expect(rows).toMatchObject([{ status: 'unsubscribed' }]);
  });

  test('a person can name the product if the header does not', async () => {
    const list = 'email,status,created_at\na@verdicts.test,inactive,\n';
    expect((await readText(list)).rows).toMatchObject([{ status: 'unsubscribed' }]);
    expect((await readText(list, 'kit')).rows).toMatchObject([{ status: 'pending' }]);
    const mixed = `${list}b@verdicts.test,confirmed,\nc@verdicts.test,active,\n`;
    expect((await readText(mixed)).rejected[0]?.message).toMatch(/use confirmed, .*beehiiv.*--from .*kit/);
  });

  test('a person can say that the header names the wrong product', async () => {
    const list = 'email,subscribed_to_emails\na@verdicts.test,neither\n';
    expect((await readText(list, 'plain')).rows).toMatchObject([{ status: 'confirmed' }]);
  });

  test.each([
    ['ghost', 'email,name\n', /no column subscribed_to_emails.*Ghost/],
    ['ghost', 'subscribed_to_emails\n', /--map "email=/],
    ['plain', 'LEID,EUID\n', /--map "email=.*Exports of Mailchimp, Substack and \d+ other products/],
  ])('a file of %s that begins with %j is not an export', async (from, header, message) => {
    await expect(readText(header, from)).rejects.toThrow(message);
    await expect(readText(header, from)).rejects.toMatchObject({ code: 'input' });
  });
});

describe('a row of an export', () => {
  const GOOD = 'good@verdicts.test,,2024-01-01 00:00:00,subscribed,\n';
  const mailchimp = (row: string) =>
    readText(`Email Address,First Name,OPTIN_TIME,Status,CLEAN_TIME\n${row}\n${GOOD.repeat(2)}`);

  test('a row of an export that says two things counts as the one that keeps email away', async () => {
    const at = '2024-01-01 00:00:00';
    const first = async (row: string) => (await mailchimp(row)).rows[0];
    expect(await first(`a@verdicts.test,,${at},subscribed,${at}`)).toMatchObject({
      ...{ status: 'confirmed', suppression: 'bounced' },
    });
    expect(await first(`a@verdicts.test,,${at},unsubscribed,${at}`)).toMatchObject({
      ...{ status: 'unsubscribed', suppression: 'bounced' },
    });
    expect(await first(`a@verdicts.test,,${at},Non-subscribed,`)).toMatchObject({
      ...{ status: 'pending', suppression: null },
    });
  });

  test.each([
    ['a@verdicts.test,,2024-01-01 00:00:00,constructor,', /Status is not known: use subscribed/],
    ['a@verdicts.test,,2024-01-01 00:00:00,,', /Status is not known/],
    ['a@verdicts.test,,2024-01-01 00:00:00,subscribed', /row: 4; in the header: 5/],
    [`a@verdicts.test,${'n'.repeat(201)},2024-01-01 00:00:00,subscribed,`, /longer than 200/],
    ['nobody,,2024-01-01 00:00:00,subscribed,', /no @/],
  ])(
    'a row of an export that cannot be used is reported in the file’s own words: %s',
    async (row, message) => {
      const { rows, rejected } = await mailchimp(row);
      expect(rows.map(({ line }) => line)).toEqual([3, 4]);
      expect(rejected).toEqual([{ line: 2, message: expect.stringMatching(message) }]);
    },
  );
});

describe('an import of an export', () => {
  const newStore = async () => (await openWithTables()).subscriberStore;
  const importFile = (store: SubscriberStore, input: Readable, source = 'import:members.csv') =>
    importSubscribers({ input, source, subscriberStore: store, now: AT, secrets: ['a secret'] });
  const importFixture = (store: SubscriberStore, file: string) =>
    importFile(store, createReadStream(fixture(file)));

  test('an import of an export records the product', async () => {
    const store = await newStore();
    await importFixture(store, 'ghost.csv');
    expect((await store.findHistory('ines@verdicts.test'))?.consent).toMatchObject([
      { event: 'imported', source: 'import:members.csv (Ghost)' },
    ]);
  });

  test('an import of an export records the product even if the file’s name is too long to keep whole', async () => {
    const store = await newStore();
    await importFile(store, createReadStream(fixture('ghost.csv')), `import:${'n'.repeat(600)}`);
    const { source = '' } = (await store.findHistory('ines@verdicts.test'))?.consent[0] ?? {};
    expect(source).toMatch(/^import:n+ \(Ghost\)$/);
    expect(source).toHaveLength(500);
  });

  test('an import of an export in any order, even twice, brings back nobody who left', async () => {
    const store = await newStore();
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

  test('an imported export can be exported in our form and imported again without loss', async () => {
    const [first, second] = [await newStore(), await newStore()];
    for (const { file } of FIXTURES) await importFixture(first, file);
    const pieces: Buffer[] = [];
    const output = new Writable({
      write: (piece, _, done) => {
        pieces.push(piece);
        done();
      },
    });
    await exportSubscribers({ subscriberStore: first, output });
    expect(await importFile(second, Readable.from([Buffer.concat(pieces)]))).toMatchObject({ rejected: [] });
    const everybody = { after: 0, limit: 100 };
    expect(await second.page(everybody)).toEqual(await first.page(everybody));
    const { source } = (await second.findHistory('ines@verdicts.test'))?.consent[0] ?? {};
    expect(source).toBe('import:members.csv');
  });
});

test('the page for operators names every column and word that is known', () => {
  const page = readFileSync(projectPath('docs', 'subscribers.md'), 'utf8');
  for (const { name, signatures, email, createdAt, statusColumns, fileMarks = {} } of KNOWN_EXPORTS) {
    const rows = page.split('\n').filter((line) => line.startsWith(`| ${name} |`));
    const said = rows.join('\n').toLowerCase().replace(/[ -]/g, '_');
    const columns = [
      ...signatures.flat(),
      ...email,
      ...createdAt,
      ...statusColumns.flatMap((form) => form.columns),
    ];
    const words = statusColumns.flatMap((form) => Object.keys(form.words));
    for (const known of [...columns, ...words, ...Object.keys(fileMarks)]) {
      expect(said, `${name}: ${known}`).toContain(`\`${known}\``);
    }
  }
});
