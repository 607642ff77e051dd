/** A file that only its owner may read: it holds email addresses, or the secret. */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

const PERMISSIONS = 0o777;

/** Whether a mode, as `stat` gives it, permits more than is allowed. */
export function isWiderThan(mode: number, allowed: number): boolean {
  return (mode & PERMISSIONS & ~allowed) !== 0;
}

/** A mode as people type it, such as `0644`. */
export function modeInWords(mode: number): string {
  return (mode & PERMISSIONS).toString(8).padStart(4, '0');
}

/**
 * Does synchronous work whose new files are private, for a library that takes no mode. The umask is restored
 * right after, so a program that is started later, such as a browser, has the person's own.
 */
export function withPrivateFiles<T>(work: () => T): T {
  const before = process.umask(PERMISSIONS & ~PRIVATE_FOLDER);
  try {
    return work();
  } finally {
    process.umask(before);
  }
}
