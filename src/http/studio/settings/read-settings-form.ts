import { weeklyPattern, weeklyTimeIn } from '../../../schedule/weekly-pattern.ts';
import type { OwnerSetting, OwnerValues } from '../../../settings/owner-settings.ts';
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

/** The hidden field with what was stored when the page was made, so that nobody else's change is overwritten. */
export const wasField = (name: OwnerSetting) => `was-${name}`;

export interface SettingsReading {
  /** What this editor changed; an empty text is the default. What the environment fixes stays out. */
  texts: SettingTextsByName;
  /** Of these, what somebody else changed meanwhile, and what it is now. */
  theirs: SettingTextsByName;
  /** The time of day, as it was written, if it is none. */
  wrongTime: string | null;
}

export function readSettingsForm(
  form: Form,
  { views, stored }: { views: readonly OwnerSettingView[]; stored: OwnerValues },
): SettingsReading {
  const texts: SettingTextsByName = {};
  const theirs: SettingTextsByName = {};
  for (const { name, source } of views) {
    if (source === 'environment') continue;
    const now = stored[name] ?? '';
    const was = form.one(wasField(name)) ?? now;
    const text = textIn(form, name, was || defaultOf(name));
    if (text === undefined || isSame(name, text, was)) continue;
    texts[name] = text === defaultOf(name) ? '' : text;
    if (!isSame(name, was, now) && !isSame(name, text, now)) theirs[name] = now;
  }
  return { texts, theirs, wrongTime: wrongTimeIn(form, views) };
}

function wrongTimeIn(form: Form, views: readonly OwnerSettingView[]): string | null {
  const isFixed = views.some(({ name, source }) => name === 'SCHEDULE' && source === 'environment');
  const day = form.one(SCHEDULE_FIELDS.day) ?? PATTERN;
  const time = form.one(SCHEDULE_FIELDS.time) ?? '';
  return isFixed || day === PATTERN || TIME.test(time.trim()) ? null : time;
}

const defaultOf = (name: OwnerSetting) => OWNER_DEFAULTS[name] ?? '';

/** Whether two texts are the same value; an empty one is the default. */
function isSame(name: OwnerSetting, one: string, other: string): boolean {
  const value = (text: string) => {
    const clean = oneLine(withoutBidiControls(text)) || defaultOf(name);
    return name === 'SIGN_UP_CHECKS'
      ? clean
          .split(/[\s,]+/)
          .toSorted()
          .join()
      : clean;
  };
  return value(one) === value(other);
}

/** As browsers send it, some with seconds. */
const TIME = /^([01]?\d|2[0-3]):([0-5]\d)(?::00)?$/;

function textIn(form: Form, name: OwnerSetting, was: string): string | undefined {
  if (name === 'SCHEDULE') return scheduleIn(form, was);
  if (name === 'SIGN_UP_CHECKS')
    return form.one(HAS_CHECKS) === undefined ? undefined : form.all(name).join(',');
  const text = form.one(name);
  return text === undefined ? undefined : oneLine(withoutBidiControls(text));
}

function scheduleIn(form: Form, was: string): string | undefined {
  const day = form.one(SCHEDULE_FIELDS.day);
  if (day === undefined) return undefined;
  if (day === PATTERN) return oneLine(form.one(SCHEDULE_FIELDS.pattern) ?? '');
  const [, hour, minute] = TIME.exec((form.one(SCHEDULE_FIELDS.time) ?? '').trim()) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  const time = { day: Number(day), hour: Number(hour), minute: Number(minute) };
  const before = weeklyTimeIn(was);
  // The same time in other words would be another schedule.
  const isUnchanged = before !== null && weeklyPattern(before) === weeklyPattern(time);
  return isUnchanged ? was : weeklyPattern(time);
}
