/** The fewest and the most characters of `STUDIO_PASSWORD` (OWASP ASVS 4.0.3, 2.1.1 and 2.1.2). */
export const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 128;

/**
 * The same text for all spellings of the same characters: one keyboard or file writes "é" as one character, another as two
 * (NIST SP 800-63B, section 5.1.1.2). Passwords are compared in this form, whole and with their spaces.
 */
export function normalizePassword(text: string): string {
  return text.normalize('NFKC');
}

/** The characters of a password. Several spaces in a row count as one, and an emoji is not two. */
export function passwordLength(text: string): number {
  return [...text.replace(/ +/g, ' ')].length;
}
