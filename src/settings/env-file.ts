import { lstatSync, readFileSync } from 'node:fs';
import { AppError, codeOf, messageOf } from '../shared/errors.ts';

export interface EnvEntry {
  name: string;
  value: string;
  /** Counted from 1. */
  line: number;
  /** What was cut off an unquoted value as a comment, from its `#`; null if nothing was. */
  comment: string | null;
}

export interface EnvFile {
  entries: readonly EnvEntry[];
  /** The numbers of lines that are neither a variable nor a comment. */
  unreadLines: readonly number[];
}

/** `NAME=`, optionally after `export` and with spaces, as people write it. */
const ASSIGNMENT = /[^\S\r\n]*(?:export[^\S\r\n]+)?([A-Za-z_][\w.-]*)[^\S\r\n]*=([^\S\r\n]*)/y;
const BLANK_OR_COMMENT = /^\s*(?:#.*)?\s*$/;
const QUOTED: Readonly<Record<string, RegExp>> = {
  '"': /"((?:\\"|[^"])*)"[^\S\r\n]*(?:#[^\r\n]*)?(?=[\r\n]|$)/y,
  "'": /'([^']*)'[^\S\r\n]*(?:#[^\r\n]*)?(?=[\r\n]|$)/y,
  '`': /`([^`]*)`[^\S\r\n]*(?:#[^\r\n]*)?(?=[\r\n]|$)/y,
};
const LINE = /[^\r\n]*(?:\r\n|\r|\n|$)/y;

/**
 * Parses an `.env` file as Docker Compose does: in an unquoted value, `#` starts a comment only after a space.
 * Neither Node's `parseEnv` nor the library dotenv will do: both cut a value at any `#`, which breaks passwords and
 * links (Node.js before 22.15 cut at none, so the same file meant two things).
 *
 * @throws AppError `configuration` if the file is not UTF-8, or a quotation mark is never closed.
 */
export function readEnvFile(bytes: Uint8Array, name = '.env'): EnvFile {
  const text = decode(bytes, name);
  const entries: EnvEntry[] = [];
  const unreadLines: number[] = [];
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const whole = matchAt(LINE, text, at)?.[0] ?? '';
    const found = matchAt(ASSIGNMENT, text, at);
    let end = at + whole.length;
    if (found !== null && !BLANK_OR_COMMENT.test(whole)) {
      const [head, variable = '', blank = ''] = found;
      const read = readValue(text, { at: at + head.length, afterBlank: blank !== '' });
      if (read === null) throw unclosedQuoteError({ file: name, variable, line });
      entries.push({ name: variable, value: read.value, line, comment: read.comment });
      end = read.end + (matchAt(LINE, text, read.end)?.[0].length ?? 0);
    } else if (!BLANK_OR_COMMENT.test(whole)) {
      unreadLines.push(line);
    }
    line += text.slice(at, end).split(/\r\n|\r|\n/).length - 1;
    at = end;
  }
  return { entries, unreadLines };
}

/** The value at this position, and where it ends; null if its quotation mark is never closed. */
function readValue(text: string, { at, afterBlank }: { at: number; afterBlank: boolean }) {
  const quote = text.charAt(at);
  const pattern = QUOTED[quote];
  const quoted = pattern === undefined ? null : matchAt(pattern, text, at);
  if (quoted !== null) {
    const [whole, inner = ''] = quoted;
    return { value: quote === '"' ? unescaped(inner) : inner, comment: null, end: at + whole.length };
  }
  const line = /[^\r\n]*/.exec(text.slice(at))?.[0] ?? '';
  const [, before = '', comment] = (afterBlank ? /^(|.*?\s)(#.*)$/ : /^(.*?\s)(#.*)$/).exec(line) ?? [
    '',
    line,
  ];
  const value = before.trim();
  if (pattern !== undefined && !value.slice(1).includes(quote)) return null;
  // In "Weekly" <digest@your-domain.com>, the quotation marks are part of the value, as they do not enclose it.
  const isSurrounded = pattern !== undefined && value.endsWith(quote);
  return {
    value: isSurrounded ? value.slice(1, -1) : value,
    comment: comment?.trimEnd() ?? null,
    end: at + line.length,
  };
}

function unescaped(text: string): string {
  return text.replace(/\\([nr"])/g, (_, letter: string) => ({ n: '\n', r: '\r' })[letter] ?? letter);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function decode(bytes: Uint8Array, name: string): string {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isUtf16 || bytes.includes(0))
    throw new AppError(
      'configuration',
      `${name} is UTF-16, as PowerShell and Notepad write it: save it as UTF-8.`,
    );
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError('configuration', `${name} is not UTF-8: save it as UTF-8.`, error);
  }
}

function unclosedQuoteError({
  file,
  variable,
  line,
}: {
  file: string;
  variable: string;
  line: number;
}): AppError {
  return new AppError(
    'configuration',
    `${file}, line ${line}: the quotation mark that opens the value of ${variable} is never closed. Close it, or put the whole value between quotation marks of another kind.`,
  );
}

/** The bytes of `.env` in this folder; null if there is none. @throws AppError `configuration` if it cannot be read. */
export function readDotEnv(): Uint8Array | null {
  try {
    return readFileSync('.env');
  } catch (error) {
    // A broken symbolic link is not a missing file: someone meant these settings to be read.
    const isThere = lstatSync('.env', { throwIfNoEntry: false }) !== undefined;
    if (codeOf(error) === 'ENOENT' && !isThere) return null;
    throw new AppError(
      'configuration',
      `.env in this folder cannot be read: ${messageOf(error)}. Make it a readable file, or remove it.`,
      error,
    );
  }
}
