import { once } from 'node:events';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { projectPath } from '../../src/shared/project-path.ts';
import { type Finished, startNode } from '../support/processes.ts';

let folder = '';
let running: { stop(): Promise<Finished> } | null = null;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alone-'));
  const copy = (path: string) =>
    cp(projectPath(path), join(folder, path), {
      recursive: true,
      // What is compiled into the driver, and only needed for that.
      filter: (name) => !/\.map$|better-sqlite3\/(?:deps|src)$/.test(name),
    });
  for (const path of ['package.json', 'drizzle', 'dist', 'node_modules/better-sqlite3']) await copy(path);
});
afterEach(async () => {
  await running?.stop();
  running = null;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (parameters: string[], env: Record<string, string> = {}) =>
  startNode([join(folder, 'dist', 'src', 'cli.js'), ...parameters], { cwd: folder, env });

describe('the built program with SQLite’s driver and no other package', () => {
  test('the built program has nothing else beside it in this test', async () => {
    expect(await readdir(folder)).toEqual(['dist', 'drizzle', 'node_modules', 'package.json']);
    expect(await readdir(join(folder, 'node_modules'))).toEqual(['better-sqlite3']);
  });

  test('the built program runs the demo, samples included', async () => {
    const { status, stdout, stderr } = await start(['demo', '--json']).finished;
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'sent',
      added: { comparisons: 12 },
      deliveries: { submitted: 10 },
    });
  });

  test('the built program runs doctor, its database included', async () => {
    await start(['demo']).finished;
    const { stdout, stderr } = await start(['doctor', '--json']).finished;
    const checks = JSON.parse(stdout).checks as { name: string; level: string }[];
    expect(checks, stderr).toContainEqual(expect.objectContaining({ name: 'database', level: 'ok' }));
  });

  test('the built program reads a saved page, makes a backup and renders an issue', async () => {
    await start(['demo']).finished;
    const commands = [['comparisons', 'list'], ['backup', 'copies'], ['draft'], ['subscribers', 'export']];
    for (const command of commands) {
      const { status, stderr } = await start(command).finished;
      expect(status, `${command.join(' ')}: ${stderr}`).toBe(0);
    }
  });

  test('the built program serves its pages, the form’s script, the metrics and the picture of an issue', async () => {
    const { child, finished } = start(['serve'], { PORT: '0' });
    running = {
      stop: () => {
        child.kill('SIGTERM');
        return finished;
      },
    };
    const [line] = await once(child.stderr, 'data');
    const url = `http://127.0.0.1:${JSON.parse(String(line).split('\n')[0] ?? '').port}`;
    for (const path of [
      '/',
      '/embed',
      '/embed.js',
      '/issues',
      '/feed.xml',
      '/healthz',
      '/readyz',
      '/metrics',
    ])
      expect((await fetch(url + path)).status, path).toBe(200);
    const [, slot = ''] = /\/issues\/(\d+-W\d+)/.exec(await (await fetch(`${url}/issues`)).text()) ?? [];
    const picture = await fetch(`${url}/issues/${slot}.png`);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect((await fetch(`${url}/studio`)).status).toBeLessThan(500);
    expect((await running.stop()).status).toBe(0);
    running = null;
  });
});
