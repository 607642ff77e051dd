import { z } from 'zod';

/** What an owner may set in the studio or by a command; the names are those of the environment's variables. */
export const OWNER_SETTINGS = [
  'NEWSLETTER_NAME',
  'NEWSLETTER_REPLY_TO',
  'POSTAL_ADDRESS',
  'EDITOR_EMAIL',
  'SCHEDULE',
  'TIMEZONE',
  'REVIEW',
  'DRAFT_LEAD_HOURS',
  'MIN_ITEMS',
  'MAX_ITEMS',
  'LOOKBACK_DAYS',
  'SIGN_UP_CHECKS',
] as const;
export type OwnerSetting = (typeof OWNER_SETTINGS)[number];

/** Texts as somebody wrote them. What is missing has its default. */
export type OwnerValues = Readonly<Partial<Record<OwnerSetting, string>>>;

export function isOwnerSetting(name: string): name is OwnerSetting {
  return OWNER_SETTINGS.some((one) => one === name);
}

/** What differs. */
export function changedSettings(before: OwnerValues, after: OwnerValues): OwnerSetting[] {
  return OWNER_SETTINGS.filter((name) => before[name] !== after[name]);
}

/** Values as they are stored. Names that this version does not know are left out. */
export function readOwnerValues(content: unknown): OwnerValues {
  const stored = z.record(z.string(), z.unknown()).catch({}).parse(content);
  return Object.fromEntries(
    OWNER_SETTINGS.flatMap((name) => {
      const value = stored[name];
      return typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [];
    }),
  );
}
