/** The longest texts that an editor may give an issue, in characters (code points). The database's CHECKs repeat them. */
export const EDIT_LIMITS = { subject: 500, preheader: 500, intro: 20_000 } as const;
