import { describe, expect, test } from 'vitest';
import { readList, type SaidOfList } from '../../support/read-list.ts';

const people = async (text: string | Buffer, said?: SaidOfList) =>
  (await readList(text, said)).rows.map(({ email, name }) => [email, name]);

/** When the people of a list are said to have subscribed: `2024-05-06 07:08`, or null. */
async function sinceOf(cells: string[], header = 'created_at'): Promise<(string | null)[]> {
  const lines = cells.map((cell, index) => `p${index}@v.test;confirmed;${cell}`);
  const { rows } = await readList([`email;status;${header}`, ...lines].join('\n'));
  expect(rows).toHaveLength(cells.length);
  return rows.map(({ createdAt }) =>
    createdAt === null ? null : new Date(createdAt).toISOString().slice(0, 16).replace('T', ' '),
  );
}

describe('a date that a spreadsheet rewrote', () => {
  test.each([
    ['17.11.2026 09:00', '2026-11-17 09:00'],
    ['7.1.2026', '2026-01-07 00:00'],
    ['17.11.26', '2026-11-17 00:00'],
    ['17/11/2026 09:00:30', '2026-11-17 09:00'],
    ['11/17/2026 9:00:00 PM', '2026-11-17 21:00'],
    ['11/17/2026 12:05 am', '2026-11-17 00:05'],
    ['17-11-2026', '2026-11-17 00:00'],
    ['05/05/2026', '2026-05-05 00:00'],
    ['2026/11/17 7:01:33 PM GMT+2', '2026-11-17 17:01'],
    ['2026/05/28 7:01:33 AM GMT-5:30', '2026-05-28 12:31'],
    ['17-Nov-2026 09:00', '2026-11-17 09:00'],
    ['17 November 2026', '2026-11-17 00:00'],
    ['Nov 17, 2026', '2026-11-17 00:00'],
    ['2024-03-05 10:11:12.345678 +0530 +0530', '2024-03-05 04:41'],
    ['2024-03-13 00:03:09.183465+00:00', '2024-03-13 00:03'],
  ])('a date that a spreadsheet rewrote, %j, is read', async (cell, since) => {
    expect(await sinceOf([cell])).toEqual([since]);
  });

  test.each([
    '03/04/2026',
    '3-4-2026 10:00',
    '11/17/26',
    '31/02/2026',
    '45678.375',
    'soon',
    '17.13.2026',
    '25/25/2026',
  ])('the date %j is left out, and the person is imported', async (cell) => {
    expect(await sinceOf([cell])).toEqual([null]);
  });

  test('an ambiguous date is read like the rest of its column', async () => {
    expect(await sinceOf(['03/04/2026', '25/12/2025'])).toEqual(['2026-04-03 00:00', '2025-12-25 00:00']);
    expect(await sinceOf(['03/04/2026', '12/25/2025'])).toEqual(['2026-03-04 00:00', '2025-12-25 00:00']);
    expect(await sinceOf(['03/04/2026', '12/25/2025', '25/12/2025'])).toEqual([
      null,
      '2025-12-25 00:00',
      '2025-12-25 00:00',
    ]);
  });

  test('a column of dates is read by the one date that tells day from month, however far down it is', async () => {
    const cells = [...Array.from({ length: 2_000 }, () => '03/04/2026'), '13/04/2026'];
    expect((await sinceOf(cells))[0]).toBe('2026-04-03 00:00');
  });
});

describe('the name is put together', () => {
  test.each([
    ['Vorname;Name', 'Ada;Bell', 'Ada Bell'],
    ['Name;Vorname', 'Bell;Ada', 'Ada Bell'],
    ['Nom;Prénom', 'Bell;Ada', 'Ada Bell'],
    ['Nom', 'Ada Bell', 'Ada Bell'],
    ['Nome;Cognome', 'Ada;Bell', 'Ada Bell'],
    ['Nome;Sobrenome', 'Ada;Bell', 'Ada Bell'],
    ['Nombre;Apellidos', 'Ada;Bell Ruiz', 'Ada Bell Ruiz'],
    ['Nombre', 'Ada Bell', 'Ada Bell'],
    ['Imię;Nazwisko', 'Ada;Bell', 'Ada Bell'],
    ['Voornaam;Achternaam', 'Ada;de Bell', 'Ada de Bell'],
    ['姓;名', '山田;太郎', '山田 太郎'],
    ['名;姓', '太郎;山田', '山田 太郎'],
    ['First Name;Last Name;Name', 'Ada;Bell;x', 'Ada Bell'],
    ['Name;Last name', 'Ada;Bell', 'Ada Bell'],
    ['Vor- und Nachname', 'Ada Bell', 'Ada Bell'],
  ])('the name is put together from %s', async (header, cells, name) => {
    expect(await people(`email;${header}\na@v.test;${cells}\n`)).toEqual([['a@v.test', name]]);
  });
});

