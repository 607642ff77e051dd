import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStudio, type Studio } from '../../support/http/studio.ts';
import { parsedPage } from '../pages/open-pages.ts';

let studio: Studio;
beforeEach(async () => {
  studio = await openStudio({ follows: true, settings: { LOOKBACK_DAYS: '21' } });
});
afterEach(() => studio.close());

const PAGE = '/studio/settings';
const WHOLE = {
  NEWSLETTER_NAME: 'Weekly AI Tool Verdicts',
  NEWSLETTER_REPLY_TO: '',
  POSTAL_ADDRESS: '1 Example Street, 00000 Exampletown',
  'schedule-day': '2',
  'schedule-time': '09:00',
  'schedule-pattern': '0 9 * * 2',
  TIMEZONE: 'UTC',
  REVIEW: 'auto',
  MIN_ITEMS: '1',
  MAX_ITEMS: '8',
  EDITOR_EMAIL: '',
  DRAFT_LEAD_HOURS: '24',
  'has-sign-up-checks': '1',
};
const submit = (fields: Record<string, string | readonly string[]> = {}) =>
  studio.submit(PAGE, { ...WHOLE, ...fields });
/** The form's hidden fields and lines, as a browser would send them. */
const fieldsIn = (html: string) =>
  Object.fromEntries(
    parsedPage(html)
      .all('input')
      .filter(({ attribs: { type } }) => type !== 'radio' && type !== 'checkbox')
      .map(({ attribs: { name = '', value = '' } }) => [name, value]),
  );
const pageNow = async () => fieldsIn(await studio.read(PAGE));
const stored = () => studio.settingsStore.readSettings();
const skip = (slot: string, { byEditor } = { byEditor: true }) =>
  studio.issueStore.changeStatus({
    ...{ slot, scheduledAt: studio.clock.now(), to: 'skipped', reason: null },
    ...{ byEditor, at: studio.clock.now() },
  });

