import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { MAX_HTML_BYTES } from '../../src/issues/problems/max-html-size.ts';
import { aMail } from '../contracts/transport-contract.ts';
import { eightLongest } from '../support/samples/awkward-digests.ts';
import { oneClickProblems, signed } from './support/dkim.ts';
import { linkAddresses, mailDifferences, sizeProblems } from './support/message-checks.ts';
import { allSpecimens, issueSpecimen, type Specimen, specimen } from './support/specimens.ts';

const specimens = await allSpecimens();
const issues = specimens.filter(([name]) => name.startsWith('an issue'));

test('no email is long enough for a client to clip it', () => {
  for (const [name, mail] of specimens) expect(sizeProblems(mail), name).toEqual([]);
});

test('eight comparisons of the longest texts have 90 KiB at most', async () => {
  const { html } = await issueSpecimen(eightLongest);
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(MAX_HTML_BYTES);
  expect(Buffer.byteLength(html)).toBeGreaterThan(48 * 1024);
});

test('an email that is too long is caught, both by its bytes and by its characters', async () => {
  const long = await specimen(aMail({ html: '–'.repeat(MAX_HTML_BYTES / 3 + 1) }));
  expect(sizeProblems(long)).toEqual(['The HTML has 92163 bytes']);
  expect(sizeProblems({ ...long, html: 'a\u0092b' })).toEqual(['U+92 clips the mail']);
});

test('the text has every link of the HTML on its own line', () => {
  for (const [name, { html, text }] of specimens) {
    const links = linkAddresses(html);
    expect(links.length, name).toBeGreaterThanOrEqual(1);
    expect(missing(links, text), name).toEqual([]);
  }
});

test('a link that is missing from the text is caught', () => {
  const html = '<a href="https://a.test/?x=1&amp;y=2">x</a><a href="https://b.test/">y</a>';
  expect(missing(linkAddresses(html), 'See:\nhttps://a.test/?x=1&y=2\n')).toEqual(['https://b.test/']);
});

function missing(links: readonly string[], text: string): string[] {
  const lines = new Set(text.split('\n'));
  return links.filter((link) => !lines.has(link));
}

test('a parsed message has the subject, the text and the HTML that were composed', async () => {
  for (const [name, mail] of specimens) expect(await mailDifferences(mail), name).toEqual([]);
});

test('a message that lost something on its way is caught', async () => {
  const mail = await specimen(aMail());
  const changed = (one: string, other: string): Specimen => ({
    ...mail,
    message: Buffer.from(mail.message.toString().replaceAll(one, other)),
  });
  expect(await mailDifferences(changed('your subscription', 'it'))).toEqual(['subject']);
  expect(await mailDifferences(changed('confirm/t1', 'confirm/t2'))).toEqual(['text', 'html']);
});

test('every issue has one-click unsubscribing once, and a valid signature over it', async () => {
  for (const [name, { message }] of issues) {
    const { headers } = await PostalMime.parse(message);
    const fields = headers.filter(({ key }) => key.startsWith('list-unsubscribe'));
    expect(
      fields.map(({ key }) => key),
      name,
    ).toEqual(['list-unsubscribe', 'list-unsubscribe-post']);
    expect(fields[0]?.value, name).toMatch(/^<https:\/\/verdicts\.test\/unsubscribe\/u+>$/);
    expect(fields[1]?.value, name).toBe('List-Unsubscribe=One-Click');
    expect(await oneClickProblems(await signed(message)), name).toEqual([]);
  }
});

test('a signature without one-click unsubscribing is caught, and so is a message changed after it was signed', async () => {
  const message = issues[0]?.[1].message;
  if (message === undefined) throw new Error('There are issues.');
  expect(await oneClickProblems(message)).toEqual([expect.stringContaining('No valid signature')]);
  expect(await oneClickProblems(await signed(message, null))).toEqual([
    'List-Unsubscribe-Post is not signed',
  ]);
  const sent = (await signed(message))
    .toString()
    .replace('List-Unsubscribe=One-Click', 'List-Unsubscribe=Two-Click');
  expect(await oneClickProblems(Buffer.from(sent))).toEqual([expect.stringContaining('No valid signature')]);
});
