import type { TransportName } from '../issues/newsletter.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { problemOf } from './check-settings.ts';
import {
  type Config,
  configurationError,
  filterSettings,
  parseConfig,
  parseConfigToMerge,
  transportNameOf,
} from './config.ts';
import type { GivenSettings } from './given-settings.ts';
import { mergeStored } from './merge-stored.ts';
import type { OwnerValues } from './owner-settings.ts';
import { problemWords } from './setting-problem.ts';
import { settingsSchema } from './settings.ts';

export type PartialConfig = Pick<
  Config,
  'databasePath' | 'postgresUrl' | 'signingSecrets' | 'schedule' | 'catchUpHours' | 'selection'
>;
type PartialName = 'DATABASE_URL' | 'SIGNING_SECRET' | (typeof SLOT_SETTINGS)[number];

/** What decides which slot is taken if none is named. */
export const SLOT_SETTINGS = [
  'SCHEDULE',
  'TIMEZONE',
  'CATCH_UP_HOURS',
  'MIN_ITEMS',
  'MAX_ITEMS',
  'LOOKBACK_DAYS',
] as const;

/** Validates only these variables: a command may run while others are wrong. @throws AppError `configuration` */
export function parsePartialConfig(settings: GivenSettings, names: readonly PartialName[]): PartialConfig {
  return parseConfig(filterSettings(settings, (name) => names.some((one) => one === name)));
}

/** The schedule in force, of the environment and of what is stored. @throws AppError `configuration` */
export function scheduleIn(settings: GivenSettings, stored: OwnerValues): Schedule {
  return partialConfigWith(settings, stored, ['SCHEDULE', 'TIMEZONE']).schedule;
}

/** Only these variables, or what is stored in their place. @throws AppError `configuration` if the environment is wrong */
export function partialConfigWith(
  settings: GivenSettings,
  stored: OwnerValues,
  names: readonly PartialName[],
): PartialConfig {
  parseConfigToMerge(filterSettings(settings, (name) => names.some((one) => one === name)));
  const { values } = mergeStored(settings.values, stored);
  return parsePartialConfig({ ...settings, values }, names);
}

/** The time zone alone, even if the schedule is wrong. @throws AppError `configuration` */
export function zoneIn(settings: GivenSettings, stored: OwnerValues): string {
  const { values } = mergeStored(settings.values, stored);
  const zone = settings.values.TIMEZONE ?? values.TIMEZONE;
  return parseConfig({ ...settings, values: zone === undefined ? {} : { TIMEZONE: zone } }).schedule.zone;
}

/** @throws AppError `configuration` if the variables that choose the transport are wrong. */
export function transportNameIn({ values }: GivenSettings): TransportName {
  const parsed = settingsSchema.pick({ TRANSPORT: true, RESEND_API_KEY: true }).safeParse(values);
  if (parsed.success) return transportNameOf(parsed.data);
  throw configurationError(parsed.error.issues.map(problemOf).map(problemWords));
}
