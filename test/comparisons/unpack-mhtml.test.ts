import { expect, test } from 'vitest';
import { isMhtml, unpackMhtml } from '../../src/comparisons/unpack-mhtml.ts';
import { inventedComparison, readFrom } from '../support/samples/invented-comparison.ts';
import { labelledHtml } from '../support/samples/saved-html.ts';

const comparison = inventedComparison();
const html = labelledHtml(comparison);

function quotedPrintable(text: string): string {
  const escaped = [...Buffer.from(text)].map((byte) =>
    byte === 10
      ? '\r\n'
      : byte === 61 || byte > 126
        ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
        : String.fromCharCode(byte),
  );
  return escaped.join('').replace(/[^\r\n=]{70}/g, '$&=\r\n');
}

/** A page as a browser saves it in one file. */
function mhtml(parts: { encoding: string; body: string }[], start = 'From: <Saved by Blink>\r\n'): Buffer {
  const head = `${start}Subject: A vs B\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Edge"\r\n\r\n`;
  const all = parts.map(
    ({ encoding, body }) =>
      `------Edge\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: ${encoding}\r\nContent-Location: https://tern.test/\r\n\r\n${body}\r\n`,
  );
  return Buffer.from(`${head}${all.join('')}------Edge--\r\n`);
}

test.each([
  ['quoted-printable', quotedPrintable(html)],
  ['base64', Buffer.from(html).toString('base64').replace(/.{76}/g, '$&\r\n')],
  ['8bit', html],
])('a page in one file is read like the page itself: %s', async (encoding, body) => {
  const file = mhtml([{ encoding, body }]);
  expect(isMhtml(file)).toBe(true);
  const content = await unpackMhtml(file);
  expect(readFrom({ name: 'page.mhtml', content })).toEqual({ comparisons: [comparison], rejected: [] });
});

test('the frames of a page are not read as more of it', async () => {
  const frame = { encoding: '8bit', body: '<html><body><p>Panel ship</p></body></html>' };
  const content = await unpackMhtml(mhtml([{ encoding: '8bit', body: html }, frame]));
  expect(readFrom({ name: 'page.mht', content }).comparisons).toEqual([comparison]);
});

test('a file without a page in it is refused with what to do', async () => {
  await expect(unpackMhtml(mhtml([]))).rejects.toThrow(/“Webpage, Complete”/);
});

test.each(['{"a": 1}', html, 'AI tool comparison\nA vs B\n', 'Subject: a letter\n\nDear reader', ''])(
  'other files are not taken for a page in one file: %j',
  (text) => expect(isMhtml(Buffer.from(text))).toBe(false),
);
