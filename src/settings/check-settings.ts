import { parseSchedule, type Schedule } from '../schedule/schedule.ts';
import { contradictions } from './contradictions.ts';
import type { SettingProblem } from './setting-problem.ts';
import { type Settings, settingsSchema } from './settings.ts';

/** Texts by the names of variables. */
export type SettingTexts = Readonly<Record<string, string>>;

export const DEFAULT_SCHEDULE = '0 9 * * 2';
export const DEFAULT_ZONE = 'UTC';

const SCHEDULE_SETTINGS = { pattern: 'SCHEDULE', zone: 'TIMEZONE' } as const;

export type CheckedSettings =
  | { ok: true; settings: Settings; schedule: Schedule }
  | { ok: false; problems: SettingProblem[] };

/** Each value alone, then what contradicts what. */
export function checkSettings(values: SettingTexts): CheckedSettings {
  const parsed = settingsSchema.safeParse(values);
  const schedule = readSchedule(values);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map(problemOf)),
    ...('problems' in schedule ? schedule.problems : []),
    ...(parsed.success ? contradictions(parsed.data) : []),
  ];
  if (!parsed.success || 'problems' in schedule || problems.length > 0) return { ok: false, problems };
  return { ok: true, settings: parsed.data, schedule: schedule.schedule };
}

/** Without the values that cannot be used, whatever the others are. */
export function usableValues(values: SettingTexts): Record<string, string> {
  const unusable = new Set(problemsAlone(values).flatMap(({ names }) => names));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !unusable.has(name)));
}

/** What is wrong with values, each looked at as if nothing else were set. */
export function problemsAlone(values: SettingTexts): SettingProblem[] {
  const parsed = settingsSchema.safeParse(values);
  const { SCHEDULE, TIMEZONE } = values;
  const alone = [
    ...(SCHEDULE === undefined ? [] : [{ SCHEDULE }]),
    ...(TIMEZONE === undefined ? [] : [{ TIMEZONE }]),
  ].map((one) => readSchedule(one));
  return [
    ...(parsed.success ? [] : parsed.error.issues.map(problemOf)),
    ...alone.flatMap((read) => ('problems' in read ? read.problems : [])),
  ];
}

function readSchedule(values: SettingTexts): { schedule: Schedule } | { problems: SettingProblem[] } {
  const { SCHEDULE: pattern = DEFAULT_SCHEDULE, TIMEZONE: zone = DEFAULT_ZONE } = values;
  const read = parseSchedule({ pattern, zone });
  if (read.ok) return { schedule: read.schedule };
  // A pattern that is right in itself is wrong only for this time zone.
  const isOfBoth = parseSchedule({ pattern, zone: DEFAULT_ZONE }).ok;
  return {
    problems: read.reasons.map(({ setting, message }) => {
      const name = SCHEDULE_SETTINGS[setting];
      return {
        names: setting === 'pattern' && isOfBoth ? ['SCHEDULE', 'TIMEZONE'] : [name],
        sentence: (nameOf) => `${nameOf(name)} ${message}`,
      };
    }),
  };
}

export function problemOf({ path, message }: { path: PropertyKey[]; message: string }): SettingProblem {
  const name = String(path[0]);
  return { names: [name], sentence: (nameOf) => `${nameOf(name)} ${message}` };
}
