import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { MoveMark, RowText } from '../../moving/move-ends.ts';
import { AppError } from '../../shared/errors.ts';
import { inUse } from '../files/with-exclusive-access.ts';
import { isBusy } from '../in-tx.ts';
import { sqliteCause, storageError } from '../storage-error.ts';
import { readMark } from './move-mark.ts';

/** As `DATABASE_URL` has it. */
export function urlOf(path: string): string {
  return `file:${path}`;
}

/** An empty file is no database. */
export function isThere(path: string): boolean {
  return existsSync(path) && statSync(path).size > 0;
}

/** @throws AppError `storage` if it cannot be read, `refused` if another process keeps everybody out. */
export function readMarkOf(path: string): MoveMark | null {
  return explained(path, () => {
    const client = new Database(path, { fileMustExist: true });
    try {
      return readMark(client);
    } catch (error) {
      throw isBusy(error) ? inUse(path, 'move it', error) : error;
    } finally {
      client.close();
    }
  });
}

/** SQLite's errors become errors that say what to do. */
export function explained<Value>(path: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw explain(error, path);
  }
}

export async function explainedLater<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw explain(error, path);
  }
}

export async function* explainedRows(path: string, rows: RowText): RowText {
  try {
    yield* rows;
  } catch (error) {
    throw explain(error, path);
  }
}

function explain(error: unknown, path: string): unknown {
  return error instanceof AppError || sqliteCause(error) === undefined ? error : storageError(error, path);
}
