import { expect, test } from 'vitest';
import { decodeText } from '../../src/comparisons/decode-text.ts';

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
      message: 'The file is not UTF-8: save it as UTF-8 and import it again',
    }),
  );
});

test('no bytes are no text', () => {
  expect(decodeText(new Uint8Array())).toBe('');
});
