import type { OwnerValues } from './owner-settings.ts';

/** The port to what the owner set in the studio or by a command. */
export interface SettingsStore {
  /** What is set, and its revision: nothing, revision 0, until something was. */
  readSettings(): Promise<StoredSettings>;

  /** The revision alone, which is cheap to ask. */
  readRevision(): Promise<number>;

  /** Replaces everything that is set, unless somebody changed it meanwhile. */
  saveSettings(change: SettingsChange): Promise<SaveSettingsOutcome>;
}

/** Who changed settings. */
export const SETTINGS_EDITORS = ['studio', 'command'] as const;
export type SettingsEditor = (typeof SETTINGS_EDITORS)[number];

export interface StoredSettings {
  values: OwnerValues;
  /** Counts what was saved. */
  revision: number;
  /** Null until something was saved. */
  changed: { at: number; by: SettingsEditor } | null;
}

export interface SettingsChange {
  values: OwnerValues;
  /** The revision that was changed. */
  revision: number;
  by: SettingsEditor;
  at: number;
}

export type SaveSettingsOutcome =
  | { kind: 'saved'; revision: number }
  /** Nothing was saved. */
  | { kind: 'changed-meanwhile' };

export const NO_SETTINGS: StoredSettings = { values: {}, revision: 0, changed: null };
