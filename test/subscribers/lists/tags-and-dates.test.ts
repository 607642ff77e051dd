import { describe, expect, test } from 'vitest';
import { proposedMap } from '../../support/proposed-map.ts';
import { readList } from '../../support/read-list.ts';

describe("MailerLite's “Subscribed” is a status where it says no", () => {
  const read = (cells: string[], from: string | null = null) => {
    const rows = cells.map((cell, index) => `p${index}@v.test,${cell},Oslo`);
    return readList(['Subscriber,Subscribed,Location', ...rows].join('\n'), { from });
  };

  test.each(['no', 'No', 'FALSE', '0', 'n', 'unsubscribed', 'nein'])(
    'MailerLite’s “Subscribed” is a status if it says no, as in %j',
    async (no) => {
      const { rows, rejected, leftOut } = await read(['2024-01-02 03:04:05', no, 'soon', '']);
      expect(rows.map(({ status }) => status)).toEqual([
        'confirmed',
        'unsubscribed',
        'confirmed',
        'confirmed',
      ]);
      expect(rows[0]?.createdAt).toBe(Date.UTC(2024, 0, 2, 3, 4, 5));
      expect(rejected).toEqual([]);
      expect(leftOut).toEqual([{ line: 4, message: expect.stringContaining('date') }]);
    },
  );

  test('MailerLite’s “Subscribed” is a status if it says yes, without a date', async () => {
    const { rows, leftOut, columns } = await read(['Yes', 'No']);
    expect(rows.map(({ status }) => status)).toEqual(['confirmed', 'unsubscribed']);
    expect(leftOut).toEqual([]);
    expect(columns).toContainEqual({ column: 'Subscribed', place: 2, readAs: 'status' });
  });

  test('MailerLite’s “Subscribed” is a status however many dates are beside it', async () => {
    const dates = Array.from({ length: 60 }, (_, day) => new Date(day * 86_400_000 + 1e12).toISOString());
    const { rows } = await read([...dates, 'no']);
    expect(rows.at(-1)).toMatchObject({ status: 'unsubscribed' });
    expect(rows.filter(({ status }) => status === 'confirmed')).toHaveLength(60);
  });

  test('MailerLite’s “Subscribed” with dates only does not say who left', async () => {
    await expect(read(['2024-01-02'])).rejects.toThrow('does not say');
    expect((await read(['2024-01-02'], 'mailerlite')).rows).toMatchObject([{ status: 'confirmed' }]);
  });
});

test.each([
  [
    'Mailchimp',
    'Email Address,OPTIN_TIME,CONFIRM_TIME,LEID,EUID',
    '2024-01-02,no,1,a',
    '2024-01-02,2024-01-03,2,b',
  ],
  ['Squarespace', 'Email Address,Date Subscribed', 'No', '2024-01-02'],
])('a no in a date of joining is a no in an export of %s, too', async (product, header, no, yes) => {
  const { rows, recognised } = await readList(`${header}\na@v.test,${no}\nb@v.test,${yes}\n`);
  expect([recognised, ...rows.map(({ status }) => status)]).toEqual([product, 'unsubscribed', 'confirmed']);
});

/** Exports of products in whose free tags and notes their owners wrote who must not be mailed. */
const TAGGED: [product: string, header: string, first: string, second: string][] = [
  ['Ghost', 'email,subscribed_to_emails,labels', 'a@v.test,true,vip', 'b@v.test,true,'],
  ['Ghost', 'email,subscribed_to_emails,note', 'a@v.test,true,', 'b@v.test,true,'],
  [
    'Mailchimp',
    'Email Address,OPTIN_TIME,LEID,EUID,TAGS',
    'a@v.test,2024-01-02,1,a,"""vip"""',
    'b@v.test,2024-01-02,2,b,',
  ],
  [
    'Mailchimp',
    'Email Address,OPTIN_TIME,LEID,EUID,NOTES',
    'a@v.test,2024-01-02,1,a,',
    'b@v.test,2024-01-02,2,b,',
  ],
  ['Buttondown', 'email,subscriber_type,tags', 'a@v.test,regular,vip', 'b@v.test,regular,'],
  ['Buttondown', 'email,subscriber_type,notes', 'a@v.test,regular,', 'b@v.test,premium,'],
  ['AWeber', 'Email,Stop Time,Stop Status,Tags', 'a@v.test,,0,', 'b@v.test,,0,'],
  ['MailerLite', 'Subscriber,Status,Groups', 'a@v.test,active,A', 'b@v.test,active,'],
  ['Kit', 'first_name,email_address,state,tags', ',a@v.test,active,', ',b@v.test,active,'],
];

describe.each(TAGGED)('a tag or note in an export of %s (%s)', (product, header, first, second) => {
  const listWith = (tag: string) => `${header}\n${first}\n${second}"${tag.replaceAll('"', '""')}"\n`;

  test.each([
    'unsubscribed',
    'vip; Unsubscribed',
    '"unsubscribed","vip"',
    'asked never to be mailed',
    'do not email',
    'bounced',
    'Do Not Contact, press',
    'bitte keine Mails mehr',
  ])(
    'a tag or note that says “%s” stops the import, and the suggested command does not email this person',
    async (tag) => {
      const list = listWith(tag);
      const message = await readList(list).then(
        () => '',
        (error: Error) => error.message,
      );
      expect(message).toContain(tag);
      const map = proposedMap(message) ?? '';
      const { rows, recognised } = await readList(list, { map });
      expect(recognised).toBe(product);
      const isMailed = ({ status, suppression }: { status: string; suppression: string | null }) =>
        status === 'confirmed' && suppression === null;
      const mailed = rows.filter(isMailed).map(({ email }) => email);
      expect(mailed).not.toContain('b@v.test');
      expect(mailed).toEqual(['a@v.test']);
    },
  );

  test('a tag or note that says nothing about email is left alone', async () => {
    expect((await readList(listWith('press'))).rows).toHaveLength(2);
  });
});

describe('people of whom an export does not say that they left, though they get no mail there', () => {
  test.each([
    [
      'listmonk',
      'uuid,email,name,attributes,status\nu,a@v.test,,{},enabled\nu,b@v.test,,{},disabled',
      'disabled',
    ],
    ['beehiiv', 'email,status,tier\na@v.test,active,free\nb@v.test,paused,free', 'paused'],
    [
      'Mailchimp',
      'Email Address,Status,OPTIN_TIME\na@v.test,Subscribed,2024-01-02\nb@v.test,Archived,2024-01-02',
      'archived',
    ],
  ])(
    'people without email in another product (%s) get none here, and the import says what it assumes',
    async (_, list, word) => {
      const { rows, notes } = await readList(list);
      expect(rows.map(({ status }) => status)).toEqual(['confirmed', 'unsubscribed']);
      expect(notes.join('\n')).toMatch(
        new RegExp(`1 person is "${word}" in status, and the file does not say`, 'i'),
      );
    },
  );

  test('people without email in another product are imported as the operator says, without assumptions', async () => {
    const list = 'email,status,tier\na@v.test,active,free\nb@v.test,paused,free\n';
    const { rows, notes } = await readList(list, { map: 'status[status].paused=confirmed' });
    expect(rows.map(({ status }) => status)).toEqual(['confirmed', 'confirmed']);
    expect(notes).toEqual([]);
  });

  test('Buttondown’s “paused” people pause their payment only', async () => {
    const { rows, notes } = await readList('email,subscriber_type\na@v.test,paused\n');
    expect(rows).toMatchObject([{ status: 'confirmed' }]);
    expect(notes).toEqual([]);
  });
});
