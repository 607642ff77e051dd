import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { projectPath } from '../../src/shared/project-path.ts';
import { startNode } from '../support/processes.ts';

const json = (...path: string[]) => JSON.parse(readFileSync(projectPath(...path), 'utf8'));
const HOOK = pathToFileURL(projectPath('test', 'mail', 'preview', 'loopback-only.mjs')).href;

describe("React Email's preview", () => {
  test('React Email’s preview is installed from a lock file with every checksum and without server names', () => {
    const { packages } = json('test', 'mail', 'preview', 'package-lock.json');
    const { '': root, ...others } = packages as Record<string, { integrity?: string; resolved?: string }>;
    expect(root).toMatchObject({
      dependencies: json('test', 'mail', 'preview', 'package.json').dependencies,
    });
    expect(Object.keys(others).length).toBeGreaterThan(20);
    for (const [path, { integrity, resolved }] of Object.entries(others)) {
      expect(integrity, path).toMatch(/^sha512-/);
      expect(resolved, path).toBeUndefined();
    }
  });

  test('React Email’s preview has the version of react-email it needs to start', () => {
    const { packages } = json('package-lock.json');
    const preview = json('test', 'mail', 'preview', 'package-lock.json').packages;
    expect(preview['node_modules/@react-email/ui'].version).toBe(
      packages['node_modules/react-email'].version,
    );
  });

  test.each([
    ['a port', 'server.listen(0, tell)'],
    ['a port as text', "server.listen('0', tell)"],
    ['a port and a backlog', 'server.listen(0, 5, tell)'],
    ['every address of IPv4', "server.listen(0, '0.0.0.0', tell)"],
    ['every address, and a backlog', "server.listen(0, '::', 5, tell)"],
    ['a port among options', 'server.listen({ port: 0 }, tell)'],
    ['every address among options', "server.listen({ port: 0, host: '0.0.0.0' }, tell)"],
    ['nothing', 'server.listen(tell)'],
    ['nothing, and is told later', "server.once('listening', tell).listen()"],
    ['no port', 'server.listen(undefined, tell)'],
  ])('React Email’s preview listens on loopback only, if its code names %s', async (_what, listen) => {
    const script = `
      const server = require('node:http').createServer();
      const tell = () => { console.log(server.address().address); server.close(); };
      ${listen};`;
    const { stdout } = await startNode(['--import', HOOK, '-e', script]).finished;
    expect(stdout.trim()).toBe('127.0.0.1');
    const { stdout: without } = await startNode(['-e', script]).finished;
    expect(without.trim()).toMatch(/^(?:::|0\.0\.0\.0)$/);
  });
});

test('a production install has SQLite’s driver and none of the development tools', () => {
  const { packages } = json('package-lock.json') as {
    packages: Record<string, { dev?: true; optional?: true }>;
  };
  const needed = Object.entries(packages).filter(
    ([path, { dev, optional }]) => path !== '' && !dev && !optional,
  );
  expect(needed.map(([path]) => path)).toEqual([
    'node_modules/better-sqlite3',
    'node_modules/node-addon-api',
  ]);
});
