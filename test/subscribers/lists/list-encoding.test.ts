import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readList, type SaidOfList } from '../../support/read-list.ts';

/** A list as a spreadsheet with German settings saves it. */
const GERMAN = [
  'E-Mail;Name;Stand',
  'a@v.test;Käthe;aktiv',
  'b@v.test;Jörg;gelöscht',
  'c@v.test;Zoë;aktiv',
  '',
];
const inLatin1 = (lines: string[], end = '\r\n') => Buffer.from(lines.join(end), 'latin1');

const refusal = async (bytes: Buffer, said?: SaidOfList): Promise<string> =>
  readList(bytes, said).then(
    () => 'It was read.',
    (error: Error) => error.message,
  );

describe('a list in another encoding', () => {
  test.each([
    ['in a status', ['email,status', 'a@v.test,confirmed', 'b@v.test,gelöscht'], 3],
    ['in a column that is not read', ['email,Feld 7', 'a@v.test,ok', 'b@v.test,Désabonné'], 3],
    ['in a name', ['email,name', 'a@v.test,Käthe'], 2],
    ['in the header', ['email;Gelöscht am', 'a@v.test;'], 1],
    ['far down', ['email', ...Array.from({ length: 40_000 }, (_, index) => `a${index}@v.test`), 'é'], 40_002],
  ])('a letter %s that is not UTF-8 is refused, and the line is named', async (_, lines, line) => {
    for (const end of ['\n', '\r\n', '\r']) {
      const message = await refusal(inLatin1(lines, end), { size: 65_536 });
      expect(message).toContain(`The file is not UTF-8: line ${line} has letters`);
      expect(message).toContain('Nothing was imported');
      expect(message).toContain('--encoding windows-1252');
    }
  });

  test('the line of a letter that is not UTF-8 is the same however the file arrives', async () => {
    const bytes = inLatin1(['email,name', 'a@v.test,Zoe', 'b@v.test,Zoë Bell', 'c@v.test,Cy']);
    for (let size = 1; size < bytes.length; size += 1)
      expect(await refusal(bytes, { size })).toContain('is not UTF-8: line 3 ');
  });

  test('a list is read in the given encoding, statuses too', async () => {
    const map = 'status=Stand,status.aktiv=confirmed';
    const { rows, encoding } = await readList(inLatin1(GERMAN), { encoding: 'windows-1252', map });
    expect(rows.map(({ name, status }) => [name, status])).toEqual([
      ['Käthe', 'confirmed'],
      ['Jörg', 'unsubscribed'],
      ['Zoë', 'confirmed'],
    ]);
    expect(encoding).toBe('windows-1252');
  });

  test.each([
    ['shift_jis', [0x89, 0xf0, 0x8f, 0x9c], '解除'],
    ['windows-1251', [0xee, 0xf2, 0xef, 0xe8, 0xf1, 0xe0, 0xed], 'отписан'],
    ['windows-1250', [0x6f, 0x64, 0x68, 0x6c, 0xe1, 0x9a, 0x65, 0x6e], 'odhlášen'],
  ])('a list in %s stops at a word for somebody who left', async (encoding, letters, word) => {
    const bytes = Buffer.concat([
      Buffer.from('email,Feld\na@v.test,ok\nb@v.test,'),
      Buffer.from(letters),
      Buffer.from('\n'),
    ]);
    expect(await refusal(bytes, { encoding })).toContain(`${word} (1)`);
  });

  test('a list that is not in the given encoding either is refused', async () => {
    const bytes = Buffer.from([...Buffer.from('email,name\na@v.test,'), 0xff, 0xff, 0x0a]);
    expect(await refusal(bytes, { encoding: 'shift_jis' })).toContain('is not shift_jis: line 2 ');
  });

  test('the suggested command keeps the given encoding', async () => {
    const message = await refusal(inLatin1(GERMAN), { encoding: 'windows-1252' });
    expect(message).toMatch(
      /import list\.csv --encoding windows-1252 --map 'status=Stand,.*gelöscht=unsubscribed/,
    );
  });
});

test('a list in UTF-8 or UTF-16 is read as that, whatever encoding is named', async () => {
  const text = '\ufeffemail\tname\na@v.test\tZoë\n';
  for (const bytes of [Buffer.from(text), Buffer.from(text.slice(1)), Buffer.from(text, 'utf16le')]) {
    const { rows, encoding } = await readList(bytes, { encoding: 'windows-1252' });
    expect(rows).toMatchObject([{ name: 'Zoë' }]);
    expect(encoding).toBeUndefined();
  }
});

test('letters of any script are read, however the file arrives', async () => {
  const name = fc.stringMatching(/^[a-zéß中한🎈й]{1,12}$/u);
  await fc.assert(
    fc.asyncProperty(
      fc.array(name, { minLength: 1 }),
      fc.integer({ min: 1, max: 9 }),
      async (names, size) => {
        const lines = names.map((one, index) => `a${index}@v.test,${one}`);
        const { rows } = await readList(['email,name', ...lines].join('\n'), { size });
        expect(rows.map(({ name: read }) => read)).toEqual(names);
      },
    ),
  );
});

test('a column whose name lost letters is named', async () => {
  expect(await refusal(Buffer.from('email,Gel\ufffdscht\na@v.test,\n'))).toContain(
    'The name of the column "Gel\ufffdscht" has lost letters',
  );
});
