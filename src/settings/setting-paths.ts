import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export type PathReading = { path: string } | { problem: string };

/** A file of SQLite, or the URL of a PostgreSQL database. */
export type DatabaseReading = PathReading | { url: string };

const EXAMPLE = 'file:data/verdicts.db';

const SQLITE_SCHEME = /^sqlite3?:(?:\/\/)?/i;
const SCHEME = /^[a-z][a-z0-9+.-]+:/i;

/** A host, which a local file never has; `file:///` has none. */
const HOST_PART = /^\/\/(?!\/)(?:localhost(?=\/))?/;

const POSTGRES_SCHEME = /^postgres(?:ql)?:/i;
const POSTGRES_EXAMPLE = 'postgres://user:password@host:5432/verdicts';

/**
 * Reads a `DATABASE_URL`: `file:` and a path, relative to the working directory or absolute; or `postgres://` and where the
 * database is.
 */
export function readDatabaseUrl(url: string): DatabaseReading {
  if (POSTGRES_SCHEME.test(url)) return readPostgresUrl(url);
  if (url.includes(':memory:'))
    return { problem: `must name a file, such as ${EXAMPLE}: a database in memory is lost` };
  if (!url.startsWith('file:')) return { problem: notAFileUrl(url) };
  const path = url.slice('file:'.length).trim();
  if (path === '') return { problem: `must name a file after file:, such as ${EXAMPLE}` };
  if (HOST_PART.test(path))
    return {
      problem: `must not have // after file:: that is where the name of another machine would be. ${suggestUrl(path)}`,
    };
  if (path.includes('?')) return { problem: `must have no options after a ?. ${suggestUrl(path)}` };
  if (ESCAPED.test(path))
    return {
      problem: `must be written without escapes such as %20, which are not decoded. Write file:${decoded(path)}`,
    };
  if (/[\\/]$/.test(path)) return { problem: `must name a file, and not a folder, such as ${EXAMPLE}` };
  return readPath(path, 'file:');
}

/** It may contain a password, so it is not repeated. */
function readPostgresUrl(text: string): DatabaseReading {
  const url = text.trim();
  const read = /^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url) ? new URL(url) : null;
  if (read === null || read.hash !== '' || /\s/.test(url) || !isDecodable(read.pathname))
    return {
      problem: `must be like ${POSTGRES_EXAMPLE}. In a password, write special characters as escapes: %40 for @, %23 for #, %2F for /`,
    };
  if (!/^\/[^/]+$/.test(read.pathname))
    return { problem: `must name a database after the host, such as ${POSTGRES_EXAMPLE}` };
  return { url };
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
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
  if (/^~(?=$|[\\/])/.test(text))
    return {
      problem: `must be a full path: only a shell fills in ~. Write ${prefix}${join(homedir(), text.slice(1))}`,
    };
  if (/^~|^\$|\$\{|^%\w+%/.test(text))
    return { problem: 'must be a full path: only a shell fills in ~, $NAME and %NAME%' };
  if (SCHEME.test(text))
    return {
      problem: `must be ${prefix === '' ? 'just a path' : `${prefix} and a path`}. Write ${prefix}${withoutScheme(text)}`,
    };
  return { path: resolve(text) };
}

/** Another database's URL may contain a password, so it is not repeated. */
function notAFileUrl(url: string): string {
  const isOtherDatabase = SCHEME.test(url) && !SQLITE_SCHEME.test(url) && !/^file:/i.test(url);
  return isOtherDatabase
    ? `must begin with file: and name a file, such as ${EXAMPLE}: the data is kept in SQLite or PostgreSQL, not in ${url.slice(0, url.indexOf(':'))}`
    : `must begin with file:, such as ${EXAMPLE}. ${suggestUrl(withoutScheme(url.replace(/^["'`]|["'`]$/g, '')))}`;
}

function withoutScheme(text: string): string {
  return text
    .replace(SQLITE_SCHEME, '')
    .replace(SCHEME, '')
    .replace(/^\/{2,}/, '/');
}

function suggestUrl(path: string): string {
  const plain = path.replace(HOST_PART, '').replace(/\?.*$/s, '');
  return `Write file:${plain === '' ? 'data/verdicts.db' : plain}`;
}
