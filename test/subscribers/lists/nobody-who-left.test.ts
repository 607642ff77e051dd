import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/shared/errors.ts';
import { proposedMap } from '../../support/proposed-map.ts';
import { readList, type SaidOfList } from '../../support/read-list.ts';
import { LANGUAGES, type Language, REFUSALS } from '../../support/samples/list-languages.ts';

/** A list with a column that says who left, and of each row whether it does. */
interface MarkedList {
  header: string;
  cells: { cell: string; isGone: boolean }[];
  addressHeader: string;
  delimiter: string;
  isLast: boolean;
}

const pick = (words: string[]) => fc.constantFrom(...words);
const marked = (gone: string[], stays: string[]) =>
  fc.array(
    fc.oneof(
      pick(gone).map((cell) => ({ cell, isGone: true })),
      pick(stays).map((cell) => ({ cell, isGone: false })),
    ),
    { minLength: 1, maxLength: 30 },
  );

const DATES = ['2024-05-06', '06.05.2024 10:11', '5/16/2024'];

/** In these, too, a plain refusal counts. */
const ANY_COLUMNS = [
  'Notes',
  'Tags',
  'Reason',
  'Company',
  'City',
  'Payment status',
  'VIP',
  'Language',
  'Xyz',
];

type Column = Pick<MarkedList, 'header' | 'cells'>;

const withCells = (headers: string[], cells: fc.Arbitrary<MarkedList['cells']>): fc.Arbitrary<Column> =>
  fc.record({ header: pick(headers), cells });

function columnIn(language: Language): fc.Arbitrary<Column> {
  const { states, goneColumns, stayColumns, gone, unconfirmed, stays, yes, no } = language;
  return fc.oneof(
    withCells([...states, 'Feld 7', 'Xyz'], marked([...gone, ...unconfirmed], stays)),
    withCells(goneColumns, marked(yes, no)),
    withCells(goneColumns, marked(yes, [''])),
    withCells(goneColumns, marked(DATES, [''])),
    withCells(stayColumns, marked(no, yes)),
    withCells(stayColumns, marked([''], yes)),
  );
}

/** Columns that say who left in words or dates that need no name. */
const columnOfAnyName = fc.oneof(
  withCells(ANY_COLUMNS, marked(REFUSALS, ['vip', 'met in Oslo', ''])),
  // Of a name that nobody knows, only the empty cells tell that the dates are of some only.
  withCells(
    ['Xyz', 'silenced_at', 'Goodbye', 'Feld 7'],
    marked(DATES, ['']).map((cells) => [...cells, { cell: '', isGone: false }]),
  ),
);

const list: fc.Arbitrary<MarkedList> = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...Object.values(LANGUAGES)).chain(columnIn) },
      { weight: 1, arbitrary: columnOfAnyName },
    ),
    fc.constantFrom('email', 'E-Mail', 'Email Address', 'correo electrónico', 'メールアドレス', 'Contact'),
    fc.constantFrom(',', ';', '\t'),
    fc.boolean(),
  )
  .map(([column, addressHeader, delimiter, isLast]) => ({ ...column, addressHeader, delimiter, isLast }));

function textOf({ header, cells, addressHeader, delimiter, isLast }: MarkedList): string {
  const line = (address: string, name: string, cell: string) =>
    (isLast ? [address, name, 'Oslo', cell] : [cell, name, 'Oslo', address]).join(delimiter);
  const rows = cells.map(({ cell }, index) => line(`p${index}@v.test`, `Reader ${index}`, cell));
  return [line(addressHeader, 'Name', header), ...rows].join('\r\n').replace(/^([^\n]*)Oslo/, '$1City');
}

/** The places of people who would get mail; null where the import stops. */
async function whoGetsMail(text: string | Buffer, said?: SaidOfList): Promise<number[] | null> {
  try {
    const { rows } = await readList(text, said);
    const mailed = rows.filter(({ status, suppression }) => status === 'confirmed' && suppression === null);
    return mailed.map(({ email }) => Number(/\d+/.exec(email)?.[0]));
  } catch (error) {
    if (error instanceof AppError && error.code === 'input') return null;
    throw error;
  }
}

