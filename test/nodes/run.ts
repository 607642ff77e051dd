import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectPath } from '../../src/shared/project-path.ts';
import { setup } from '../support/build.ts';

/**
 * `npm run nodes [-- <version>…]`: the most important tests, on Node.js versions other than the one that the checkout
 * brings.
 * They are fetched as npm packages for this platform into a folder that is removed afterwards.
 */
const TOO_OLD = ['20.19.0', '22.13.1'];
/** The oldest version that package.json allows, and the newest. */
const OTHERS = ['22.14.0', '26.12.1'];
/** The npm of Node.js 20: the oldest that must be able to install the checkout. */
const OLD_NPM = '10.8.2';
/** The main job, the contracts, and what differs between Node.js versions: encodings, and file system errors. */
const TESTS = [
  'test/sqlite',
  'test/transport',
  'test/commands/whole-week.test.ts',
  'test/commands/settings.test.ts',
  'test/comparisons/decode-text.test.ts',
  'test/subscribers/lists/list-encoding.test.ts',
];

const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'verdicts-nodes-'));
try {
  setup();
  for (const version of TOO_OLD) refused(version, fetchNode(version));
  installedByOldNpm(fetchNode(TOO_OLD[0] ?? ''));
  for (const version of wanted.length > 0 ? wanted : OTHERS) everything(version, fetchNode(version));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function refused(version: string, node: string): void {
  const { status, stderr } = spawnSync(node, [projectPath('dist/src/cli.js'), 'demo'], { encoding: 'utf8' });
  if (status !== 2 || !stderr.includes('needs Node.js'))
    throw new Error(`Node.js ${version} was not refused: status ${status}\n${stderr}`);
  say(version, 'is refused in a sentence');
}

/** An old npm under an old Node.js installs the checkout, whose scripts then run on the Node.js that it brings. */
function installedByOldNpm(node: string): void {
  say(OLD_NPM, 'installs the checkout');
  const npm = fetchPackage('npm', OLD_NPM);
  const place = join(folder, 'checkout');
  mkdirSync(place);
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(projectPath(file), join(place, file));
  const env = { ...process.env, PATH: `${dirname(node)}:/usr/bin:/bin` };
  const installed = spawnSync(node, [join(npm, 'bin', 'npm-cli.js'), 'ci'], {
    cwd: place,
    env,
    encoding: 'utf8',
  });
  if (installed.status !== 0)
    throw new Error(`npm ${OLD_NPM} cannot install the checkout:\n${installed.stderr}`);
  const { stdout } = spawnSync(join(place, 'node_modules', '.bin', 'node'), ['--version'], {
    encoding: 'utf8',
  });
  const { optionalDependencies } = JSON.parse(readFileSync(projectPath('package.json'), 'utf8'));
  const brought = `v${optionalDependencies[`node-${process.platform}-${process.arch}`]}`;
  if (stdout.trim() !== brought)
    throw new Error(`npm ${OLD_NPM} links ${stdout.trim() || 'no Node.js'}, and not ${brought}.`);
}

function everything(version: string, node: string): void {
  const place = join(folder, `demo-${version}`);
  const env = { DATABASE_URL: `file:${place}/verdicts.db`, OUTBOX_DIR: `${place}/outbox` };
  const run = (what: string, parameters: string[], more: Record<string, string> = {}) => {
    say(version, what);
    const { status, signal } = spawnSync(node, parameters, {
      cwd: projectPath(),
      stdio: ['ignore', 'inherit', 'inherit'],
      // Calls to `node` by name get the same one.
      env: { ...process.env, ...more, PATH: `${join(node, '..')}:${process.env.PATH}` },
    });
    if (status !== 0) throw new Error(`Node.js ${version}: ${what}: ended with ${signal ?? status}.`);
  };
  run('the demo, built', [projectPath('dist/src/cli.js'), 'demo'], env);
  run('the demo again, from its sources', ['--import', 'tsx', projectPath('src/cli.ts'), 'demo'], env);
  run('the main job, the contracts and what differs', [
    projectPath('node_modules/vitest/vitest.mjs'),
    'run',
    ...TESTS,
  ]);
  run('serve for a minute under load', ['--import', 'tsx', projectPath('test/nodes/serve-under-load.ts')]);
  run('one seed of the soak', ['--import', 'tsx', projectPath('test/soak/run.ts'), '1']);
}

function fetchNode(version: string): string {
  return join(fetchPackage(`node-${process.platform}-${process.arch}`, version), 'bin', 'node');
}

function fetchPackage(name: string, version: string): string {
  const prefix = join(folder, version);
  const { status, stderr } = spawnSync(
    'npm',
    ['install', '--prefix', prefix, '--no-save', '--no-package-lock', '--no-audit', `${name}@${version}`],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${name}@${version} cannot be fetched:\n${stderr}`);
  return join(prefix, 'node_modules', name);
}

function say(version: string, what: string): void {
  process.stdout.write(`${version === OLD_NPM ? 'npm' : 'Node.js'} ${version}: ${what}\n`);
}
