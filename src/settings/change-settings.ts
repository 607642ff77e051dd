import type { SettingTexts } from './check-settings.ts';
import { changeProblems } from './merge-stored.ts';
import { changedSettings, isOwnerSetting, type OwnerSetting, type OwnerValues } from './owner-settings.ts';
import type { SettingProblem } from './setting-problem.ts';
import type { SettingsEditor, SettingsStore } from './settings-store.ts';

export interface RequestedChange {
  /** The environment. */
  given: SettingTexts;
  /** New texts; an empty one leaves the setting to its default. */
  texts: Readonly<Partial<Record<OwnerSetting, string>>>;
  /** What was stored when the change was made, and its revision. */
  stored: { values: OwnerValues; revision: number };
  by: SettingsEditor;
  at: number;
}

export type ChangeOutcome =
  | { kind: 'saved'; revision: number; names: OwnerSetting[] }
  /** It is already so. */
  | { kind: 'unchanged' }
  | { kind: 'wrong'; problems: SettingProblem[] }
  | { kind: 'changed-meanwhile' };

/** All of the change or nothing. What the environment sets cannot be changed, only cleared. */
export async function changeSettings(
  { given, texts, stored, by, at }: RequestedChange,
  settingsStore: Pick<SettingsStore, 'saveSettings'>,
): Promise<ChangeOutcome> {
  const { values, problems } = planChange({ given, texts, stored: stored.values });
  if (problems.length > 0) return { kind: 'wrong', problems };
  const names = changedSettings(stored.values, values);
  if (names.length === 0) return { kind: 'unchanged' };
  const outcome = await settingsStore.saveSettings({ values, revision: stored.revision, by, at });
  return outcome.kind === 'saved' ? { ...outcome, names } : outcome;
}

/** What would be stored, and everything wrong with it. */
export function planChange({
  given,
  texts,
  stored,
}: Pick<RequestedChange, 'given' | 'texts'> & { stored: OwnerValues }): {
  values: OwnerValues;
  problems: SettingProblem[];
} {
  const edits = Object.entries(texts).map(([name, text]) => [name, text.trim()] as const);
  const all = Object.entries({ ...stored, ...Object.fromEntries(edits) });
  const values: OwnerValues = Object.fromEntries(all.filter(([, text]) => text !== ''));
  const fixed = edits.filter(([name, text]) => text !== '' && given[name] !== undefined).map(fixedProblem);
  if (fixed.length > 0) return { values, problems: fixed };
  const changed = edits.map(([name]) => name).filter(isOwnerSetting);
  return { values, problems: changeProblems(given, { values, changed }) };
}

function fixedProblem([name]: readonly [string, string]): SettingProblem {
  return {
    names: [name],
    sentence: (nameOf) =>
      `${nameOf(name)} is set in the environment or in .env, which wins. Change it there, then restart the program`,
  };
}
