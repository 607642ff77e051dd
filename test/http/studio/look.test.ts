import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_LOOK } from '../../../src/look/look.ts';
import { TUESDAY } from '../../support/comparisons.ts';
import { HERE, openStudio, type Studio } from '../../support/http/studio.ts';
import { aPng } from '../../support/samples/logos.ts';

let studio: Studio;
beforeEach(async () => {
  studio = await openStudio();
});
afterEach(() => studio.close());

/** Submits the form as a browser does. */
function submit(
  fields: Record<string, string>,
  { logo, path = '/studio/look' }: { logo?: Uint8Array; path?: string } = {},
) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ revision: '0', ...fields })) form.append(name, value);
  form.append(
    'logo',
    new File(logo === undefined ? [] : [new Uint8Array(logo)], logo === undefined ? '' : 'logo.png'),
  );
  return studio.visit(path, { method: 'POST', body: form, headers: { origin: HERE } });
}

describe('the page of the look', () => {
  test('saves what the form says, and shows it in pages from then on', async () => {
    const response = await submit(
      {
        accent: '#f06a1a',
        tagline: 'In two minutes',
        'signUp.heading': 'Which tool?',
        'social-label': 'Mastodon',
        'social-url': 'https://social.test/@us',
      },
      { logo: aPng() },
    );
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      '/studio/look?saved=form&before=0',
    ]);
    const { look, revision } = await studio.lookStore.readLook();
    expect(revision).toBe(1);
    expect(look).toMatchObject({
      accent: '#f06a1a',
      tagline: 'In two minutes',
      logo: { width: 300, height: 60 },
      socialLinks: [{ label: 'Mastodon', url: 'https://social.test/@us' }],
      signUp: { heading: 'Which tool?' },
    });
    const home = await studio.read('/');
    for (const words of [
      'In two minutes',
      '<h1>Which tool?</h1>',
      'https://social.test/@us',
      `/logo/${look.logo?.hash}.png`,
    ])
      expect(home).toContain(words);
    const css = await studio.read('/brand.css?accent=f06a1a');
    expect(css).toContain('--brand:#f06a1a');
    const logo = await studio.visit(`/logo/${look.logo?.hash}.png`);
    expect([logo.status, logo.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(logo.headers.get('cache-control')).toContain('immutable');
    expect(logo.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  });

  test('says what is wrong at its field, and keeps everything else, the logo too', async () => {
    const response = await submit({ siteUrl: 'verdicts.test', tagline: 'Kept' }, { logo: aPng() });
    expect(response.status).toBe(422);
    const page = await response.text();
    expect(page).toMatch(
      /aria-describedby="siteUrl-notes siteUrl-hint" aria-invalid="true" type="url" value="verdicts\.test"/,
    );
    expect(page).toMatch(/id="siteUrl-error">.*Write the whole link, with https:\/\//);
    expect(page).toContain('value="Kept"');
    const [, unsaved = ''] = /name="logo-unsaved" value="([^"]+)"/.exec(page) ?? [];
    await submit({ siteUrl: 'https://verdicts.test', 'logo-unsaved': unsaved });
    expect((await studio.lookStore.readLook()).look.logo).toMatchObject({ width: 300, height: 60 });
  });

  test.each([
    [
      'of 10 MB',
      () => new Uint8Array(10_000_000).fill(1),
      /The file is 9\.54 MiB\. A logo may have at most 1 MiB/,
    ],
    ['of 2000 × 100', () => aPng({ width: 2000, height: 100 }), /20 times as wide as it is high/],
  ])('refuses a logo %s with the reason, and keeps the words', async (_, logo, reason) => {
    const response = await submit({ tagline: 'Kept' }, { logo: logo() });
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toMatch(reason);
    expect(page).toContain('value="Kept"');
  });

  test.each(['#ffff00', '#000000', '#ff00ff'])('says what becomes of %s', async (accent) => {
    await submit({ accent });
    expect(await studio.read('/studio/look')).toMatch(/id="accent-effect" data-live>[^<]*(#|Links)/);
  });

  test('does not overwrite what somebody else saved meanwhile, until told to', async () => {
    await studio.lookStore.saveLook({
      look: { ...DEFAULT_LOOK, tagline: 'Theirs' },
      png: null,
      revision: 0,
      at: TUESDAY,
    });
    const response = await submit({ tagline: 'Mine' });
    const page = await response.text();
    expect(response.status).toBe(409);
    expect(page).toContain('Somebody else changed the look meanwhile');
    expect(page).toContain('value="Mine"');
    expect(page).toContain('name="revision" value="1"');
    expect((await submit({ tagline: 'Mine', revision: '1' })).status).toBe(303);
    expect((await studio.lookStore.readLook()).look.tagline).toBe('Mine');
  });

  test('previews the sign-up page and an email in a look that is not saved', async () => {
    const fields = {
      view: 'issue',
      accent: '#f06a1a',
      'signUp.heading': 'Unsaved heading',
      footerText: 'Unsaved footer',
    };
    const page = await submit({ ...fields, view: 'sign-up' }, { path: '/studio/look/preview', logo: aPng() });
    expect(page.status).toBe(200);
    const text = await page.text();
    expect(text).toContain('Unsaved heading');
    expect(text).toContain('src="data:image/png;base64,');
    const email = await submit(fields, { path: '/studio/look/preview' });
    expect(await email.text()).toContain('Unsaved footer');
    expect((await studio.lookStore.readLook()).revision).toBe(0);
  });

  test('says that the logo’s picture is lost, and how to mend it; everything else can be saved', async () => {
    await submit({}, { logo: aPng() });
    await studio.sql('delete from logos');
    const lost = /This logo’s picture is missing from the database[^<]*Choose its file again, or remove it\./;
    expect(await studio.read('/studio/look')).toMatch(lost);
    expect((await submit({ tagline: 'Saved', revision: '1' })).status).toBe(303);
    expect((await studio.lookStore.readLook()).look).toMatchObject({
      tagline: 'Saved',
      logo: { width: 300 },
    });
    await submit({ revision: '2' }, { logo: aPng() });
    expect(await studio.read('/studio/look')).not.toMatch(lost);
  });

  test('goes back only while nobody else changed it, and says so', async () => {
    await submit({ tagline: 'One' });
    await submit({ tagline: 'Two', revision: '1' });
    const back = (fields: Record<string, string>) => studio.submit('/studio/look/back', fields);
    const overtaken = await back({ to: '0', revision: '1' });
    expect([overtaken.status, await overtaken.text()]).toEqual([
      409,
      expect.stringContaining('the look changed while this page was open'),
    ]);
    const unknown = await back({ to: '99', revision: '2' });
    expect([unknown.status, await unknown.text()]).toEqual([
      409,
      expect.stringContaining('Earlier looks stay for 30 days'),
    ]);
    expect((await back({ to: '1', revision: '2' })).status).toBe(303);
    expect((await studio.lookStore.readLook()).look.tagline).toBe('One');
  });
});
