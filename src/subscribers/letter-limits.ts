const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How many letters go out, whoever asks for them. A form can be filled in with anybody's address, ten thousand times,
 * so a mailbox gets few; and with ten thousand addresses, so that all together get no more in an hour than would win a
 * million subscribers in six weeks. More would look to mail providers like the attack that it probably is.
 */
export const LETTER_LIMITS = {
  /** Between two letters to one mailbox, in milliseconds. */
  gap: 10 * MINUTE,
  /** To one mailbox in any 24 hours. */
  daily: 3,
  /** Asking for confirmations, to all mailboxes together, in any 60 minutes. */
  hourly: 1_000,
} as const;

/** How far back letters are counted, in milliseconds. */
export const COUNTED_FOR = { mailbox: DAY, all: HOUR } as const;

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

/** When one more letter may be written as far as all of them are concerned: now where there is room. */
export function roomAt({ count, oldestAt }: HourlyLetters, now: number): number {
  return count < LETTER_LIMITS.hourly || oldestAt === null ? now : oldestAt + COUNTED_FOR.all;
}
