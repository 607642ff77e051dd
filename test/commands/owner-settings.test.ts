import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { type Served, startServed } from '../support/http/served.ts';
import { makePlace, type Place } from '../support/processes.ts';
import { runCommand } from '../support/run-command.ts';

let place: Place;
let served: Served | null = null;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(async () => {
  await served?.stop();
  served = null;
  await place.remove();
});

const run = (parameters: string[], env: Record<string, string> = {}) =>
  runCommand(['settings', ...parameters], { env: { ...place.env, ...env }, cwd: place.folder });
const show = async (env: Record<string, string> = {}) =>
  JSON.parse((await run(['show', '--json'], env)).stdout);
const settingIn = (shown: { settings: { name: string }[] }, name: string) =>
  shown.settings.find((one) => one.name === name);
const store = async (values: Record<string, string>) => {
  const stores = openSqliteStores(place.database);
  await stores.settingsStore.saveSettings({ values, revision: 0, by: 'studio', at: 1 });
  await stores.close();
};

describe('settings set', () => {
  test('changes what is named, clears what is empty, and says where each value comes from', async () => {
    const first = await run(['set', 'NEWSLETTER_NAME=Tool Tuesday', 'MAX_ITEMS=5', '--json'], {
      MIN_ITEMS: '2',
    });
    expect(first.status).toBe(0);
    const shown = JSON.parse(first.stdout);
    expect(shown.revision).toBe(1);
    expect(settingIn(shown, 'NEWSLETTER_NAME')).toEqual({
      name: 'NEWSLETTER_NAME',
      value: 'Tool Tuesday',
      source: 'studio',
    });
    expect(settingIn(shown, 'MIN_ITEMS')).toEqual({ name: 'MIN_ITEMS', value: '2', source: 'environment' });
    expect(settingIn(shown, 'EDITOR_EMAIL')).toEqual({
      name: 'EDITOR_EMAIL',
      value: null,
      source: 'default',
    });
    await run(['set', 'MAX_ITEMS=']);
    expect(settingIn(await show(), 'MAX_ITEMS')).toEqual({
      name: 'MAX_ITEMS',
      value: '8',
      source: 'default',
    });
  });

  test('says when a sender with a name of its own keeps it', async () => {
    const rename = ['set', 'NEWSLETTER_NAME=Tool Tuesday'];
    const kept = await run(rename, { NEWSLETTER_FROM: 'Ada <digest@verdicts.test>' });
    expect(kept.stderr).toContain('Emails still come from “Ada”: NEWSLETTER_FROM has that name.');
    const { stderr } = await run(['set', 'NEWSLETTER_NAME=Tool Thursday'], {
      NEWSLETTER_FROM: 'digest@verdicts.test',
    });
    expect(stderr).not.toContain('come from');
  });

  test('shows what was set here as set by you, wherever it was set', async () => {
    await run(['set', 'MAX_ITEMS=5']);
    const { stdout } = await run(['show']);
    expect(stdout).toMatch(/^MAX_ITEMS +set by you +5$/m);
    expect(stdout).not.toContain('studio');
  });

  test('says what a new schedule does', async () => {
    const { stderr } = await run(['set', 'SCHEDULE=0 9 * * 4']);
    expect(stderr).toMatch(/The next issue will go out Thu \d+ \w+, 09:00 UTC\./);
  });

  test.each([
    [
      'a value that is wrong',
      ['NEWSLETTER_NAME=Ours', 'REVIEW=maybe'],
      {},
      'REVIEW must be auto or required',
    ],
    ['values that contradict each other', ['MIN_ITEMS=9'], {}, 'MIN_ITEMS must not be above MAX_ITEMS'],
    ['a schedule that fires twice a week', ['SCHEDULE=0 9 * * 2,4'], {}, 'SCHEDULE fires up to 2 times'],
    ['what the environment sets', ['MIN_ITEMS=2'], { MIN_ITEMS: '1' }, 'MIN_ITEMS is set in the environment'],
    ['what belongs to the machine', ['STUDIO_PASSWORD=x'], {}, 'STUDIO_PASSWORD belongs to the machine'],
    ['a name that is none', ['EDITORS_EMAIL=a@verdicts.test'], {}, 'Did you mean EDITOR_EMAIL?'],
    ['a name without a value', ['REVIEW'], {}, '"REVIEW" has no value. Write NAME=value'],
    ['a value without a name', ['=x'], {}, '"=x" names no setting. Write NAME=value'],
    ['a name that is there twice', ['REVIEW=auto', 'REVIEW=required'], {}, 'REVIEW is there twice'],
  ])('refuses %s, and changes nothing', async (_, assignments, env, words) => {
    const { status, stderr } = await run(['set', ...assignments], env as Record<string, string>);
    expect(stderr).toContain(words);
    expect(status).toBe(2);
    expect((await show()).revision).toBe(0);
  });
});

