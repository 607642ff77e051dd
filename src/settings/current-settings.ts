import { type Config, OWNER_FIELDS, withStored } from './config.ts';
import { keepNeeded } from './keep-needed.ts';
import type { OwnerValues } from './owner-settings.ts';
import { NO_SETTINGS, type SettingsStore, type StoredSettings } from './settings-store.ts';

/** The settings in force, which may change while the program runs. */
export interface CurrentSettings {
  /**
   * What an owner may change is read anew at each access, so that nothing keeps an old value: do not copy it from here
   * into something that lasts. Work of several steps takes a copy first (`{ ...config }`), so that all its steps agree.
   */
  config: Config;
  /** What is stored, as it was last read. */
  stored(): StoredSettings;
  /**
   * Reads it again if it was changed since, and tells those who listen. What the environment cannot do without stays in
   * force (`keep-needed.ts`).
   *
   * @throws AppError `configuration` if the environment contradicts what is stored when it is read first.
   */
  refresh(): Promise<void>;
  /** Returns a function that ends it. */
  onChange(listener: (stored: StoredSettings) => void): () => void;
}

/** @param base Of the environment alone; in force until the first `refresh`. */
export function createCurrentSettings(
  base: Config,
  settingsStore: Pick<SettingsStore, 'readSettings' | 'readRevision'>,
): CurrentSettings {
  let stored: StoredSettings | null = null;
  let inForce: OwnerValues = {};
  let current = base;
  const listeners = new Set<(stored: StoredSettings) => void>();
  const refresh = async () => {
    if (stored !== null && (await settingsStore.readRevision()) === stored.revision) return;
    const read = await settingsStore.readSettings();
    const { values, contradiction } = keepNeeded(base, { before: inForce, stored: read.values });
    const next = { ...withStored(base, values), contradiction };
    // Another call may have come first, or somebody may have changed them since.
    if (stored !== null && read.revision <= stored.revision) return;
    const isFirst = stored === null;
    stored = read;
    inForce = values;
    current = next;
    if (!isFirst) for (const listener of listeners) listener(read);
  };
  return {
    config: liveConfig(base, () => current),
    stored: () => stored ?? NO_SETTINGS,
    refresh,
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function liveConfig(base: Config, read: () => Config): Config {
  const live = { ...base };
  for (const name of OWNER_FIELDS)
    Object.defineProperty(live, name, { enumerable: true, get: () => read()[name] });
  return live;
}
