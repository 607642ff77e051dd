import type { EditedText } from '../digest/edited-texts.ts';

/** In characters (code points). The database's CHECK constraints repeat these limits. */
export const EDIT_LIMITS = {
  subject: 500,
  preheader: 500,
  intro: 20_000,
  sponsorTitle: 200,
  sponsorText: 2_000,
  sponsorUrl: 2_000,
  closing: 5_000,
} as const satisfies Record<EditedText, number>;