describe('the page of the settings', () => {
  test('suggests time zones, and stays small', async () => {
    const page = await studio.read(PAGE);
    expect(page).toMatch(/<input id="TIMEZONE"[^>]* list="time-zones" type="text"/);
    for (const zone of ['UTC', 'Europe/Berlin']) expect(page).toContain(`<option value="${zone}">`);
    expect(gzipSync(page).length).toBeLessThan(60_000);
  });

  test('names the next weeks in which something can still go out, and none that an editor skipped', async () => {
    const next = async () => /<b>Next:<\/b> ([^<]*)/.exec(await studio.read(PAGE))?.[1];
    expect(await next()).toMatch(/^Tue 24 Nov, .*Tue 1 Dec, .*Tue 8 Dec, /);
    await skip('2026-W48');
    expect(await next()).toMatch(/^Tue 1 Dec, .*Tue 8 Dec, .*Tue 15 Dec, /);
  });

  test('keeps what was changed and nothing else, and pages show it at once', async () => {
    const response = await submit({
      NEWSLETTER_NAME: 'Tool Tuesday',
      MAX_ITEMS: '5',
      SIGN_UP_CHECKS: ['time-trap'],
    });
    expect([response.status, response.headers.get('location')]).toEqual([303, `${PAGE}?saved=1`]);
    expect(await stored()).toMatchObject({
      values: { NEWSLETTER_NAME: 'Tool Tuesday', MAX_ITEMS: '5', SIGN_UP_CHECKS: 'time-trap' },
      revision: 1,
      changed: { by: 'studio' },
    });
    expect(await studio.read('/')).toContain('Tool Tuesday');
    expect(studio.config).toMatchObject({
      newsletter: { name: 'Tool Tuesday' },
      signUpChecks: ['time-trap'],
    });
    expect(studio.events).toContainEqual(
      expect.objectContaining({ event: 'settings-changed', about: 'Name, Most comparisons, Sign-up checks' }),
    );
  });

  test('goes back to the default when a field is emptied', async () => {
    await submit({ MAX_ITEMS: '5' });
    await submit({ revision: '1', MAX_ITEMS: '' });
    expect((await stored()).values).toEqual({});
  });

  test('says what is wrong at the field, in people’s words, and keeps everything', async () => {
    const response = await submit({ NEWSLETTER_NAME: 'Kept', MIN_ITEMS: '7', MAX_ITEMS: '5' });
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toContain('“Fewest comparisons” must not be above “Most comparisons”.');
    expect(page).toMatch(/name="NEWSLETTER_NAME"[^>]* value="Kept"/);
    expect(page).toMatch(
      /id="MIN_ITEMS"[^>]*aria-describedby="MIN_ITEMS-notes MIN_ITEMS-hint" aria-invalid="true"/,
    );
    expect(page).not.toMatch(/MIN_ITEMS must/);
    expect((await stored()).revision).toBe(0);
  });

  test('refuses a time that is none', async () => {
    const response = await submit({ 'schedule-time': '' });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('Write the time as hours and minutes, such as 09:00.');
  });

  test('shows what the environment fixes, and does not change it', async () => {
    expect(await studio.read(PAGE)).toMatch(/name="LOOKBACK_DAYS" readonly [^>]*value="21"/);
    await submit({ LOOKBACK_DAYS: '30' });
    expect((await stored()).revision).toBe(0);
    expect(studio.config.selection.lookbackDays).toBe(21);
  });

  test('leads to the field of a setting that is missing, unless the environment fixes it', async () => {
    const [here, there] = [
      /href="#POSTAL_ADDRESS"/,
      'It is set in the environment or in .env: change it there.',
    ];
    const env = { NEWSLETTER_REPLY_TO: 'editors@verdicts.test', LOOKBACK_DAYS: '21' };
    const fixed = { ...env, POSTAL_ADDRESS: '1 Example Street, 00000 Exampletown' };
    for (const [settings, isFixed] of [
      [env, false],
      [fixed, true],
    ] as const) {
      const other = await openStudio({ follows: true, settings });
      const page = await other.read(PAGE);
      other.close();
      expect([here.test(page), page.includes(there)]).toEqual([!isFixed, isFixed]);
    }
  });

  test('says beside the name whom emails come from, if that is another name', async () => {
    expect(
      parsedPage(await studio.read(PAGE))
        .texts('p')
        .join(),
    ).not.toContain('Emails come from');
    studio.close();
    studio = await openStudio({ follows: true, settings: { NEWSLETTER_FROM: 'Ada <a@verdicts.test>' } });
    expect(parsedPage(await studio.read(PAGE)).texts('p')).toContainEqual(
      expect.stringContaining('Emails come from Ada, the name in NEWSLETTER_FROM on the machine.'),
    );
  });

  test('says which secrets are set, and never what they are', async () => {
    const page = await studio.read(PAGE);
    expect(page).toMatch(/<dd>Set <span class="hint"><code>STUDIO_PASSWORD</);
    expect(page).not.toContain('a long enough password');
  });

  test('shows a stored value that cannot be used any more, and why', async () => {
    await studio.settingsStore.saveSettings({
      values: { MAX_ITEMS: '25' },
      revision: 0,
      by: 'studio',
      at: 1,
    });
    expect(await studio.read(PAGE)).toContain(
      'This cannot be used any more, so its default counts. “Most comparisons” must be at most 20.',
    );
    expect(studio.config.selection.maxItems).toBe(8);
  });

  test('shows both values to whoever saves after somebody else', async () => {
    const before = await pageNow();
    await submit({ NEWSLETTER_NAME: 'Theirs' });
    const response = await submit({ ...before, NEWSLETTER_NAME: 'Mine' });
    const page = await response.text();
    expect(response.status).toBe(409);
    expect(page).toMatch(/name="NEWSLETTER_NAME"[^>]* value="Mine"/);
    expect(page).toContain('Saved by somebody else meanwhile: <bdi>Theirs</bdi>');
    expect((await stored()).values).toEqual({ NEWSLETTER_NAME: 'Theirs' });
    await submit(fieldsIn(page));
    expect((await stored()).values).toEqual({ NEWSLETTER_NAME: 'Mine' });
  });

  test('an editor who changes one setting overwrites no other that somebody changed meanwhile', async () => {
    const before = await pageNow();
    await submit({
      ...{ POSTAL_ADDRESS: 'Main Street 1', MAX_ITEMS: '5' },
      ...{ 'schedule-day': '4', 'confirmed-schedule': '0 9 * * 4 UTC', SIGN_UP_CHECKS: ['time-trap'] },
    });
    const response = await submit({ ...before, NEWSLETTER_NAME: 'Mine', MAX_ITEMS: '5' });
    expect(response.status).toBe(303);
    expect((await stored()).values).toEqual({
      ...{ NEWSLETTER_NAME: 'Mine', POSTAL_ADDRESS: 'Main Street 1', MAX_ITEMS: '5' },
      ...{ SCHEDULE: '0 9 * * 4', SIGN_UP_CHECKS: 'time-trap' },
    });
  });

  test('of two editors, the second decides about one setting, and keeps the first one’s others', async () => {
    const before = await pageNow();
    await submit({ NEWSLETTER_NAME: 'Theirs', POSTAL_ADDRESS: 'Main Street 1' });
    const page = await (await submit({ ...before, NEWSLETTER_NAME: 'Mine' })).text();
    expect(page.match(/Saved by somebody else meanwhile/g)).toHaveLength(1);
    await submit(fieldsIn(page));
    expect((await stored()).values).toEqual({ NEWSLETTER_NAME: 'Mine', POSTAL_ADDRESS: 'Main Street 1' });
  });

  test('asks for the password again after a while', async () => {
    studio.clock.advance(16 * 60_000);
    const cookie = await studio.signIn();
    studio.clock.advance(16 * 60_000);
    const response = await studio.visit(PAGE, {
      method: 'POST',
      body: new URLSearchParams({ ...WHOLE, EDITOR_EMAIL: 'thief@verdicts.test' }).toString(),
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(response.status).toBe(401);
    expect((await stored()).revision).toBe(0);
  });
});

describe('a new schedule', () => {
  const ask = async (fields: Record<string, string>) => {
    const response = await submit(fields);
    expect(response.status).toBe(200);
    return response.text();
  };

  test('is saved only after the page has said what it does', async () => {
    const page = await ask({ 'schedule-day': '4' });
    expect(page).toContain('The next issue will go out Thu 19 Nov, 09:00 UTC.');
    expect((await stored()).revision).toBe(0);
    await submit({ 'schedule-day': '4', 'confirmed-schedule': '0 9 * * 4 UTC' });
    expect((await stored()).values).toEqual({ SCHEDULE: '0 9 * * 4' });
  });

  test('passes over every week that was decided ahead, not only the first', async () => {
    for (const slot of ['2026-W47', '2026-W48', '2026-W49']) await skip(slot);
    expect(await ask({ 'schedule-day': '4' })).toContain('The next issue will go out Thu 10 Dec, 09:00 UTC.');
  });

  test('counts a week that the program skipped before its time, which is open until then', async () => {
    await skip('2026-W47', { byEditor: false });
    expect(await ask({ 'schedule-day': '4' })).toContain('The next issue will go out Thu 19 Nov, 09:00 UTC.');
    expect(await ask({ 'schedule-day': '1' })).not.toContain('has already passed');
  });

  test('whose time of this week has passed puts this week’s issue on hold, and the page says so', async () => {
    const page = await ask({ 'schedule-day': '1' });
    expect(page).toContain('The next issue will go out Mon 23 Nov, 09:00 UTC.');
    expect(page).toContain('This week’s time, Mon 16 Nov, 09:00 UTC, has already passed');
  });

  test('is asked about again if it is not the one that was confirmed', async () => {
    await ask({ 'schedule-day': '5', 'confirmed-schedule': '0 9 * * 4 UTC' });
    expect((await stored()).revision).toBe(0);
  });

  test('may be a pattern of its own', async () => {
    await submit({
      'schedule-day': 'pattern',
      'schedule-pattern': '0 9 1-7 * 2',
      'confirmed-schedule': '0 9 1-7 * 2 UTC',
    });
    expect((await stored()).values).toEqual({ SCHEDULE: '0 9 1-7 * 2' });
    expect(await studio.read(PAGE)).toMatch(/<option value="pattern" selected>/);
  });

  test('that is the old one in other words changes nothing', async () => {
    const values = { SCHEDULE: '00 09 * * TUE' };
    await studio.settingsStore.saveSettings({ values, revision: 0, by: 'command', at: 1 });
    expect((await submit()).status).toBe(303);
    expect((await stored()).revision).toBe(1);
  });
});
