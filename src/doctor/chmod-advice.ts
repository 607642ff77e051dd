import type { Stats } from 'node:fs';

interface OpenPath {
  path: string;
  about: Pick<Stats, 'mode' | 'uid' | 'isDirectory'>;
  /** The user who runs the program. */
  owner: number;
  /** The widest mode that it may have. */
  allowed: number;
}

/** On a folder such as `/tmp`: it is everybody's on purpose. */
const STICKY = 0o1000;

/** What to do about a file or folder that is open to others, as a command that can be copied. */
export function chmodAdvice({ path, about, owner, allowed }: OpenPath): string {
  const isOurs = about.uid === owner;
  // Closing a folder of somebody else, or one that all share, would break what others do there.
  if (about.isDirectory() && (!isOurs || (about.mode & STICKY) !== 0))
    return 'Keep what is in it in a folder of its own instead, with mode 0700: set DATABASE_URL and OUTBOX_DIR.';
  const target = quotedForShell(path);
  const chmod = `chmod ${allowed.toString(8)} ${target}`;
  return `To close it, run: ${isOurs ? chmod : `sudo chown ${owner} ${target} && sudo ${chmod}`}`;
}

/** A path as one word of a shell command. */
export function quotedForShell(path: string): string {
  return /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
