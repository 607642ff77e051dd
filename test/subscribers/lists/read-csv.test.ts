import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prepareImport } from '../../../src/subscribers/lists/prepare-import.ts';
import { readSubscribersCsv } from '../../../src/subscribers/lists/read-csv.ts';
import { readList } from '../../support/read-list.ts';

/** Reads a file in pieces of `size` bytes, as a stream may deliver it. */
async function read(text: string | Buffer, size = 65_536) {
  const { rows, rejected } = await readList(text, { size });
  return { rows, rejected };
}

const emails = async (text: string | Buffer, size?: number) =>
  (await read(text, size)).rows.map(({ email }) => email);

describe('the header', () => {
  test.each([
    ['commas', 'email,name\na@x.example,Ann\n'],
    ['semicolons', 'email;name\na@x.example;Ann\n'],
    ['tabs', 'email\tname\na@x.example\tAnn\n'],
    ['CRLF', 'email,name\r\na@x.example,Ann\r\n'],
    ['CR', 'email,name\ra@x.example,Ann\r'],
    ['no line end at the end', 'email,name\na@x.example,Ann'],
    ['a byte order mark', '\ufeffemail,name\na@x.example,Ann\n'],
    ['capitals and white space', ' EMail , Name \na@x.example, Ann\n'],
    ['quotation marks', '"email","name"\n"a@x.example","Ann"\n'],
    ['quotation marks after a byte order mark', '\ufeff"email";"name"\r\n"a@x.example";"Ann"\r\n'],
    ['another order and columns of others', 'id;Name;phone, home;email\n1;Ann;;a@x.example\n'],
    ['empty lines around it', '\n\nemail,name\n\n,\na@x.example,Ann\n\n'],
  ])('the header is read with %s', async (_, text) => {
    const expected = { rows: [{ email: 'a@x.example', name: 'Ann', status: 'confirmed' }], rejected: [] };
    expect(await read(text)).toMatchObject(expected);
    expect(await read(text, 1)).toMatchObject(expected);
  });

  test.each([
    ['', /empty.*header line.*email/],
    ['\n\n', /empty/],
    ['name,phone\nAnn,1\n', /"name", "phone".*--map "email=<column>"/],
    ['a@x.example\nb@x.example\n', /"a@x\.example".*no header line.*--map "email=#1"/],
    [Buffer.from('Stra\u00dfe,Ort\nA,B\n', 'latin1'), /not UTF-8/],
  ])('a missing header is an error that says what is expected: %j', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
    await expect(read(text)).rejects.toMatchObject({ code: 'input' });
  });

  test('a file with only a header is an empty list', async () => {
    expect(await read('email')).toEqual({ rows: [], rejected: [] });
  });
});

