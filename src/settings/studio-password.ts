/** In characters (OWASP ASVS 4.0.3, 2.1.1 and 2.1.2). */
export const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 128;

/** "é" may be one code point or two (NIST SP 800-63B, section 5.1.1.2). Compares whole passwords, spaces included. */
export function normalizePassword(text: string): string {
  return text.normalize('NFKC');
}

/** Counts several spaces in a row as one, and an emoji as one. */
export function passwordLength(text: string): number {
  return [...text.replace(/ +/g, ' ')].length;
}
