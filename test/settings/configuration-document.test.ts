import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configurationDocument } from '../../src/settings/configuration-document.ts';
import { readEnvFile } from '../../src/settings/env-file.ts';
import { isOwnerSetting, OWNER_SETTINGS } from '../../src/settings/owner-settings.ts';
import { OWNER_DEFAULTS } from '../../src/settings/owner-view.ts';
import { SETTING_DOCS, SETTING_GROUPS } from '../../src/settings/setting-docs.ts';
import { SETTING_NAMES } from '../../src/settings/setting-names.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { projectPath } from '../../src/shared/project-path.ts';

test('docs/configuration.md is current; npm run configuration > docs/configuration.md makes it', () => {
  expect(readFileSync(projectPath('docs', 'configuration.md'), 'utf8')).toBe(configurationDocument());
});

test('it has every setting once', () => {
  const documented = SETTING_GROUPS.flatMap(({ settings }) => settings);
  expect(documented.toSorted()).toEqual([...SETTING_NAMES].toSorted());
});

const exampleText = () => readFileSync(projectPath('.env.example'), 'utf8');

test('a copy of .env.example fixes nothing that the owner may change in the studio', () => {
  const names = readEnvFile(Buffer.from(exampleText())).entries.map(({ name }) => name);
  const machines = SETTING_NAMES.filter((name) => !isOwnerSetting(name));
  expect(names.toSorted()).toEqual(machines.toSorted());
});

test('its defaults are those of the program, of the studio and of .env.example', () => {
  const defaults: Record<string, unknown> = settingsSchema.parse({});
  const example = readEnvFile(Buffer.from(exampleText().replaceAll(/^#(?=[A-Z_]+=)/gm, ''))).entries;
  for (const [name, { default: text }] of Object.entries(SETTING_DOCS)) {
    const parsed: Record<string, unknown> = settingsSchema.parse(text === null ? {} : { [name]: text });
    expect([name, parsed[name]]).toEqual([name, defaults[name]]);
    expect([name, example.find((entry) => entry.name === name)?.value]).toEqual([name, text ?? '']);
  }
  for (const name of OWNER_SETTINGS) expect(OWNER_DEFAULTS[name]).toBe(SETTING_DOCS[name].default);
});
