import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/durations.ts';
import type { EmailKind } from '../transactional-email.ts';

/**
 * Anyone can enter a stranger's address, so a mailbox gets few emails; anyone can enter ten thousand, so the hourly
 * total is no more than winning a million subscribers in six weeks needs. More would look like an attack to mailbox
 * providers.
 */
export const EMAIL_LIMITS = {
  /** In milliseconds, between two emails to one mailbox. */
  minGapMs: 10 * MINUTE_MS,
  /** To one mailbox in any 24 hours. */
  maxPerDay: 3,
  /** To all mailboxes in any 60 minutes. */
  maxPerHour: 1_000,
  /** Of those, reserved for links to people's own data, which a flood of sign-ups must not hold up. */
  reservedForOwnData: 50,
} as const;

/** The share of the hour's remaining emails that one network may use. */
const NETWORK_SHARE = 1 / 10;

export const LIMIT_WINDOWS_MS = { mailbox: DAY_MS, all: HOUR_MS } as const;

/** @param emailedAt When the mailbox was emailed in the last 24 hours. */
export function mailboxHasRoom(emailedAt: readonly number[], now: number): boolean {
  return (
    emailedAt.length < EMAIL_LIMITS.maxPerDay && emailedAt.every((at) => at <= now - EMAIL_LIMITS.minGapMs)
  );
}

export interface HourlyEmails {
  count: number;
  oldestAt: number | null;
}

export interface EmailsByNetwork extends HourlyEmails {
  byNetwork: ReadonlyMap<string, number>;
}

/**
 * When the hourly limit has room for one more email: `now`, or else the earliest instant at which it might.
 * @param ofNetwork How many of them the asking network caused; null if no network asks.
 */
export function nextRoomAt(
  kind: EmailKind,
  { count, oldestAt, ofNetwork }: HourlyEmails & { ofNetwork: number | null },
  now: number,
): number {
  const most =
    kind === 'data' ? EMAIL_LIMITS.maxPerHour : EMAIL_LIMITS.maxPerHour - EMAIL_LIMITS.reservedForOwnData;
  const hasRoom = count < most && (kind === 'data' || networkHasRoom(ofNetwork ?? 0, most - count));
  return hasRoom || oldestAt === null ? now : oldestAt + LIMIT_WINDOWS_MS.all;
}

/** When a network may ask for one more confirmation or link: see `nextRoomAt`. */
export function nextRoomForNetwork(
  networkKey: string,
  { byNetwork, ...inLastHour }: EmailsByNetwork,
  now: number,
): number {
  return nextRoomAt('confirm', { ...inLastHour, ofNetwork: byNetwork.get(networkKey) ?? 0 }, now);
}

/**
 * The first network to flood gets a tenth of the hour's emails, the next a tenth of the rest, and so on: others find
 * room until dozens of networks flood at once.
 */
function networkHasRoom(ofNetwork: number, left: number): boolean {
  return ofNetwork < NETWORK_SHARE * (left + ofNetwork);
}
