import { checkSettings, problemsAlone, type SettingTexts, usableValues } from './check-settings.ts';
import { OWNER_SETTINGS, type OwnerSetting, type OwnerValues } from './owner-settings.ts';
import { problemWords, type SettingProblem } from './setting-problem.ts';

export const SETTING_SOURCES = ['default', 'studio', 'environment'] as const;
export type SettingSource = (typeof SETTING_SOURCES)[number];

/** A stored value that cannot be used: this version refuses it, or the environment contradicts it. */
export interface IgnoredSetting {
  name: OwnerSetting;
  value: string;
  problem: SettingProblem;
}

export interface MergedSettings {
  /** Of what is stored, the part in force. */
  kept: OwnerValues;
  /** That, and the environment. */
  values: SettingTexts;
  /** Their defaults count instead. */
  ignored: readonly IgnoredSetting[];
}

/** The environment wins. What is stored never keeps the program from starting: what cannot be used is left out. */
export function mergeStored(given: SettingTexts, stored: OwnerValues): MergedSettings {
  const own = usableValues(given);
  const kept = new Map(
    OWNER_SETTINGS.flatMap((name) => {
      const value = given[name] === undefined ? stored[name] : undefined;
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  const ignored: IgnoredSetting[] = [];
  const leaveOut = (problem: SettingProblem) => {
    for (const [name, value] of kept)
      if (problem.names.includes(name)) {
        kept.delete(name);
        ignored.push({ name, value, problem });
      }
  };
  const merged = () => ({ ...Object.fromEntries(kept), ...own });
  for (const problem of problemsAlone(Object.fromEntries(kept))) leaveOut(problem);
  for (let found = about(merged(), [...kept.keys()]); found !== undefined; ) {
    leaveOut(found);
    found = about(merged(), [...kept.keys()]);
  }
  return { kept: Object.fromEntries(kept), values: merged(), ignored };
}

/** The first problem that one of these settings has a part in. */
function about(values: SettingTexts, names: readonly string[]): SettingProblem | undefined {
  const checked = checkSettings(values);
  return checked.ok
    ? undefined
    : checked.problems.find((problem) => problem.names.some((name) => names.includes(name)));
}

export interface OwnerChange {
  /** All that would be stored. */
  values: OwnerValues;
  changed: readonly OwnerSetting[];
}

/** What is wrong with a change. Problems that it has no part in do not count. */
export function changeProblems(given: SettingTexts, { values, changed }: OwnerChange): SettingProblem[] {
  const texts = Object.entries(values).filter(([name]) => changed.some((one) => one === name));
  const alone = problemsAlone(Object.fromEntries(texts));
  if (alone.length > 0) return alone;
  const checked = checkSettings({ ...usableValues(values), ...usableValues(given) });
  if (checked.ok) return [];
  return checked.problems.filter(({ names }) => names.some((name) => changed.some((one) => one === name)));
}

/** Where a value comes from. */
export function sourceOf(
  name: OwnerSetting,
  given: SettingTexts,
  { kept }: Pick<MergedSettings, 'kept'>,
): SettingSource {
  if (given[name] !== undefined) return 'environment';
  return kept[name] === undefined ? 'default' : 'studio';
}

/** As logs, commands and `doctor` say it. */
export function ignoredWords({ name, problem }: IgnoredSetting): string {
  return `${name} was set in the studio or by a command, but that value cannot be used, so the default counts: ${problemWords(problem)}. Set it again, or clear it: verdicts settings set ${name}=`;
}
