import type { HeldBackReason } from '../digest/select-comparisons.ts';

/** Why a comparison is not in an issue. */
export const HELD_BACK_WORDS: Readonly<Record<HeldBackReason, string>> = {
  incomplete: 'one of its tools is missing',
  held: 'put on hold by an editor',
  'left-out': 'left out of this issue by an editor; later issues may have it',
  'after-cut-off': 'dated too late for this issue; waits for its date, or for the next issue',
  'older-than-lookback': 'too old for this issue',
  'over-max-items': 'this issue is full; waits for the next',
  'over-max-bytes': 'this issue would be too long; waits for the next',
};
