import { weeklyPattern, weeklyTimeIn } from '../../../schedule/weekly-pattern.ts';
import type { OwnerSetting } from '../../../settings/owner-settings.ts';
import { OWNER_DEFAULTS, type OwnerSettingView } from '../../../settings/owner-view.ts';
import { oneLine, withoutBidiControls } from '../../../shared/clean-text.ts';
import type { Form } from '../../bodies/form.ts';

/** The choice of a day that stands for a pattern instead. */
export const PATTERN = 'pattern';

/** The fields of the schedule; all others are named like their settings. */
export const SCHEDULE_FIELDS = {
  day: 'schedule-day',
  time: 'schedule-time',
  pattern: 'schedule-pattern',
} as const;

/** Says that the boxes were on the page: none of them is sent if none is ticked. */
export const HAS_CHECKS = 'has-sign-up-checks';

export type SettingTextsByName = Partial<Record<OwnerSetting, string>>;

export interface SettingsReading {
  /** For the settings that the form has; an empty text is the default. What the environment fixes stays out. */
  texts: SettingTextsByName;
  /** The time of day, as it was written, if it is none. */
  wrongTime: string | null;
}

export function readSettingsForm(form: Form, views: readonly OwnerSettingView[]): SettingsReading {
  const texts: SettingTextsByName = {};
  for (const { name, value, source } of views) {
    const text = source === 'environment' ? undefined : textIn(form, name, value);
    if (text !== undefined) texts[name] = text === OWNER_DEFAULTS[name] ? '' : text;
  }
  const isFixed = views.some(({ name, source }) => name === 'SCHEDULE' && source === 'environment');
  const day = form.one(SCHEDULE_FIELDS.day) ?? PATTERN;
  const time = form.one(SCHEDULE_FIELDS.time) ?? '';
  return { texts, wrongTime: isFixed || day === PATTERN || TIME.test(time.trim()) ? null : time };
}

/** As browsers send it, some with seconds. */
const TIME = /^([01]?\d|2[0-3]):([0-5]\d)(?::00)?$/;

function textIn(form: Form, name: OwnerSetting, value: string | null): string | undefined {
  if (name === 'SCHEDULE') return scheduleIn(form, value ?? '');
  if (name === 'SIGN_UP_CHECKS')
    return form.one(HAS_CHECKS) === undefined ? undefined : form.all(name).join(',');
  const text = form.one(name);
  return text === undefined ? undefined : oneLine(withoutBidiControls(text));
}

function scheduleIn(form: Form, inForce: string): string | undefined {
  const day = form.one(SCHEDULE_FIELDS.day);
  if (day === undefined) return undefined;
  if (day === PATTERN) return oneLine(form.one(SCHEDULE_FIELDS.pattern) ?? '');
  const [, hour, minute] = TIME.exec((form.one(SCHEDULE_FIELDS.time) ?? '').trim()) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  const time = { day: Number(day), hour: Number(hour), minute: Number(minute) };
  const before = weeklyTimeIn(inForce);
  // The same time in other words would be another schedule.
  const isSame = before !== null && weeklyPattern(before) === weeklyPattern(time);
  return isSame ? inForce : weeklyPattern(time);
}