test('nobody whom a list in many languages marks as gone gets email: they count as gone, or the import stops', async () => {
  let stopped = 0;
  let read = 0;
  await fc.assert(
    fc.asyncProperty(list, async (given) => {
      const mailed = await whoGetsMail(textOf(given));
      if (mailed === null) stopped += 1;
      else read += 1;
      const gone = given.cells.flatMap(({ isGone }, index) => (isGone ? [index] : []));
      expect((mailed ?? []).filter((index) => gone.includes(index))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
  // Were every list stopped, or none, this would prove little.
  expect(stopped).toBeGreaterThan(200);
  expect(read).toBeGreaterThan(60);
});

describe.each(Object.entries(LANGUAGES))(
  'in %s, each word by itself keeps somebody from getting mail',
  (_, language) => {
    const { states, goneColumns, stayColumns, gone, unconfirmed, stays, yes, no } = language;
    const isMailed = async (header: string, cell: string, other: string) => {
      const mailed = await whoGetsMail(`email;${header}\np0@v.test;${other}\np1@v.test;${cell}\n`);
      return mailed?.includes(1) === true;
    };

    test.each([...gone, ...unconfirmed])(
      'the word %s alone keeps somebody from getting email',
      async (cell) => {
        for (const header of [...states, 'Xyz']) {
          for (const stay of stays)
            expect([header, await isMailed(header, cell, stay)]).toEqual([header, false]);
        }
      },
    );

    test('a word keeps somebody from getting email in columns of yes and no or of dates, too', async () => {
      for (const header of goneColumns) {
        for (const cell of [...yes, '2024-05-06'])
          expect([header, cell, await isMailed(header, cell, '')]).toEqual([header, cell, false]);
      }
      for (const header of [...stayColumns, 'Xyz']) {
        for (const cell of no)
          expect([header, cell, await isMailed(header, cell, yes[0] ?? '')]).toEqual([header, cell, false]);
      }
    });
  },
);

/** Exports with a column of free text, which its product leaves to its owner. */
const EXPORTS: [header: string, row: string][] = [
  ['email,subscribed_to_emails,labels', 'true,'],
  ['email,subscribed_to_emails,note', 'true,'],
  ['email,subscriber_type,tags', 'regular,'],
  ['email,subscriber_type,metadata', 'regular,'],
  ['Email Address,OPTIN_TIME,TAGS', '2024-01-02,'],
  ['Subscriber,Status,Groups', 'active,'],
  ['uuid,email,name,attributes,status,notes', ',,,enabled,'],
];

test('nobody gets email whom a tag or note in a known product’s export refuses', async () => {
  const cells = marked(REFUSALS, ['vip', 'press; Oslo', '']);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...EXPORTS), cells, async ([header, row], given) => {
      const isUuid = header.startsWith('uuid');
      const lines = given.map(({ cell }, index) =>
        isUuid ? `u,p${index}@v.test${row.slice(1)}${cell}` : `p${index}@v.test,${row}${cell}`,
      );
      const mailed = (await whoGetsMail([header, ...lines].join('\n'))) ?? [];
      expect(mailed.filter((index) => given[index]?.isGone === true)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('nobody who left gets email from a list in another encoding', async () => {
  const western = ['German', 'French', 'Spanish', 'Portuguese', 'Swedish'].flatMap(
    (name) => LANGUAGES[name] ?? [],
  );
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...western).chain(columnIn), async ({ header, cells }) => {
      const lines = cells.map(({ cell }, index) => `p${index}@v.test;${cell}`);
      const bytes = Buffer.from(['email;'.concat(header), ...lines].join('\n'), 'latin1');
      // Twice garbled: read as UTF-8 by another program, which saved what was left of it.
      for (const file of [bytes, Buffer.from(bytes.toString('utf8'))]) {
        const mailed = await whoGetsMail(file);
        if (mailed === null) refused += 1;
        expect((mailed ?? []).filter((index) => cells[index]?.isGone === true)).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
  expect(refused).toBeGreaterThan(50);
});

test('the suggested command emails nobody who left', async () => {
  let followed = 0;
  await fc.assert(
    fc.asyncProperty(list, async (given) => {
      const text = textOf(given);
      const message = await readList(text).then(
        () => '',
        (error: Error) => error.message,
      );
      const map = proposedMap(message);
      if (map === undefined) return;
      followed += 1;
      const mailed = (await whoGetsMail(text, { map })) ?? [];
      expect(mailed.filter((index) => given.cells[index]?.isGone === true)).toEqual([]);
    }),
    { numRuns: 300 },
  );
  expect(followed).toBeGreaterThan(50);
});

describe('a column by which other programs say who must not be mailed stops the import', () => {
  test.each([
    ['Email Marketing Status', 'SUBSCRIBED', 'UNSUBSCRIBED'],
    ['Accepts Email Marketing', 'yes', 'no'],
    ['unsubscribed_at', '', '2024-05-06T07:08:09Z'],
    ['Email Opt Out', '0', '1'],
    ['Email: Opt-Out', 'false', 'true'],
    ['is_subscribed', 't', 'f'],
    ['do_not_contact', '', '1'],
    ['DNC', '', 'email'],
    ['Hard bounced', '', 'x'],
    ['bounce_count', '0', '5'],
    ['On suppression list', 'No', 'Yes'],
    ['Cancelled at', '', '2024-01-01'],
    ['Newsletter', 'weekly', 'never'],
    ['GDPR consent', 'granted', 'withdrawn'],
    ['Subscription state', 'live', 'ended'],
    ['Left on', '', '12/31/2024'],
    ['Erlaubnis zum Marketing', 'X', ''],
    ['Werbung erlaubt', 'Ja', ''],
    ['Отписан', '', 'да'],
    ['退订', '否', '是'],
    ['수신거부', '', 'Y'],
    ['Avregistrerad', '', '2024-01-01'],
    ['メルマガ', '希望する', '希望しない'],
    ['Deceased', '', '2024-01-01'],
    ['Email permission status', 'explicit', 'unsubscribed'],
    ['Frequency', 'weekly', 'never'],
    ['nomail', 'n', 'y'],
    ['Optin', 'oui', 'non'],
    ['RODO', 'tak', 'nie'],
    ['Niet mailen', '', 'ja'],
    ['Notes', '', 'asked to be removed'],
    ['Subscriber status', '1', '3'],
    ['State', 'A', 'U'],
    ['State', '1', '2'],
    ['Unsubscribed (newsletter)', '', 'May'],
    ['Consent', '', ''],
  ])(
    'a column by which other programs exclude people stops the import: %s: %j and %j',
    async (header, stays, gone) => {
      const text = `email,Name,${header}\na@v.test,Ann,${stays}\nb@v.test,Bo,${gone}\nc@v.test,Cy,${stays}\n`;
      await expect(readList(text)).rejects.toThrow(/Nothing was imported\. Say what it means/);
      const { rows } = await readList(text, { from: 'plain' });
      expect(rows).toHaveLength(3);
    },
  );
});

test('a status written with a date, different in each row, stops the import', async () => {
  const rows = Array.from({ length: 60 }, (_, index) =>
    index === 50 ? 'p50@v.test,unsubscribed on 2024-05-06' : `p${index}@v.test,signed up no. ${index}`,
  );
  await expect(readList(`email,Subscription\n${rows.join('\n')}\n`)).rejects.toThrow(
    /unsubscribed on 2024-05-06.*Nothing was imported/s,
  );
});

describe('a column that only sounds like it is left alone', () => {
  test.each([
    ['State/Province', ['CA', 'NY', 'TX']],
    ['State', ['Bavaria', 'Hesse', '']],
    ['État', ['Paris', 'Vaud', 'Genève']],
    ['Stato', ['Italia', 'San Marino', 'Italia']],
    ['Provincia', ['NO', 'MI', 'TO']],
    ['Country', ['NO', 'SE', 'NO']],
    ['Language', ['en', 'no', 'en']],
    ['Points', ['0', '12', '7']],
    ['Birthday', ['2000-01-01', '', '1999-12-31']],
    ['Activity', ['5', '0', '3']],
    ['Days active', ['0', '1', '27']],
    ['Emails received', ['0', '1', '27']],
    ['Reason', ['work', 'a friend', 'work']],
    ['Rating', ['0', '1', '5']],
    ['Mailing address', ['1 High Street', '', '3 Low Road']],
    ['Subscribed at', ['2024-01-02', '2024-01-03', '2024-02-01']],
    ['Subscription source', ['web', '', 'import']],
    ['Unsubscribe link', ['https://v.test/u/1', 'https://v.test/u/2', 'https://v.test/u/3']],
    ['Consent', ['yes', 'yes', 'yes']],
    ['Unsubscribed', ['no', 'no', 'no']],
    ['Bounced', ['', '', '']],
    ['Position', ['Stanford', 'Constance', 'Stopford']],
    ['Tags', ['x', '', 'vip']],
  ])('a column that merely sounds like a refusal is left alone: %s', async (header, cells) => {
    const rows = cells.map((cell, index) => `p${index}@v.test;Reader;${cell}`);
    const found = await readList(['email;Name;'.concat(header), ...rows].join('\n'));
    expect(found.rows).toHaveLength(cells.length);
    expect(found.columns).toContainEqual({ column: header, place: 3, readAs: 'nothing' });
  });
});

describe('a row that says that somebody left is refused for nothing but its address', () => {
  test.each([
    ['a name that is too long', `b@v.test,${'n'.repeat(300)},unsubscribed,2024-01-01`],
    ['a name in another encoding', 'b@v.test,K\ufffdthe,unsubscribed,2024-01-01'],
    ['a date that is none', 'b@v.test,Bo,unsubscribed,soon'],
    ['a date that may be two', 'b@v.test,Bo,unsubscribed,03/04/2024'],
    ['a comma in a name without quotation marks', 'b@v.test,Bo, jr.,unsubscribed,2024-01-01'],
    ['fewer fields', 'b@v.test,Bo,unsubscribed'],
    ['a quotation mark within a name', 'b@v.test,Bo "B" Bell,unsubscribed,2024-01-01'],
    ['a quotation mark that is never closed', 'b@v.test,"Bo,unsubscribed,2024-01-01'],
  ])('a row that says somebody left is refused only for its address: %s', async (_, row) => {
    const { rows, rejected } = await readList(
      `email,name,status,created_at\na@v.test,Ann,confirmed,2024-01-01\n${row}\nc@v.test,Cy,confirmed,2024-01-01\n`,
    );
    expect(rejected).toEqual([]);
    const found = rows.find(({ email }) => email === 'b@v.test');
    expect(found).toMatchObject({ status: 'unsubscribed' });
  });

  test('a row that says somebody left is read despite too many fields, wherever its address is', async () => {
    const text = 'name,email,status\nAnn,a@v.test,confirmed\nBell, Bo,b@v.test,unsubscribed\n';
    expect((await readList(text)).rows).toMatchObject([
      { email: 'a@v.test' },
      { email: 'b@v.test', status: 'unsubscribed' },
    ]);
  });

  test('a row that says somebody left is refused for an invalid address', async () => {
    const { rejected } = await readList('email,status\nnobody,unsubscribed\na@v.test,confirmed\n');
    expect(rejected).toEqual([{ line: 2, message: 'The address has no @.' }]);
  });
});
