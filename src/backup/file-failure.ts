import { AppError, codeOf, messageOf } from '../shared/errors.ts';

const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: free some space and run the command again.',
  EDQUOT: 'Your share of the disk is used up: free some space and run the command again.',
  EACCES: 'Check the permissions of the folder, or name another one.',
  EROFS: 'The disk is read-only: name a folder on another one.',
  ENOENT: 'Part of that path does not exist, or no folder can be made in it: name another folder.',
  EISDIR: 'A folder is where a file is needed: move it away.',
  ENOTDIR: 'A file is where a folder is needed: name another folder.',
  EEXIST: 'A file is where a folder is needed: name another folder.',
};

/** A file error with advice; an AppError is returned as it is. */
export function fileFailure(error: unknown, doing: string): unknown {
  const code = codeOf(error);
  if (error instanceof AppError || code === undefined) return error;
  return new AppError('storage', `${doing}: ${messageOf(error)}. ${ADVICE[code] ?? ''}`.trim(), error);
}
