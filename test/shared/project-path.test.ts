import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectPath, refuseIncomplete } from '../../src/shared/project-path.ts';
import { PROGRAM, startNode } from '../support/processes.ts';

let folder = '';
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'copied-')));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Copies the built program alone, and runs a command of the copy. */
const runCopy = async (parameters: string[]) => {
  const place = join(folder, 'app', 'dist', 'src');
  await cp(dirname(PROGRAM), place, { recursive: true, filter: (name) => !name.endsWith('.map') });
  const { finished } = startNode([join(place, 'cli.js'), ...parameters], { cwd: folder });
  return { place, ...(await finished) };
};

describe('the built program', () => {
  test.each([
    ['without a package.json anywhere above it', null],
    ['below the package.json of something else', 'package.json'],
  ])('the built program copied %s ends at once, and says what to copy', async (_, other) => {
    if (other !== null) await writeFile(join(folder, other), '{"type": "module"}');
    const { status, stdout, stderr, place } = await runCopy(['draft', '--json']);
    expect([status, stderr]).toEqual([2, `${refuseIncomplete(place)}\n`]);
    expect(stderr).toContain(
      `neither ${place} nor any folder above it has package.json and drizzle/ in it. Copy`,
    );
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'configuration', message: refuseIncomplete(place) },
    });
  });

  test('the built program is complete if copied with what it needs, despite a package.json of its own folder in between', async () => {
    await cp(projectPath('drizzle'), join(folder, 'drizzle'), { recursive: true });
    await cp(projectPath('package.json'), join(folder, 'package.json'));
    await mkdir(join(folder, 'dist', 'src'), { recursive: true });
    await writeFile(join(folder, 'dist', 'package.json'), '{}');
    expect(refuseIncomplete(join(folder, 'dist', 'src'))).toBeNull();
  });
});

test('the checkout has every file that the program needs', () => {
  expect(refuseIncomplete()).toBeNull();
});
