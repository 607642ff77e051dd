import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/durations.ts';
import type { LetterKind } from '../letter.ts';

/**
 * How many letters go out, no matter who asks for them. Anybody can fill in the form with a stranger's address, so a mailbox
 * gets few. Anybody can do so with ten thousand addresses, so all mailboxes together get no more in an hour than would win a
 * million subscribers in six weeks: more would look to mail providers like the attack that it probably is.
 */
export const LETTER_LIMITS = {
  /** Between two letters to one mailbox, in milliseconds. */
  gap: 10 * MINUTE_MS,
  /** To one mailbox in any 24 hours. */
  daily: 3,
  /** To all mailboxes together in any 60 minutes. */
  hourly: 1_000,
  /** Of those, kept for links to people's own data, which a flood of sign-ups must not hold up. */
  keptForOwnData: 50,
} as const;

/** Of the letters that are left in the hour, the part that one network's requests may use. */
const SHARE_OF_NETWORK = 1 / 10;

/** How far back letters are counted, in milliseconds. */
export const COUNTED_FOR = { mailbox: DAY_MS, all: HOUR_MS } as const;

/** Whether one more letter may go to a mailbox, given the instants of those that it got in the last 24 hours. */
export function mailboxHasRoom(writtenAt: readonly number[], now: number): boolean {
  return writtenAt.length < LETTER_LIMITS.daily && writtenAt.every((at) => at <= now - LETTER_LIMITS.gap);
}

/** What was written to all mailboxes in the last hour. */
export interface HourlyLetters {
  count: number;
  /** Null where there were none. */
  oldestAt: number | null;
}

/**
 * When one more letter may be written as far as all of them are concerned: now where there is room, otherwise when there
 * may be some, at the earliest.
 *
 * @param ofNetwork How many of them the network that asks caused; null where nobody's network asks.
 */
export function roomAt(
  kind: LetterKind,
  { count, oldestAt, ofNetwork }: HourlyLetters & { ofNetwork: number | null },
  now: number,
): number {
  const most = kind === 'data' ? LETTER_LIMITS.hourly : LETTER_LIMITS.hourly - LETTER_LIMITS.keptForOwnData;
  const hasRoom = count < most && (kind === 'data' || networkHasRoom(ofNetwork ?? 0, most - count));
  return hasRoom || oldestAt === null ? now : oldestAt + COUNTED_FOR.all;
}

/**
 * The first network to flood gets a tenth of the hour's letters, the next a tenth of what that left, and so on. So there
 * is room for everybody else until dozens of networks flood at once.
 */
function networkHasRoom(ofNetwork: number, left: number): boolean {
  return ofNetwork < SHARE_OF_NETWORK * (left + ofNetwork);
}
