import { EXAMPLE_NEWSLETTER } from '../issues/newsletter.ts';
import { DEFAULT_SCHEDULE, DEFAULT_ZONE, type SettingTexts } from './check-settings.ts';
import { type IgnoredSetting, mergeStored, type SettingSource, sourceOf } from './merge-stored.ts';
import { OWNER_SETTINGS, type OwnerSetting, type OwnerValues } from './owner-settings.ts';

/** As somebody would write them; null for none. */
export const OWNER_DEFAULTS: Readonly<Record<OwnerSetting, string | null>> = {
  NEWSLETTER_NAME: EXAMPLE_NEWSLETTER.name,
  NEWSLETTER_REPLY_TO: null,
  POSTAL_ADDRESS: EXAMPLE_NEWSLETTER.postalAddress,
  EDITOR_EMAIL: null,
  SCHEDULE: DEFAULT_SCHEDULE,
  TIMEZONE: DEFAULT_ZONE,
  REVIEW: 'auto',
  DRAFT_LEAD_HOURS: '24',
  MIN_ITEMS: '1',
  MAX_ITEMS: '8',
  LOOKBACK_DAYS: '14',
  SIGN_UP_CHECKS: null,
};

export interface OwnerSettingView {
  name: OwnerSetting;
  /** In force, as it was written; null for none. */
  value: string | null;
  source: SettingSource;
  /** A stored value that cannot be used, so that the default is in force. */
  ignored: IgnoredSetting | null;
}

/** Every setting that an owner may change, with where its value comes from. */
export function viewSettings(given: SettingTexts, stored: OwnerValues): OwnerSettingView[] {
  const merged = mergeStored(given, stored);
  return OWNER_SETTINGS.map((name) => ({
    name,
    value: given[name] ?? merged.kept[name] ?? OWNER_DEFAULTS[name],
    source: sourceOf(name, given, merged),
    ignored: merged.ignored.find((one) => one.name === name) ?? null,
  }));
}