describe('a file is read', () => {
  const ADA = [['a@v.test', 'Zoë']];
  test.each<[string, string | Buffer]>([
    ['in UTF-16 with a byte order mark', Buffer.from('\ufeffemail\tname\r\na@v.test\tZoë\r\n', 'utf16le')],
    [
      'in UTF-16, the bytes the other way',
      Buffer.from('\ufeffemail\tname\na@v.test\tZoë\n', 'utf16le').swap16(),
    ],
    ['in UTF-16 without a byte order mark', Buffer.from('email,name\na@v.test,Zoë\n', 'utf16le')],
    ['with a line that names the delimiter', 'sep=;\r\nemail;name\r\na@v.test;Zoë\r\n'],
    ['with that line after a byte order mark', '\ufeff"sep=;"\nemail;name\na@v.test;Zoë\n'],
    ['with bars', 'email|name\na@v.test|Zoë\n'],
    ['with a delimiter at the end of each line', 'email;name;\na@v.test;Zoë;\n'],
    ['with a delimiter at the end of some lines', 'email;name\na@v.test;Zoë;;\n'],
    ['with a header that has one more', 'email;name;;\na@v.test;Zoë\n'],
    ['with its header in capitals', 'EMAIL,NAME\na@v.test,Zoë\n'],
    ['with an address and a name in one', 'email,name\nZoë Bell <a@v.test>,Zoë\n'],
    ['with a link for an address', 'email,name\nmailto:a@v.test?subject=hi,Zoë\n'],
    ['with its address column under no known name', 'Who,name\na@v.test,Zoë\n'],
  ])('a file is read %s', async (_, file) => {
    expect(await people(file)).toEqual(ADA);
    expect(await people(file, { size: 1 })).toEqual(ADA);
  });

  test('a file with backslashes before quotation marks is read like one with doubled ones', async () => {
    const text =
      '"email","name"\n"a@v.test","Ann \\"A\\" Bell"\n"b@v.test","\\"Bo\\""\n"c@v.test","Cy ""C"""\n';
    expect(await people(text)).toEqual([
      ['a@v.test', 'Ann "A" Bell'],
      ['b@v.test', '"Bo"'],
      ['c@v.test', 'Cy "C"'],
    ]);
  });

  test('a file with a folder path in quotation marks keeps its backslashes', async () => {
    expect(await people('email,name\na@v.test,"C:\\lists\\"\nb@v.test,"x"\n')).toEqual([
      ['a@v.test', 'C:\\lists\\'],
      ['b@v.test', 'x'],
    ]);
  });

  test('a file with a name that a spreadsheet was kept from computing is read', async () => {
    const text = "email;Name\na@v.test;'=1+1\nb@v.test;' +49\nc@v.test;'tHart\n'+d@v.test;@home\n";
    expect(await people(text)).toEqual([
      ['a@v.test', '=1+1'],
      ['b@v.test', '+49'],
      ['c@v.test', "'tHart"],
      ['+d@v.test', '@home'],
    ]);
  });

  test('a file is read if a row lacks only fields that say nothing about who gets email', async () => {
    expect(await people('email,status,name,city\na@v.test,confirmed\n')).toEqual([['a@v.test', null]]);
  });

  test('a file whose first line cannot be read is refused, and says so', async () => {
    await expect(readList('email,"name\na@v.test,Ann\n')).rejects.toThrow(
      /Line 1, which should name the columns/,
    );
  });
});

