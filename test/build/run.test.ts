import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectPath } from '../../src/shared/project-path.ts';
import { startNode } from '../support/processes.ts';

/** A project of one line, so that a build takes no time: the way to it is the real one. */
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-'));
  mkdirSync(join(folder, 'src', 'build'), { recursive: true });
  mkdirSync(join(folder, 'emails'));
  mkdirSync(join(folder, 'node_modules'));
  cpSync(projectPath('src', 'build', 'run.js'), join(folder, 'src', 'build', 'run.js'));
  for (const name of ['tsx', 'esbuild'])
    symlinkSync(projectPath('node_modules', name), join(folder, 'node_modules', name));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const name of ['package-lock.json', 'tsconfig.json']) writeFileSync(join(folder, name), '{}');
  writeFileSync(
    join(folder, 'esbuild.config.ts'),
    `import { appendFileSync } from 'node:fs';
import { build } from 'esbuild';
appendFileSync('builds.log', '.');
await build({ entryPoints: ['src/cli.ts'], outdir: \`\${process.argv[2]}/src\`, format: 'esm' });
if (process.env.KILL === 'now') process.kill(process.ppid, 'SIGKILL');
`,
  );
  say('one');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const say = (word: string) =>
  writeFileSync(
    join(folder, 'src', 'cli.ts'),
    `const word: string = '${word}'; console.log(word, import.meta.url.endsWith('.ts') ? 'source' : 'built', ...process.argv.slice(2));\n`,
  );
const start = (parameters: string[] = [], env: Record<string, string> = {}) =>
  startNode([join(folder, 'src', 'build', 'run.js'), ...parameters], { cwd: folder, env }).finished;
const builds = () => join(folder, 'node_modules', '.cache', 'verdicts');
const complete = () => readdirSync(builds()).filter((name) => !name.includes('.'));

describe('what the npm scripts start', () => {
  test('is built once, and gets the arguments', async () => {
    expect(await start(['draft', '--json'])).toMatchObject({
      status: 0,
      stdout: 'one built draft --json\n',
      stderr: '',
    });
    expect((await start()).stdout).toBe('one built\n');
    expect(spawnSync('cat', [join(folder, 'builds.log')]).stdout.toString()).toBe('.');
  });

  test('is never older than the sources, even where their times say so', async () => {
    await start();
    say('two');
    utimesSync(join(folder, 'src', 'cli.ts'), 0, 0);
    expect((await start()).stdout).toBe('two built\n');
    say('one');
    expect((await start()).stdout).toBe('one built\n');
    expect(complete()).toHaveLength(2);
  });

  test('is whole when several start it at once', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => start()));
    expect(all.map(({ stdout, stderr }) => stdout + stderr)).toEqual(Array(4).fill('one built\n'));
    expect(readdirSync(builds())).toEqual(complete());
    expect(complete()).toHaveLength(1);
  });

  test('is whole after a start that was killed in the middle of a build, which leaves nothing', async () => {
    await start([], { KILL: 'now' });
    expect(complete()).toEqual([]);
    expect((await start()).stdout).toBe('one built\n');
    expect(readdirSync(builds())).toEqual(complete());
  });

  test('are the sources where nothing can be written', async () => {
    writeFileSync(join(folder, 'node_modules', '.cache'), '');
    expect(await start(['draft'])).toMatchObject({ status: 0, stdout: 'one source draft\n', stderr: '' });
  });

  test('are the sources where they cannot be built, and it says so', async () => {
    writeFileSync(join(folder, 'esbuild.config.ts'), 'process.exit(1);');
    const { stdout, stderr } = await start();
    expect([stdout, stderr]).toEqual(['one source\n', expect.stringContaining('npm run build')]);
  });

  test('are the sources where the packages are linked from elsewhere', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'packages-'));
    cpSync(join(folder, 'node_modules'), elsewhere, { recursive: true, verbatimSymlinks: true });
    rmSync(join(folder, 'node_modules'), { recursive: true });
    symlinkSync(elsewhere, join(folder, 'node_modules'));
    expect((await start()).stdout).toBe('one source\n');
    rmSync(elsewhere, { recursive: true });
  });

  test('name what is missing where only the packages of production are installed', async () => {
    rmSync(join(folder, 'node_modules', 'tsx'));
    expect(await start()).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('npm ci') });
  });

  test.runIf(process.platform === 'linux')(
    'tell on an old Node.js to run npm ci first, which brings a newer one',
    async () => {
      const old = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,napi:'9',node:'20.11.0'}})`;
      const parameters = ['--import', old, join(folder, 'src', 'build', 'run.js')];
      const withPackages = await startNode(parameters, { cwd: folder }).finished;
      expect([withPackages.status, withPackages.stderr]).toEqual([2, expect.not.stringContaining('npm ci')]);
      rmSync(join(folder, 'node_modules', 'tsx'));
      const { status, stderr } = await startNode(parameters, { cwd: folder }).finished;
      expect([status, stderr]).toEqual([
        2,
        expect.stringMatching(/and this is 20\.11\.0: run npm ci first, which brings one/),
      ]);
    },
  );

  test('makes room: the three newest builds stay, and one that runs', async () => {
    await start();
    const [running = ''] = complete();
    writeFileSync(join(builds(), running, `running.${process.pid}`), '');
    for (const word of ['two', 'three', 'four', 'five', 'six']) {
      say(word);
      await start();
    }
    expect(complete()).toHaveLength(4);
    expect(existsSync(join(builds(), running))).toBe(true);
  });
});
