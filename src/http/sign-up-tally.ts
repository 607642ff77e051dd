import type { Clock } from '../shared/clock.ts';

/**
 * Why a sign-up was not taken as it came: the field that people do not see was filled in, or too many came. Requests for the
 * links of a subscription count by themselves.
 */
export const HELD_BACK = [
  'hidden-field',
  'proof-of-work',
  'too-many',
  'links-proof-of-work',
  'links-too-many',
] as const;
export type HeldBack = (typeof HELD_BACK)[number];

/** How many sign-ups were held back since the start, by reason. */
export interface SignUpTally {
  readonly heldBack: Readonly<Record<HeldBack, number>>;
  holdBack(reason: HeldBack): void;
}

/** Between two times that the log is told of filled-in hidden fields, in milliseconds. */
const LOG_INTERVAL_MS = 10 * 60 * 1000;

/** @param onHidden Told how many hidden fields were filled in since it was last told; at most every ten minutes. */
export function createSignUpTally({
  clock,
  onHidden,
}: {
  clock: Clock;
  onHidden: (count: number) => void;
}): SignUpTally {
  const heldBack = Object.fromEntries(HELD_BACK.map((reason) => [reason, 0])) as Record<HeldBack, number>;
  let told = 0;
  let quietUntil = 0;
  return {
    heldBack,
    holdBack(reason) {
      heldBack[reason] += 1;
      if (reason !== 'hidden-field' || clock.now() < quietUntil) return;
      quietUntil = clock.now() + LOG_INTERVAL_MS;
      onHidden(heldBack[reason] - told);
      told = heldBack[reason];
    },
  };
}
