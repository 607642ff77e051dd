import { AppError } from '../shared/errors.ts';
import { formatTimeAndYear } from '../shared/format.ts';
import type { MoveMark } from './move-ends.ts';

/** Why a database with this mark cannot be opened, and what to do. */
export function markWords({ state, other, at }: MoveMark): string {
  if (state === 'moved')
    return `This database was moved to ${other} on ${formatTimeAndYear(at, 'UTC')}. Set DATABASE_URL to that one. To come back, move from there into a new database: verdicts database move --to <url>`;
  return `The move from ${other} to this database was not finished. Set DATABASE_URL to ${other} and run "verdicts database move" again.`;
}

/** @throws AppError `storage` if there is a mark. */
export function refuseMarked(mark: MoveMark | null): void {
  if (mark !== null) throw new AppError('storage', markWords(mark));
}
