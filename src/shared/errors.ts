/** A command exits with 2 for `usage` and `configuration`, 1 for everything else. */
export type AppErrorCode =
  | 'usage'
  | 'configuration'
  | 'input'
  | 'not-found'
  | 'refused'
  | 'storage'
  | 'outbox'
  | 'rendering';

/** An error that a person can act on: the message says what happened and what to do next. */
export class AppError extends Error {
  readonly code: AppErrorCode;

  constructor(code: AppErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code on an error from Node or SQLite, such as `ENOSPC` or `SQLITE_FULL`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