describe('what --map says', () => {
  test('--map counts more than the header', async () => {
    const text = 'email,Work,Vorname,Mittelname,Nachname\na@v.test,b@v.test,Ada,B.,Bell\n';
    expect(await people(text, { map: 'email=Work,name=Nachname+Vorname' })).toEqual([
      ['b@v.test', 'Bell Ada'],
    ]);
  });

  test('--map may name columns by position, without a header line', async () => {
    const { rows, columns } = await readList('1,a@v.test,Ada\n2,b@v.test,Bo\n', { map: 'email=#2,name=#3' });
    expect(rows.map(({ line, email, name }) => [line, email, name])).toEqual([
      [1, 'a@v.test', 'Ada'],
      [2, 'b@v.test', 'Bo'],
    ]);
    expect(columns[0]).toEqual({ column: 'column 1', place: 1, readAs: 'nothing' });
  });

  test('--map gives words a meaning, in one column or in all', async () => {
    const text = 'email,Stand,Bounced\na@v.test,an,no\nb@v.test,aus,no\nc@v.test,an,yes\nd@v.test,,no\n';
    const map =
      'status=Stand+Bounced,status.an=confirmed,status.aus=unsubscribed,status[Stand].=pending,status[Bounced].yes=bounced,status[Bounced].no=confirmed';
    const { rows } = await readList(text, { map });
    expect(rows.map(({ status, suppression }) => [status, suppression])).toEqual([
      ['confirmed', null],
      ['unsubscribed', null],
      ['confirmed', 'bounced'],
      ['pending', null],
    ]);
  });

  test('--map marks people by any value in a column, except a no', async () => {
    const text = 'email,Left\na@v.test,\nb@v.test,2024-01-02\nc@v.test,no\nd@v.test,moved away\n';
    const { rows } = await readList(text, { map: 'unsubscribed=Left' });
    expect(rows.map(({ status }) => status)).toEqual([
      'confirmed',
      'unsubscribed',
      'confirmed',
      'unsubscribed',
    ]);
  });

  test('--map can be combined with a product’s export', async () => {
    const text = 'email,subscribed_to_emails,Newsletter\na@v.test,true,no\nb@v.test,false,yes\n';
    await expect(readList(text)).rejects.toThrow('The column "Newsletter" is not read');
    const { rows, recognised } = await readList(text, { map: 'ignore=Newsletter' });
    expect([recognised, ...rows.map(({ status }) => status)]).toEqual(['Ghost', 'confirmed', 'unsubscribed']);
  });

  test('--map refuses a row with a word that it gives no meaning', async () => {
    const { rows, rejected } = await readList('email,Stand\na@v.test,an\nb@v.test,an\nc@v.test,??\n', {
      map: 'status=Stand,status.an=confirmed',
    });
    expect(rows).toHaveLength(2);
    expect(rejected).toEqual([
      { line: 4, message: expect.stringContaining('"??" in Stand is not known: use') },
    ]);
  });

  test.each([
    ['email=Adresse', /no column "Adresse"\. It has "email" \(#1\), "Flag" \(#2\), "Flag" \(#3\)/],
    ['ignore=Flag', /2 columns are named "Flag": say #2 or #3/],
    ['email=#9', /no column "#9"/],
  ])('--map is refused if the file has no such column: %s', async (map, message) => {
    await expect(readList('email,Flag,Flag\na@v.test,1,2\n', { map })).rejects.toThrow(message);
  });

  test('--map has to say which of two columns with one name is meant', async () => {
    await expect(readList('email,status,status\na@v.test,confirmed,unsubscribed\n')).rejects.toThrow(
      /--map 'status=#3,status\[#3\]\.unsubscribed=unsubscribed'/,
    );
  });
});

test('the import says for every column how it was read, or that it was not', async () => {
  const { columns, totals } = await readList(
    'E-Mail;Nachname;Vorname;status;Ort\na@v.test;Bell;Ada;confirmed;Oslo\nb@v.test;;;complained;\n',
  );
  expect(columns.map(({ column, readAs }) => [column, readAs])).toEqual([
    ['E-Mail', 'email'],
    ['Nachname', 'name'],
    ['Vorname', 'name'],
    ['status', 'status'],
    ['Ort', 'nothing'],
  ]);
  expect(totals).toMatchObject({ confirmed: 1, complained: 1, unsubscribed: 0 });
});

describe('a list that a spreadsheet saved in its own encoding', () => {
  test.each(['Gelöscht am', 'Gekündigt am', 'Résilié le'])(
    'a list in a spreadsheet’s own encoding is refused if “%s” cannot be read, with how to save it',
    async (header) => {
      const bytes = Buffer.from(`E-Mail;${header}\na@verdicts.test;\nb@verdicts.test;02.01.2024\n`, 'latin1');
      await expect(readList(bytes)).rejects.toThrow('The file is not UTF-8');
    },
  );
});

describe('the command that an import proposes', () => {
  test.each([
    'Subscription end',
    'Newsletter bis',
    'Suspended at',
    'Date de sortie',
    'Fecha de salida',
    'Datum uit',
  ])('the suggested command confirms nobody with a date under “%s”', async (header) => {
    const list = `email,${header}\na@verdicts.test,\nb@verdicts.test,2024-01-02\n`;
    await expect(readList(list)).rejects.toThrow(header);
    await expect(readList(list)).rejects.not.toThrow(/\*=confirmed/);
  });

  test.each(['Nein danke', 'Nee bedankt', 'No thanks'])(
    'the suggested command asks about the answer “%s”',
    async (answer) => {
      const list = `email,May we write to you?\na@verdicts.test,Sure\nb@verdicts.test,${answer}\n`;
      await expect(readList(list)).rejects.toThrow('May we write to you?');
    },
  );
});
