import { describe, expect, test } from 'vitest';
import { readEnvFile } from '../../src/settings/env-file.ts';
import { messageOf } from '../../src/shared/errors.ts';

const read = (text: string) => readEnvFile(Buffer.from(text));
const valuesOf = (text: string) => read(text).entries.map(({ name, value }) => [name, value]);
const firstValue = (text: string) => read(text).entries[0]?.value;
const refusal = (bytes: Uint8Array) => {
  try {
    readEnvFile(bytes);
  } catch (error) {
    return messageOf(error);
  }
  throw new Error('a refusal was expected');
};

describe('a # in an .env file', () => {
  test.each([
    ['STUDIO_PASSWORD=correct#horse', 'correct#horse'],
    ['STUDIO_PASSWORD=#correct-horse', '#correct-horse'],
    ['POSTAL_ADDRESS=1 Lock Lane, Flat#4, Portside', '1 Lock Lane, Flat#4, Portside'],
    ['STUDIO_PASSWORD=horse#', 'horse#'],
    ['STUDIO_PASSWORD="horse # battery"', 'horse # battery'],
    ["STUDIO_PASSWORD='horse # battery' # a comment", 'horse # battery'],
    ['STUDIO_PASSWORD=`horse # battery`', 'horse # battery'],
  ])('a # is part of the value in %s', (text, value) => {
    expect(read(text).entries).toEqual([{ name: text.split('=')[0], value, line: 1, comment: null }]);
  });

  test.each([
    ['PORT=8080 # behind nginx', '8080', '# behind nginx'],
    ['PORT=8080\t#behind nginx', '8080', '#behind nginx'],
    ['NEWSLETTER_NAME=The #1 Weekly', 'The', '#1 Weekly'],
    ['PORT= # not set yet', '', '# not set yet'],
    ['NAME=a#b #c #d', 'a#b', '#c #d'],
  ])('a # after a blank begins a comment in %s, and what it cut off is reported', (text, value, comment) => {
    expect(read(text).entries).toMatchObject([{ value, comment }]);
  });

  test('a # at the beginning of a line makes all of it a comment', () => {
    expect(read('# PORT=1\r\n  # it\'s "one"\n#\n \nPORT=2')).toEqual({
      entries: [{ name: 'PORT', value: '2', line: 5, comment: null }],
      unreadLines: [],
    });
  });
});

describe('an .env file', () => {
  test.each([
    ['PORT = 8080', '8080'],
    ['  PORT=8080  ', '8080'],
    ['export PORT=8080', '8080'],
    ['PORT="8080"', '8080'],
    ['PORT=', ''],
    ['PORT=""', ''],
    ['NAME=it\'s "fine"', 'it\'s "fine"'],
    ['NEWSLETTER_FROM="Weekly" <digest@verdicts.test>', '"Weekly" <digest@verdicts.test>'],
    ['NAME="say \\"ship\\""', 'say "ship"'],
    ['NAME="The "best" tools"', 'The "best" tools'],
    ['NAME="one\\ntwo"', 'one\ntwo'],
    ["NAME='one\\ntwo'", 'one\\ntwo'],
    ['NAME=one\\ntwo', 'one\\ntwo'],
    ['OUTBOX_DIR="C:\\data\\outbox\\"', 'C:\\data\\outbox\\'],
    ['NAME=a=b', 'a=b'],
  ])('an .env file reads %s as a person means it', (text, value) => {
    expect(firstValue(text)).toBe(value);
  });

  test.each([
    ['of Linux', '\n'],
    ['of Windows', '\r\n'],
    ['of an old Mac', '\r'],
  ])('an .env file may have the line ends %s', (_, end) => {
    expect(read(['A=1', '', '# c', 'B="two', 'lines"', 'C=3'].join(end)).entries).toEqual([
      { name: 'A', value: '1', line: 1, comment: null },
      { name: 'B', value: `two${end}lines`, line: 4, comment: null },
      { name: 'C', value: '3', line: 6, comment: null },
    ]);
  });

  test('an .env file may begin with a byte order mark, which is no part of the first name', () => {
    expect(valuesOf('\ufeffPORT=1\nHOST=::1')).toEqual([
      ['PORT', '1'],
      ['HOST', '::1'],
    ]);
  });

  test('an .env file may be empty', () => {
    expect(read('')).toEqual({ entries: [], unreadLines: [] });
  });

  test.each(['set PORT 8080', 'PORT: 8080', '$env:PORT = "8080"', 'PORT', '=8080'])(
    'an .env file’s invalid line is reported: %s',
    (line) => {
      expect(read(`HOST=::1\n${line}\nB=2`)).toMatchObject({ entries: [{}, {}], unreadLines: [2] });
    },
  );

  test.each([
    ["NAME='Tis the week\nPORT=1", 1, 'NAME'],
    ['A=1\nNAME="Weekly\nPORT=1\n', 2, 'NAME'],
    ['NAME="Weekly\nHOST="::1"', 1, 'NAME'],
    ['A="1"\nB=`two', 2, 'B'],
  ])(
    'an .env file with a quotation mark that is never closed is refused with the line: %j',
    (text, line, name) => {
      expect(refusal(Buffer.from(text))).toBe(
        `.env, line ${line}: the quotation mark that opens the value of ${name} is never closed. Close it, or put the whole value between quotation marks of another kind.`,
      );
    },
  );

  test.each([
    ['little-endian', Buffer.from('\ufeffPORT=1', 'utf16le')],
    ['big-endian', Buffer.from('\ufeffPORT=1', 'utf16le').swap16()],
    ['without a mark', Buffer.from('PORT=1', 'utf16le')],
  ])('an .env file in UTF-16, %s, is refused with what to do', (_, bytes) => {
    expect(refusal(bytes)).toBe('.env is UTF-16, as PowerShell and Notepad write it: save it as UTF-8.');
  });

  test('an .env file in Latin-1 is refused rather than read with wrong letters', () => {
    expect(refusal(Buffer.from('POSTAL_ADDRESS=M\u00fcnster', 'latin1'))).toBe(
      '.env is not UTF-8: save it as UTF-8.',
    );
  });
});
