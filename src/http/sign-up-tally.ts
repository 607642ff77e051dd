import type { Clock } from '../shared/clock.ts';

/** Why a sign-up was not accepted at once. Requests for the links of a subscription (`links-`) are counted apart. */
const HELD_BACK = [
  'hidden-field',
  'proof-of-work',
  'too-many',
  'links-proof-of-work',
  'links-too-many',
] as const;
type HeldBack = (typeof HELD_BACK)[number];

/** Sign-ups held back since the start, by reason. */
export interface SignUpTally {
  readonly heldBack: Readonly<Record<HeldBack, number>>;
  holdBack(reason: HeldBack): void;
}

const LOG_INTERVAL_MS = 10 * 60 * 1000;

/**
 * @param onHidden Called with the number of filled-in hidden fields since the last call; at most every ten minutes.
 */
export function createSignUpTally({
  clock,
  onHidden,
}: {
  clock: Clock;
  onHidden: (count: number) => void;
}): SignUpTally {
  const heldBack = Object.fromEntries(HELD_BACK.map((reason) => [reason, 0])) as Record<HeldBack, number>;
  let reported = 0;
  let quietUntil = 0;
  return {
    heldBack,
    holdBack(reason) {
      heldBack[reason] += 1;
      if (reason !== 'hidden-field' || clock.now() < quietUntil) return;
      quietUntil = clock.now() + LOG_INTERVAL_MS;
      onHidden(heldBack[reason] - reported);
      reported = heldBack[reason];
    },
  };
}
