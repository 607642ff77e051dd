import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePlace, type Place } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';
import { inventedComparison } from '../support/samples/invented-comparison.ts';
import { labelledHtml } from '../support/samples/saved-html.ts';
import { labelledPage } from '../support/samples/saved-pages.ts';

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(() => place.remove());

const run = (parameters: string[]) => runCommand(parameters, { env: place.env, cwd: place.folder });
const comparison = inventedComparison(({ tools: [one] }) => {
  one.tagline = 'Turns café notes into £20 drafts';
});

async function tagline(): Promise<string> {
  const { stdout } = await run(['comparisons', 'show', comparison.slug, '--json']);
  return JSON.parse(stdout).tools[0].tagline;
}

/** Writes the text in Latin-1, which has no bullet. */
const writeLatin = (name: string, text: string) =>
  writeFile(join(place.folder, name), Buffer.from(text.replaceAll('—', '-'), 'latin1'));

test('a text page in another encoding is refused with the option that reads it', async () => {
  await writeLatin('page.txt', labelledPage(comparison));
  const refused = await run(['import', 'page.txt']);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toMatch(/page\.txt: The file is not UTF-8.*--encoding windows-1252/);
  expect((await run(['import', 'page.txt', '--encoding', 'windows-1252'])).status).toBe(0);
  expect(await tagline()).toBe(comparison.tools[0].tagline);
});

test('an HTML page is read in the encoding that it states', async () => {
  await writeLatin('page.html', labelledHtml(comparison, { head: '<meta charset="iso-8859-1">' }));
  expect((await run(['import', 'page.html'])).status).toBe(0);
  expect(await tagline()).toBe(comparison.tools[0].tagline);
});

test('a page that a browser saved in one file is read', async () => {
  const head =
    'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="edge"\r\n\r\n';
  const body = Buffer.from(labelledHtml(comparison)).toString('base64').replace(/.{76}/g, '$&\r\n');
  const part = `--edge\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}\r\n--edge--\r\n`;
  await writeFile(join(place.folder, 'page.mhtml'), head + part);
  expect((await run(['import', 'page.mhtml'])).status).toBe(0);
  expect(await tagline()).toBe(comparison.tools[0].tagline);
});

test('an unknown encoding of a page is a usage error that names some known ones', async () => {
  await writeLatin('page.txt', labelledPage(comparison));
  const { status, stderr } = await run(['import', 'page.txt', '--encoding', 'windows']);
  expect(status).toBe(2);
  expect(stderr).toMatch(/no such encoding.*windows-1252/);
});
