import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makePlace, type Place } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';
import { aPng } from '../support/samples/logos.ts';

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(() => place.remove());

const run = (...parameters: string[]) =>
  runCommand(['look', ...parameters], { env: place.env, cwd: place.folder });
const json = async (...parameters: string[]) => JSON.parse((await run(...parameters, '--json')).stdout);

async function pictureOf(size: { width: number; height: number }): Promise<string> {
  const path = join(place.folder, `${size.width}.png`);
  await writeFile(path, aPng(size));
  return path;
}

describe('verdicts look', () => {
  test('says that nothing is set, and names what can be', async () => {
    expect((await run('show')).stdout).toBe('Nothing is set: emails and pages have the standard look.\n');
    const { status, stderr } = await run('set');
    expect([status, stderr]).toEqual([2, expect.stringContaining('verdicts look set --help')]);
  });

  test('sets texts, a logo and links, says what was adjusted, and clears by an empty text', async () => {
    const logo = await pictureOf({ width: 300, height: 60 });
    const { status, stdout } = await run(
      ...['set', '--accent', '#ff0', '--logo', logo, '--tagline', 'Two minutes', '--welcome', 'Hello.'],
      ...['--social', 'Mastodon=https://social.test/@us', 'Bluesky=https://sky.test/us'],
    );
    expect(status).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'Logo             300 × 60 pixels, shown 150 × 30',
      'Accent           #ffff00',
      'Tagline          Two minutes',
      'Link             Mastodon: https://social.test/@us',
      'Link             Bluesky: https://sky.test/us',
      'Welcome          Hello.',
      expect.stringContaining('Note: #ffff00 hardly stands out from the light sheet'),
      expect.stringContaining('Note: Links keep the standard blue'),
      '',
    ]);
    const cleared = await json('set', '--tagline', '', '--logo', '', '--social', '');
    expect(cleared).toMatchObject({ tagline: null, logo: null, socialLinks: [], accent: '#ffff00' });
  });

  test.each([
    [{ width: 2000, height: 100 }, 'it would be only 11 high, too small to read'],
    [{ width: 100, height: 20 }, 'Use one at least 30 pixels high'],
  ])('refuses a logo of %j with the reason', async (size, reason) => {
    const { status, stderr } = await run('set', '--logo', await pictureOf(size));
    expect([status, stderr]).toEqual([1, expect.stringContaining(reason)]);
  });

  test('refuses a logo of 10 MB, a text file and a file that is not there', async () => {
    const path = join(place.folder, 'large.png');
    await writeFile(path, Buffer.alloc(10_000_000, 1));
    expect((await run('set', '--logo', path)).stderr).toMatch(/larger|large/);
    await writeFile(path, 'words');
    expect((await run('set', '--logo', path)).status).toBe(1);
    expect((await run('set', '--logo', 'nowhere.png')).stderr).toMatch(/There is no file nowhere\.png/);
  });

  test('names each wrong field, and changes nothing then', async () => {
    const { status, stderr } = await run(
      'set',
      '--accent',
      'orange',
      '--site',
      'verdicts.test',
      '--tagline',
      'x',
    );
    expect(status).toBe(1);
    expect(stderr.split('\n')).toEqual([
      '--accent: Write the colour as # and six digits or letters from a to f, such as #2440b0.',
      '--site: Write the whole link, with https://',
      '',
    ]);
    expect(await json('show')).toMatchObject({ tagline: null, revision: 0 });
  });

  test.each(['my-look', 'my-look.json'])(
    'exports to %s what it imports again, logo and all',
    async (path) => {
      const logo = await pictureOf({ width: 300, height: 60 });
      await run(
        'set',
        '--accent',
        '#6a1b9a',
        '--logo',
        logo,
        '--logo-alt',
        'Verdicts',
        '--footer',
        'One\nTwo',
      );
      await run('set', '--sign-up-heading', 'Which tool?', '--social', 'Mastodon=https://social.test/@us');
      const { revision, ...look } = await json('show');
      expect((await run('export', path)).status).toBe(0);
      await run('set', '--accent', '', '--logo', '', '--footer', '', '--sign-up-heading', '', '--social', '');
      const { revision: later, ...imported } = await json('import', path);
      expect(imported).toEqual(look);
      expect(later).toBe(revision + 2);
    },
  );

  test('a misspelt field of an imported look is named, and the look stays as it is', async () => {
    await run('set', '--tagline', 'Kept');
    await writeFile(join(place.folder, 'look.json'), '{"tagLine":"Lost","signUp":{"titel":"Lost"}}');
    const { status, stderr } = await run('import', 'look.json');
    expect([status, stderr]).toEqual([1, expect.stringContaining('has no tagLine, no signUp.titel.')]);
    expect(await json('show')).toMatchObject({ tagline: 'Kept' });
  });

  test('refuses a look whose logo lies in another folder', async () => {
    await writeFile(join(place.folder, 'look.json'), '{"logo":{"file":"../logo.png"}}');
    expect((await run('import', 'look.json')).stderr).toMatch(/must be a file in the same folder/);
  });
});
