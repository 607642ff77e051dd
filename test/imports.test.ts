import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { projectPath } from '../src/project-path.ts';

/** What each room of `src` may import from, beside itself and the files that all share. Data goes from left to right. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  comparisons: ['store'],
  schedule: [],
  subscribers: ['store'],
  issues: ['comparisons', 'store'],
  render: ['comparisons', 'issues', 'schedule', 'store', 'subscribers'],
  transport: ['render'],
  delivery: ['issues', 'render', 'schedule', 'store', 'subscribers', 'transport'],
  scheduler: ['delivery', 'issues', 'render', 'schedule', 'store'],
  'provider-events': ['delivery', 'store', 'subscribers'],
  backup: ['issues', 'schedule', 'store'],
  store: [
    'backup',
    'comparisons',
    'delivery',
    'issues',
    'provider-events',
    'render',
    'schedule',
    'subscribers',
    'transport',
  ],
  http: [
    'comparisons',
    'delivery',
    'issues',
    'provider-events',
    'render',
    'schedule',
    'store',
    'subscribers',
    'transport',
  ],
  demo: ['comparisons', 'schedule', 'store', 'subscribers'],
  doctor: ['delivery', 'issues', 'schedule', 'store', 'subscribers'],
  commands: [
    'backup',
    'comparisons',
    'delivery',
    'demo',
    'doctor',
    'http',
    'issues',
    'provider-events',
    'render',
    'schedule',
    'scheduler',
    'store',
    'subscribers',
    'transport',
  ],
};

/** Rooms that know the stores by their ports, and of them only the types. */
const KNOW_PORTS_ONLY = Object.keys(MAY_IMPORT).filter((room) => room !== 'store');

interface Import {
  file: string;
  room: string;
  from: string;
  target: string;
  typeOnly: boolean;
}

const SRC = projectPath('src');
const imports: Import[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .flatMap((file) => importsOf(file));

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  return [...text.matchAll(/^(?:import|export)( type)? (?:[^;]*? from )?'([^']+)';/gms)].map(
    ([, type, target = '']) => ({
      file,
      room: roomOf(file),
      from: target,
      target: target.startsWith('.') ? relative(SRC, resolve(SRC, dirname(file), target)) : target,
      typeOnly: type !== undefined,
    }),
  );
}

function roomOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : '';
}

const inProject = imports.filter(({ from }) => from.startsWith('.'));

test('the imports were found', () => {
  expect(inProject.length).toBeGreaterThan(200);
});

test('a room imports only what comes before it', () => {
  const wrong = inProject.filter(({ room, target }) => {
    const other = roomOf(target);
    return (
      room !== '' && other !== '' && other !== room && other !== '..' && !MAY_IMPORT[room]?.includes(other)
    );
  });
  expect(wrong).toEqual([]);
});

test('only the store knows SQLite and Drizzle', () => {
  const wrong = imports.filter(
    ({ file, target }) => /^(drizzle-orm|better-sqlite3)/.test(target) && !file.startsWith('store/sqlite/'),
  );
  expect(wrong).toEqual([]);
});

test('rooms know the stores by the types of their ports alone', () => {
  const wrong = inProject.filter(
    ({ room, target, typeOnly }) =>
      KNOW_PORTS_ONLY.includes(room) &&
      roomOf(target) === 'store' &&
      (!typeOnly || target.includes('sqlite')),
  );
  expect(wrong).toEqual([]);
});

test('only the configuration reads the environment', () => {
  const readers = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      /\.tsx?$/.test(file) && /process\.env(?!\.NODE_ENV \?\?=)/.test(readFileSync(join(SRC, file), 'utf8')),
  );
  expect(readers).toEqual(['config.ts']);
});

test('one file of the templates imports React Email', () => {
  const emails = projectPath('emails');
  const importers = readdirSync(emails, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      /\.tsx?$/.test(file) &&
      /from '(react-email|@react-email\/[^']*)'/.test(readFileSync(join(emails, file), 'utf8')),
  );
  expect(importers).toEqual(['_components/react-email.ts']);
});
