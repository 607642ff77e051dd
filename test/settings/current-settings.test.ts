import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseConfigToMerge } from '../../src/settings/config.ts';
import { createCurrentSettings } from '../../src/settings/current-settings.ts';
import type { OwnerValues } from '../../src/settings/owner-settings.ts';
import { type OpenedStores, openWithTables } from '../support/database/tables.ts';

let stores: OpenedStores;
beforeEach(async () => {
  stores = await openWithTables();
});
afterEach(() => stores.close());

const given = (values: Record<string, string> = {}) => ({ values, warnings: [], cutAtComments: [] });
const open = (values?: Record<string, string>) =>
  createCurrentSettings(parseConfigToMerge(given(values)), stores.settingsStore);
let revision = 0;
beforeEach(() => {
  revision = 0;
});
const save = async (values: OwnerValues, at = 1_000) => {
  await stores.settingsStore.saveSettings({ values, revision, by: 'command', at });
  revision += 1;
};

test('whoever holds the configuration sees what is set meanwhile, and a copy stays as it was', async () => {
  const { config, refresh } = open();
  await refresh();
  const copy = { ...config };
  await save({ NEWSLETTER_NAME: 'Tool Tuesday', MAX_ITEMS: '5', SCHEDULE: '0 9 * * 4', REVIEW: 'required' });
  await refresh();
  expect(config).toMatchObject({
    newsletter: { name: 'Tool Tuesday' },
    selection: { maxItems: 5 },
    schedule: { pattern: '0 9 * * 4' },
    review: 'required',
  });
  expect(copy).toMatchObject({ selection: { maxItems: 8 }, review: 'auto' });
});

test('a newsletter that is renamed renames its sender, unless that has a name of its own', async () => {
  const plain = open({ NEWSLETTER_FROM: 'digest@verdicts.test' });
  const named = open({ NEWSLETTER_FROM: 'Ada <digest@verdicts.test>' });
  await save({ NEWSLETTER_NAME: 'Tool Tuesday' });
  await plain.refresh();
  await named.refresh();
  expect(plain.config.newsletter.from.name).toBe('Tool Tuesday');
  expect(named.config.newsletter.from.name).toBe('Ada');
});

test('a change is told once, and what was there at the start is none', async () => {
  await save({ MAX_ITEMS: '5' });
  const { refresh, onChange } = open();
  const told: number[] = [];
  const stop = onChange((stored) => told.push(stored.revision));
  await refresh();
  await save({ MAX_ITEMS: '6' });
  await Promise.all([refresh(), refresh()]);
  stop();
  await save({ MAX_ITEMS: '7' });
  await refresh();
  expect(told).toEqual([2]);
});

test('a variable that is allowed only by what is stored is no error until that is gone', async () => {
  await save({ MAX_ITEMS: '12' });
  const settings = open({ MIN_ITEMS: '10' });
  await settings.refresh();
  expect(settings.config.selection).toMatchObject({ minItems: 10, maxItems: 12 });
  await save({});
  await expect(open({ MIN_ITEMS: '10' }).refresh()).rejects.toThrow('MIN_ITEMS must not be above MAX_ITEMS');
});

describe('a value without which the environment would be wrong, once it is gone', () => {
  const opened = async () => {
    await save({ MAX_ITEMS: '12', NEWSLETTER_NAME: 'First' });
    const settings = open({ MIN_ITEMS: '10' });
    await settings.refresh();
    expect(settings.config.contradiction).toBeNull();
    return settings;
  };

  test.each([
    ['cleared', {}],
    ['changed', { MAX_ITEMS: '9' }],
  ])('stays in force if it was %s, and everything else counts as it is set', async (_, change) => {
    const settings = await opened();
    await save({ ...change, REVIEW: 'required' });
    await settings.refresh();
    expect(settings.config).toMatchObject({
      selection: { minItems: 10, maxItems: 12 },
      review: 'required',
      newsletter: { name: 'Weekly AI Tool Verdicts' },
    });
    expect(settings.config.contradiction).toBe(
      'The settings contradict each other: MIN_ITEMS must not be above MAX_ITEMS. The earlier value of MAX_ITEMS stays in force. Set MAX_ITEMS again in Settings, or change .env. Until then, we cannot restart.',
    );
  });

  test('stays in force through later changes, until it is set again', async () => {
    const settings = await opened();
    await save({});
    await settings.refresh();
    await save({ REVIEW: 'required' });
    await settings.refresh();
    expect(settings.config).toMatchObject({ selection: { maxItems: 12 }, review: 'required' });
    expect(settings.config.contradiction).toContain('MAX_ITEMS');
    await save({ MAX_ITEMS: '11' });
    await settings.refresh();
    expect(settings.config).toMatchObject({ selection: { maxItems: 11 }, review: 'auto' });
    expect(settings.config.contradiction).toBeNull();
  });
});

test('what only the server reads decides for every command whether a stored value can be used', async () => {
  await save({ NEWSLETTER_NAME: 'Tidal Lantern' });
  const settings = open({ STUDIO_PASSWORD: 'tidal lantern 7' });
  await settings.refresh();
  expect(settings.config.newsletter.name).toBe('Weekly AI Tool Verdicts');
  expect(settings.config.ignored.map(({ name }) => name)).toEqual(['NEWSLETTER_NAME']);
});