describe('a row', () => {
  test.each([
    ['', 'confirmed', null],
    ['Confirmed', 'confirmed', null],
    ['pending', 'pending', null],
    ['unsubscribed', 'unsubscribed', null],
    ['bounced', 'confirmed', 'bounced'],
    [' complained ', 'confirmed', 'complained'],
  ])('a row with the status %j is %s, suppressed: %s', async (word, status, suppression) => {
    const { rows } = await read(`email,status\na@x.example,${word}\n`);
    expect(rows).toMatchObject([{ status, suppression }]);
  });

  test('a row of our own export says who is suppressed and paused', async () => {
    const { rows } = await read(
      'email,name,status,created_at,suppressed,paused_until\na@x.example,,unsubscribed,,complained,2026-12-24T00:00:00.000Z\n',
    );
    expect(rows).toEqual([
      {
        line: 2,
        email: 'a@x.example',
        emailKey: 'a@x.example',
        name: null,
        status: 'unsubscribed',
        suppression: 'complained',
        pausedUntil: Date.UTC(2026, 11, 24),
        createdAt: null,
      },
    ]);
  });

  test.each([
    ['2026-01-02T03:04:05.678Z', Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
    ['2026-01-02T03:04:05Z', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['2026-01-02T03:04+02:00', Date.UTC(2026, 0, 2, 1, 4)],
    ['2026-01-02T03:04:05', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['2026-01-02 03:04:05', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['2026-01-02', Date.UTC(2026, 0, 2)],
    ['', null],
  ])('a row’s date of creation may be %j', async (text, createdAt) => {
    expect((await read(`email,created_at\na@x.example,${text}\n`)).rows).toMatchObject([{ createdAt }]);
  });

  test.each([
    '2026-02-30',
    '2026-02-30T00:00:00.000Z',
    '2026-01-02T25:00:00.000Z',
    'yesterday',
    '1767312000',
    '10:30',
    '1969-12-31T23:59:59.999Z',
    '02/01/2026',
  ])('a row created at %j is imported without the date, and the import says so', async (text) => {
    const { rows, leftOut } = await readList(`email,created_at\na@x.example,${text}\n`);
    expect(rows).toMatchObject([{ email: 'a@x.example', createdAt: null }]);
    expect(leftOut).toEqual([{ line: 2, message: expect.stringContaining('created_at') }]);
  });

  test('a row keeps a name as it is, whatever a spreadsheet would make of it', async () => {
    const { rows } = await read('email,name\na@x.example,=1+1\nb@x.example,@home\nc@x.example,"-""q"", é"\n');
    expect(rows.map(({ name }) => name)).toEqual(['=1+1', '@home', '-"q", é']);
  });

  test.each([
    ['not-an-address,Ann,', /no @/],
    [',Ann,', /no email address/],
    [`a@x.example,${'n'.repeat(201)},`, /name is longer than 200/],
    ['a@x.example,Ann,sleeping', /status.*confirmed, pending, unsubscribed, bounced, complained/],
    ['a@x.example', /row: 1; in the header: 3/],
    ['a@x.example,Ann,confirmed,more', /row: 4; in the header: 3/],
    ['a@x.example,An"n,confirmed', /does not begin with one/],
    ['a@x.example,"An"n,confirmed', /written twice/],
    ['a@x.example,"Ann,confirmed', /not closed/],
  ])('a row that cannot be used is reported: %s', async (row, message) => {
    const { rows, rejected } = await read(`email,name,status\nb@x.example,,\n${row}\nc@x.example,,\n`);
    expect(rows.map(({ email, line }) => [line, email])).toEqual([
      [2, 'b@x.example'],
      [4, 'c@x.example'],
    ]);
    expect(rejected).toEqual([{ line: 3, message: expect.stringMatching(message) }]);
  });
});

describe('lines are counted', () => {
  test('lines are counted across multi-line fields and empty lines', async () => {
    const text = 'email,note\na@x.example,"one\ntwo\r\n\nfour"\n\nbad,"x\ny"\nb@x.example,\nworse,\n';
    const { rows, rejected } = await read(text);
    expect(rows.map(({ line, email }) => [line, email])).toEqual([
      [2, 'a@x.example'],
      [9, 'b@x.example'],
    ]);
    expect(rejected).toMatchObject([{ line: 7, message: expect.stringContaining('line 8') }, { line: 10 }]);
  });

  test('lines are counted across many chunks', async () => {
    const lines = Array.from({ length: 3_000 }, (_, index) =>
      index % 7 === 3 ? `bad ${index}` : `a${index}@x.example`,
    );
    const { rows, rejected } = await read(`email\n${lines.join('\n')}\n`, 1_000);
    expect([...rows, ...rejected].map(({ line }) => line).sort((one, other) => one - other)).toEqual(
      lines.map((_, index) => index + 2),
    );
    for (const { line, email } of rows) expect(email).toBe(lines[line - 2]);
  });
});

describe('a quotation mark that is never closed', () => {
  const good = Array.from({ length: 1_200 }, (_, index) => `a${index}@x.example,"Reader, No. ${index}"`);

  test.each([0, 300, 499, 500, 1_150, 1_200])(
    'an unclosed quotation mark costs only its own line, after %i good ones',
    async (at) => {
      const lines = [...good.slice(0, at), 'b@x.example,"Bob', ...good.slice(at)];
      const { rows, rejected } = await read(`email,name\n${lines.join('\n')}\n`);
      expect(rejected).toMatchObject([{ line: at + 2 }]);
      expect(rows).toHaveLength(1_200);
      expect(rows[0]?.name).toBe('Reader, No. 0');
    },
  );

  test('an unclosed quotation mark in every line costs no more than those lines', async () => {
    const lines = Array.from({ length: 2_000 }, (_, index) => `a${index}@x.example,5" disk`);
    const { rows, rejected } = await read(`email,name\n${lines.join('\n')}\nb@x.example,Bob\n`);
    expect(rows.map(({ email }) => email)).toEqual(['b@x.example']);
    expect(rejected).toHaveLength(2_000);
  });

  test('an unclosed quotation mark in the header is an error', async () => {
    await expect(emails('"email\na@x.example\n')).rejects.toMatchObject({ code: 'input' });
  });
});

test('the rows are the same whatever the chunks of the stream', async () => {
  const field = fc.constantFrom('Ann', '"A, b"', '"two\nlines"', '"q ""x"""', 'é中', '"open', 'st"ray', '');
  const line = fc.tuple(fc.nat(999), field).map(([index, name]) => `a${index}@x.example,${name}`);
  const file = fc.tuple(fc.array(line, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'));
  await fc.assert(
    fc.asyncProperty(file, fc.integer({ min: 1, max: 40 }), async ([lines, end], size) => {
      const text = ['email,name', ...lines].join(end);
      expect(await read(text, size)).toEqual(await read(text));
    }),
  );
});

test('a row means the same with and without quotation marks', async () => {
  const plain = fc.stringMatching(/^[a-zé=+ .-]{0,8}$/);
  const row = fc.tuple(plain, plain, fc.boolean());
  await fc.assert(
    fc.asyncProperty(fc.array(row), fc.constantFrom(',', ';', '\t'), async (rows, delimiter) => {
      const fileOf = (isQuoted: (index: number) => boolean) => {
        const quote = (isIt: boolean) => (field: string) => (isIt ? `"${field}"` : field);
        const lines = rows.map(([name, note], index) =>
          [`a${index}@x.example`, name, note].map(quote(isQuoted(index))).join(delimiter),
        );
        return [['email', 'name', 'note'].join(delimiter), ...lines].join('\n');
      };
      const readFile = async (text: string) => (await readList(text, { map: 'ignore=note' })).rows;
      const mixed = await readFile(fileOf((index) => rows[index]?.[2] === true));
      expect(mixed).toEqual(await readFile(fileOf(() => true)));
      expect(mixed).toEqual(await readFile(fileOf(() => false)));
    }),
  );
});

test('a file without line ends does not fill the memory', async () => {
  const { plan } = await prepareImport({ read: () => Readable.from(['email\na@x.example\n']) });
  if (plan === null) throw new Error('The header is not understood.');
  const junk = Readable.from(
    (function* () {
      yield 'email\na@x.example\n';
      for (let index = 0; index < 200; index += 1) yield 'x'.repeat(65_536);
    })(),
  );
  const chunks = [];
  for await (const chunk of readSubscribersCsv(junk, plan)) chunks.push(chunk);
  expect(chunks.flatMap(({ rows }) => rows)).toHaveLength(1);
  expect(chunks.flatMap(({ rejected }) => rejected)).toMatchObject([{ line: 3 }]);
});
