import type { Stats } from 'node:fs';

interface OpenPath {
  path: string;
  about: Pick<Stats, 'mode' | 'uid' | 'isDirectory'>;
  /** The user who runs the program. */
  owner: number;
  allowed: number;
}

/** Folders such as `/tmp` are shared on purpose. */
const STICKY = 0o1000;

/** A command that closes an exposed file or folder, to be copied. */
export function chmodAdvice({ path, about, owner, allowed }: OpenPath): string {
  const isOurs = about.uid === owner;
  // Closing another user's or a shared folder would break what others do there.
  if (about.isDirectory() && (!isOurs || (about.mode & STICKY) !== 0))
    return 'Keep these files in a folder of their own instead, with mode 0700: set DATABASE_URL and OUTBOX_DIR.';
  const target = quotedForShell(path);
  const chmod = `chmod ${allowed.toString(8)} ${target}`;
  return `To close it, run: ${isOurs ? chmod : `sudo chown ${owner} ${target} && sudo ${chmod}`}`;
}

export function quotedForShell(path: string): string {
  return /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
