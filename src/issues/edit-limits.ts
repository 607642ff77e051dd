/** In characters (code points). The database's CHECK constraints repeat these limits. */
export const EDIT_LIMITS = { subject: 500, preheader: 500, intro: 20_000 } as const;
