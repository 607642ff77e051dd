import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { isPostgresUrl, POSTGRES_EXAMPLE, readPostgresUrl } from './postgres-setting.ts';

export type PathReading = { path: string } | { problem: string };

/** A file of SQLite, or the URL of a PostgreSQL database. */
export type DatabaseReading = PathReading | { url: string };

const EXAMPLE = 'file:data/verdicts.db';

const SQLITE_SCHEME = /^sqlite3?:(?:\/\/)?/i;
const SCHEME = /^[a-z][a-z0-9+.-]+:/i;

/** A host, which a local file never has; `file:///` has none. */
const HOST_PART = /^\/\/(?!\/)(?:localhost(?=\/))?/;

/** What a password may be in: an @, or // that does not follow the name of a file's scheme. */
const MAY_HOLD_SECRET = /@|^(?!["'`]?(?:file|sqlite3?):)[^/]+\/\/|.\/\/.*\/\//i;

/** Another server's URL: a scheme, a host with its port, or a user. */
const LIKE_SERVER = /^(?!file:|sqlite3?:|libsql:)[a-z][a-z0-9+.-]*:?\/\/|^[^/\s]+:\d+(?:\/|$)|^[^/\s]+@/i;
const SERVER_AFTER_FILE = /^postgres\w*:?\/\/|^[^/\s]+:[^/\s]*@/i;

/**
 * Reads a `DATABASE_URL`: `file:` and a path, relative to the working directory or absolute; or `postgres://` and where the
 * database is.
 */
export function readDatabaseUrl(given: string): DatabaseReading {
  const url = given.trim();
  if (isPostgresUrl(url)) return readPostgresUrl(url);
  if (/^["'`]/.test(url) && MAY_HOLD_SECRET.test(url))
    return { problem: 'must not have quotation marks around it: leave them out' };
  if (url.includes(':memory:'))
    return { problem: `must name a file, such as ${EXAMPLE}: a database in memory is lost` };
  if (!url.startsWith('file:')) return { problem: notAFileUrl(url) };
  const path = url.slice('file:'.length).trim();
  if (SERVER_AFTER_FILE.test(path))
    return { problem: `must begin with file: or postgres://, and not with both. ${SERVER_ADVICE}` };
  if (path === '') return { problem: `must name a file after file:, such as ${EXAMPLE}` };
  if (HOST_PART.test(path))
    return {
      problem: `must not have // after file:: that is where the name of another machine would be. ${suggestUrl(path)}`,
    };
  if (path.includes('?')) return { problem: `must have no options after a ?. ${suggestUrl(path)}` };
  if (ESCAPED.test(path))
    return {
      problem: `must be written without escapes such as %20, which are not decoded. ${path.includes('@') ? `Write it like ${EXAMPLE}` : `Write file:${decoded(path)}`}`,
    };
  if (/[\\/]$/.test(path)) return { problem: `must name a file, and not a folder, such as ${EXAMPLE}` };
  return readPath(path, 'file:');
}

const ESCAPED = /%[0-9a-f]{2}/i;

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return 'data/verdicts.db';
  }
}

export function readFolderPath(text: string): PathReading {
  return readPath(text, '');
}

function readPath(text: string, prefix: string): PathReading {
  if (/^~(?=$|[\\/])/.test(text) && !text.includes('@'))
    return {
      problem: `must be a full path: only a shell fills in ~. Write ${prefix}${join(homedir(), text.slice(1))}`,
    };
  if (/^~|^\$|\$\{|^%\w+%/.test(text))
    return { problem: 'must be a full path: only a shell fills in ~, $NAME and %NAME%' };
  if (SCHEME.test(text) && MAY_HOLD_SECRET.test(text))
    return { problem: `must be ${prefix === '' ? 'just a path' : `${prefix} and a path`}, and not a URL` };
  if (SCHEME.test(text))
    return {
      problem: `must be ${prefix === '' ? 'just a path' : `${prefix} and a path`}. Write ${prefix}${withoutScheme(text)}`,
    };
  return { path: resolve(text) };
}

const SERVER_ADVICE = `For a PostgreSQL server, write it like ${POSTGRES_EXAMPLE}`;

/** What may contain a password is not repeated. */
function notAFileUrl(url: string): string {
  const begin = 'must begin with file: or postgres://';
  if (LIKE_SERVER.test(url)) return `${begin}. ${SERVER_ADVICE}`;
  if (MAY_HOLD_SECRET.test(url) || (SCHEME.test(url) && !/^(?:sqlite3?|file):/i.test(url)))
    return `${begin}, such as ${EXAMPLE} or ${POSTGRES_EXAMPLE}`;
  return `must begin with file:, such as ${EXAMPLE}. ${suggestUrl(withoutScheme(url.replace(/^["'`]|["'`]$/g, '')))}`;
}

function withoutScheme(text: string): string {
  return text
    .replace(SQLITE_SCHEME, '')
    .replace(SCHEME, '')
    .replace(/^\/{2,}/, '/');
}

function suggestUrl(path: string): string {
  if (path.includes('@')) return `Write it like ${EXAMPLE}`;
  const plain = path.replace(HOST_PART, '').replace(/\?.*$/s, '');
  return `Write file:${plain === '' ? 'data/verdicts.db' : plain}`;
}
