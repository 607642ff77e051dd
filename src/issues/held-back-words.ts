import type { HeldBackReason } from '../digest/select-comparisons.ts';

export const HELD_BACK_WORDS: Readonly<Record<HeldBackReason, string>> = {
  incomplete: 'one of its tools is missing',
  held: 'held by an editor',
  'after-cut-off': 'dated after the cut-off; waits for its date, or for the next slot',
  'older-than-lookback': 'older than LOOKBACK_DAYS',
  'over-max-items': 'over MAX_ITEMS; waits for the next slot',
  'over-max-bytes': 'the issue would be too long; waits for the next slot',
};
