/** Readable only by its owner: it contains email addresses, or the secret. */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

const PERMISSIONS = 0o777;

export function isWiderThan(mode: number, allowed: number): boolean {
  return (mode & PERMISSIONS & ~allowed) !== 0;
}

/** A mode as people type it, such as `0644`. */
export function formatMode(mode: number): string {
  return (mode & PERMISSIONS).toString(8).padStart(4, '0');
}

/** For a synchronous library that takes no mode. Restores the umask, for programs started later, such as a browser. */
export function withPrivateFiles<T>(work: () => T): T {
  const before = process.umask(PERMISSIONS & ~PRIVATE_FOLDER);
  try {
    return work();
  } finally {
    process.umask(before);
  }
}
