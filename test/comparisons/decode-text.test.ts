import { expect, test } from 'vitest';
import { decodeText, isEncoding } from '../../src/comparisons/decode-text.ts';

const said = 'Tern “vs” 東京 🦊';
const utf16le = Buffer.from(`\ufeff${said}`, 'utf16le');

test.each([
  ['UTF-8', Buffer.from(said)],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${said}`)],
  ['UTF-16LE with a mark', utf16le],
  ['UTF-16BE with a mark', Buffer.from(utf16le).swap16()],
])('%s is decoded', (_, bytes) => {
  expect(decodeText(bytes)).toBe(said);
});

test.each([
  ['Windows-1252', Buffer.from('caf\u00e9 au lait', 'latin1')],
  ['UTF-8 that is cut in a character', Buffer.from(said).subarray(0, -1)],
  ['a lone surrogate', Buffer.from([0x61, 0xed, 0xa0, 0x80])],
  ['UTF-16LE without a mark', Buffer.from(said, 'utf16le')],
  ['UTF-16BE without a mark', Buffer.from(said, 'utf16le').swap16()],
  ['UTF-16 that is cut in a character', utf16le.subarray(0, -1)],
])('%s is refused', (_, bytes) => {
  expect(() => decodeText(bytes)).toThrow(
    expect.objectContaining({
      code: 'input',
      message: expect.stringMatching(
        /not UTF-8: save it as UTF-8 and import it again.*--encoding windows-1252/,
      ),
    }),
  );
});

test('an empty file is decoded to an empty text', () => {
  expect(decodeText(new Uint8Array())).toBe('');
});

const western = Buffer.from('caf\u00e9 \u00a320', 'latin1');

test('a file that is not UTF-8 is decoded with the encoding given for it', () => {
  expect(decodeText(western, 'windows-1252')).toBe('café £20');
  expect(decodeText(Buffer.from([0x8c, 0x8f]), 'windows-1252')).toBe('Œ\u008f');
  expect(decodeText(Buffer.from([0x93, 0x8c, 0x8b, 0x9e]), 'shift_jis')).toBe('東京');
  expect(decodeText(Buffer.from(said, 'utf16le'), 'utf-16le')).toBe(said);
});

test('a file in UTF-8 is decoded as such, whatever encoding is given for the others', () => {
  expect(decodeText(Buffer.from(said), 'windows-1252')).toBe(said);
  expect(decodeText(utf16le, 'windows-1252')).toBe(said);
});

test.each([
  '<meta charset="windows-1252">',
  '<!-- saved --><html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">',
  '<META CHARSET=latin1 >',
  '<?xml version="1.0" encoding="ISO-8859-1"?>',
])('HTML is decoded with the encoding that it states: %s', (head) => {
  expect(decodeText(Buffer.concat([Buffer.from(head), western]))).toBe(`${head}café £20`);
});

test('HTML that was saved as UTF-8 but states another encoding is decoded as UTF-8', () => {
  const page = '<meta charset="windows-1252">café';
  expect(decodeText(Buffer.from(page))).toBe(page);
});

test('a text that merely mentions a charset does not state one', () => {
  expect(() => decodeText(Buffer.concat([Buffer.from('It has <meta charset="latin1">: '), western]))).toThrow(
    'UTF-8',
  );
});

test('an encoding that does not fit the file is refused by its name', () => {
  expect(() => decodeText(Buffer.from([0x61, 0xff, 0xff]), 'shift_jis')).toThrow(/not shift_jis.*--encoding/);
});

test('an encoding is recognised by any of its names', () => {
  expect(['windows-1252', 'latin1', 'Shift_JIS', 'gb18030'].every(isEncoding)).toBe(true);
  expect(['windows', 'utf-9', ''].some(isEncoding)).toBe(false);
});
