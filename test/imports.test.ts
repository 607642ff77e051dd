import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { projectPath } from '../src/shared/project-path.ts';

interface Import {
  file: string;
  /** The import as it is written. */
  from: string;
  /** The imported file, relative to the project's folder; a package's name stays as it is. */
  target: string;
}

const ROOT = projectPath();
const files = ['src', 'emails'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file)),
);
const imports = files.flatMap((file) => importsOf(file, readFileSync(join(ROOT, file), 'utf8')));

/** All imports and re-exports of a file, values and types, static and dynamic. */
function importsOf(file: string, text: string): Import[] {
  const found = text.matchAll(/^(?:import|export) (?:[^;]*? from )?'([^']+)';|\bimport\('([^']+)'\)/gms);
  return [...found].map(([, early, late]) => {
    const from = early ?? late ?? '';
    const target = from.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), from)) : from;
    return { file, from, target };
  });
}

/** A folder of `src`, `emails`, or a top-level file of `src`. */
function moduleOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return top === 'src' ? second : top;
}

/** The files that comments name, as `name.ts` or {@link name.ts}. */
const namedInComments = (text: string): string[] =>
  [...text.matchAll(/(?:`|@link )([\w./-]+\.tsx?)[`}]/g)].map(([, path = '']) => path);

test('every source file that a comment names exists', () => {
  const named = files.flatMap((file) =>
    namedInComments(readFileSync(join(ROOT, file), 'utf8')).map((path) => ({ file, path })),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ path }) => !files.some((file) => `/${file}`.endsWith(`/${path}`)))).toEqual([]);
  expect(namedInComments('/** See `gone.ts` and {@link also/gone.ts}. */')).toEqual([
    'gone.ts',
    'also/gone.ts',
  ]);
});

/** The strongly connected groups of names, each with one cycle as an example. */
function cyclesOf(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const walk = (name: string, path: readonly string[]) => {
    const at = path.indexOf(name);
    if (at !== -1) cycles.push([...path.slice(at), name].join(' → '));
    if (at !== -1 || done.has(name)) return;
    for (const next of edges.get(name) ?? []) walk(next, [...path, name]);
    done.add(name);
  };
  for (const name of edges.keys()) walk(name, []);
  return cycles;
}

function edgesBetween(nameOf: (path: string) => string, list: readonly Import[] = imports) {
  const edges = new Map<string, Set<string>>();
  for (const { file, from, target } of list) {
    if (!from.startsWith('.') || nameOf(file) === nameOf(target)) continue;
    edges.set(nameOf(file), (edges.get(nameOf(file)) ?? new Set()).add(nameOf(target)));
  }
  return edges;
}

test('every import of a project file leads to an existing file', () => {
  const known = new Set(files);
  const inProject = imports.filter(({ from }) => from.startsWith('.'));
  expect(inProject.length).toBeGreaterThan(1_000);
  expect(inProject.filter(({ target }) => /\.tsx?$/.test(target) && !known.has(target))).toEqual([]);
});

test('no module imports one that imports it, types included', () => {
  expect(cyclesOf(edgesBetween(moduleOf))).toEqual([]);
});

test('no file imports one that imports it, types included', () => {
  expect(cyclesOf(edgesBetween((path) => path))).toEqual([]);
});

test('a port in the module of its adapter is found to make a cycle', () => {
  const adapters = imports.filter(
    ({ file, target }) => /^src\/store\/.*/.test(file) && /-store\.ts$/.test(target),
  );
  const port = adapters.find(({ target }) => target === 'src/delivery/delivery-store.ts')?.target;
  const putBack = (path: string) => (path === port ? 'src/store/delivery-store.ts' : path);
  const changed = imports.map(({ file, from, target }) => ({
    file: putBack(file),
    from,
    target: putBack(target),
  }));
  expect(port).toBeDefined();
  expect(cyclesOf(edgesBetween(moduleOf, changed))).not.toEqual([]);
});

test.each(['sqlite', 'postgres'])('only the composition root imports the adapter in %s', (adapter) => {
  const importers = imports.filter(
    ({ file, target }) => target.startsWith(`src/${adapter}/`) && moduleOf(file) !== adapter,
  );
  expect(new Set(importers.map(({ file }) => moduleOf(file)))).toEqual(new Set(['app']));
});

/** What one database has and another has not. */
const OF_ONE_DATABASE = /sqlite|drizzle|event loop|\block(?:s|ed)?\b|\bpath|in the file|\d ms\b/i;

test('no port says how a database works', () => {
  const ports = files.filter(
    (file) => /-store\.ts$/.test(file) && !['store', 'sqlite', 'postgres'].includes(moduleOf(file)),
  );
  expect(ports.length).toBeGreaterThan(15);
  expect(ports.filter((file) => OF_ONE_DATABASE.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
});

test.each([
  ['Drizzle', /^drizzle-orm/, ['postgres', 'sqlite', 'store']],
  ['SQLite', /^better-sqlite3/, ['sqlite']],
  ['PostgreSQL', /^pg$/, ['postgres']],
])('only the stores know %s', (_, name, modules) => {
  const importers = imports.filter(({ target }) => name.test(target));
  expect(new Set(importers.map(({ file }) => moduleOf(file)))).toEqual(new Set(modules));
});

test('only the configuration reads the environment', () => {
  const readers = files.filter((file) =>
    /process\.env(?!\.NODE_ENV \?\?=)/.test(readFileSync(join(ROOT, file), 'utf8')),
  );
  expect(readers).toEqual(['src/settings/config.ts']);
});

test('one file of the templates imports React Email', () => {
  const importers = imports.filter(({ target }) => /^(react-email|@react-email\/)/.test(target));
  expect(new Set(importers.map(({ file }) => file))).toEqual(new Set(['emails/_components/react-email.ts']));
});