test('a setting that does not exist makes no database', async () => {
  const elsewhere = join(place.folder, 'elsewhere.db');
  const env = { ...place.env, DATABASE_URL: `file:${elsewhere}` };
  expect((await runCommand(['settings', 'set', 'NO_SUCH=1'], { env })).status).toBe(2);
  expect(existsSync(elsewhere)).toBe(false);
});

test('what the environment sets wrongly is named where the settings are shown', async () => {
  await store({ TIMEZONE: 'Europe/Berlin' });
  expect((await show({ MAX_ITEMS: 'abc' })).notes).toEqual([
    'MAX_ITEMS must be a whole number from 1 to 20, in digits only. Correct it in the environment or in .env.',
  ]);
});

test('times are shown in the newsletter’s zone by every command', async () => {
  await store({ TIMEZONE: 'Europe/Berlin' });
  const issue = (parameters: string[]) =>
    runCommand(['issue', ...parameters], { env: place.env, cwd: place.folder });
  const held = await issue(['hold', '2026-W30']);
  expect(held.stdout).toContain('goes out    Tue 21 Jul, 09:00 CEST (week 30)');
  expect((await issue(['show', '2026-W30'])).stdout).toContain('Tue 21 Jul, 09:00 CEST');
});

test('a stored value that cannot be used stops no command, and doctor names it', async () => {
  await store({ MAX_ITEMS: '25', TIMEZONE: 'Mars/Olympus' });
  const list = await runCommand(['issue', 'list'], { env: place.env });
  expect(list.status).toBe(0);
  expect((await show()).notes).toHaveLength(2);
  const { stdout } = await runCommand(['doctor', '--json'], { env: place.env, cwd: place.folder });
  const messages = JSON.parse(stdout).checks.map(({ message }: { message: string }) => message);
  expect(messages).toContainEqual(expect.stringContaining('MAX_ITEMS must be at most 20'));
});

test('commands work by what is set, and the environment wins', async () => {
  await store({ MIN_ITEMS: '10', MAX_ITEMS: '12', TIMEZONE: 'Pacific/Auckland' });
  const draft = (env = {}) => runCommand(['draft', '--json'], { env: { ...place.env, ...env } });
  expect((await draft()).status).toBe(0);
  // Ten are allowed only with the twelve that are stored.
  expect((await draft({ MIN_ITEMS: '11' })).status).toBe(0);
  expect(await draft({ MIN_ITEMS: '13', MAX_ITEMS: '12' })).toMatchObject({ status: 2 });
});

test('a backup keeps what is set, and a restore brings it back', async () => {
  await run(['set', 'NEWSLETTER_NAME=Before', 'SCHEDULE=0 9 * * 4']);
  const inPlace = { env: place.env, cwd: place.folder };
  expect((await runCommand(['backup', 'backups'], inPlace)).status).toBe(0);
  await run(['set', 'NEWSLETTER_NAME=After', 'SCHEDULE=']);
  const restored = await runCommand(['restore', 'backups', '--yes'], inPlace);
  expect(restored.status).toBe(0);
  const shown = await show();
  expect(settingIn(shown, 'NEWSLETTER_NAME')).toMatchObject({ value: 'Before' });
  expect(settingIn(shown, 'SCHEDULE')).toMatchObject({ value: '0 9 * * 4' });
});

test('a running serve takes up what a command sets, in pages, forms, metrics and its log', async () => {
  served = await startServed(place);
  const home = async () => (await fetch(`${served?.url}/`)).text();
  expect(await home()).toContain('Weekly AI Tool Verdicts');
  await run(['set', 'NEWSLETTER_NAME=Tool Tuesday', 'SIGN_UP_CHECKS=time-trap']);
  const [line] = await served.nextLine(/"event":"settings-changed".*/);
  expect(line).toContain('"by":"command"');
  expect(line).toContain('"names":"NEWSLETTER_NAME, SIGN_UP_CHECKS"');
  expect(line).not.toContain('Tool Tuesday');
  const page = await home();
  expect(page).toContain('Tool Tuesday');
  expect(page).toMatch(/name="stamp"/);
  await run(['set', 'NEWSLETTER_NAME=']);
  expect(await home()).not.toContain('Tool Tuesday');
});

test('a serve whose environment names the newsletter keeps that name', async () => {
  served = await startServed(place, { NEWSLETTER_NAME: 'Of the machine' });
  await run(['set', 'NEWSLETTER_NAME=Of the studio']);
  expect(await (await fetch(`${served.url}/`)).text()).toContain('Of the machine');
});
