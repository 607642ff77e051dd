import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { projectPath } from '../../src/shared/project-path.ts';
import { setup } from '../support/build.ts';

/**
 * `npm run nodes [-- <version>…]`: the most important tests, on Node.js versions other than the one that the checkout
 * brings. They are fetched as npm packages for this platform into a folder that is removed afterwards.
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
const fetched = new Map<string, Promise<string>>();
setup();
// Side by side, because each waits for much of its time.
const jobs = [
  ...TOO_OLD.map(refused),
  installedByOldNpm(),
  ...(wanted.length > 0 ? wanted : OTHERS).map(everything),
];
const ended = await Promise.allSettled(jobs);
rmSync(folder, { recursive: true, force: true });
for (const one of ended) if (one.status === 'rejected') throw one.reason;

async function refused(version: string): Promise<void> {
  const node = await fetchNode(version);
  const { status, stderr } = await runNode(node, [projectPath('dist/src/cli.js'), 'demo']);
  if (status !== 2 || !stderr.includes('needs Node.js'))
    throw new Error(`Node.js ${version} was not refused: status ${status}\n${stderr}`);
  say(version, 'is refused in a sentence');
}

/** An old npm under an old Node.js installs the checkout, whose scripts then run on the Node.js that it brings. */
async function installedByOldNpm(): Promise<void> {
  const node = await fetchNode(TOO_OLD[0] ?? '');
  const npm = await fetchPackage('npm', OLD_NPM);
  say(OLD_NPM, 'installs the checkout');
  const place = join(folder, 'checkout');
  mkdirSync(place);
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(projectPath(file), join(place, file));
  const env = { ...process.env, PATH: `${dirname(node)}:/usr/bin:/bin` };
  const installed = await runNode(node, [join(npm, 'bin', 'npm-cli.js'), 'ci'], { cwd: place, env });
  if (installed.status !== 0)
    throw new Error(`npm ${OLD_NPM} cannot install the checkout:\n${installed.stderr}`);
  const { stdout } = await runNode(join(place, 'node_modules', '.bin', 'node'), ['--version']);
  const { optionalDependencies } = JSON.parse(readFileSync(projectPath('package.json'), 'utf8'));
  const brought = `v${optionalDependencies[`node-${process.platform}-${process.arch}`]}`;
  if (stdout.trim() !== brought)
    throw new Error(`npm ${OLD_NPM} links ${stdout.trim() || 'no Node.js'}, and not ${brought}.`);
}

async function everything(version: string): Promise<void> {
  const node = await fetchNode(version);
  const place = join(folder, `demo-${version}`);
  const database = { DATABASE_URL: `file:${place}/verdicts.db`, OUTBOX_DIR: `${place}/outbox` };
  const run = async (what: string, parameters: string[], more: Record<string, string> = {}) => {
    say(version, what);
    // Calls to `node` by name get the same one.
    const env = { ...process.env, ...more, PATH: `${dirname(node)}:${process.env.PATH}` };
    const { status, stdout, stderr } = await runNode(node, parameters, { env });
    if (status !== 0)
      throw new Error(`Node.js ${version}: ${what}: ended with ${status}.\n${stdout}\n${stderr}`);
  };
  await run('the demo, built', [projectPath('dist/src/cli.js'), 'demo'], database);
  await run(
    'the demo again, from its sources',
    ['--import', 'tsx', projectPath('src/cli.ts'), 'demo'],
    database,
  );
  await run('the main job, the contracts and what differs', [
    projectPath('node_modules/vitest/vitest.mjs'),
    'run',
    ...TESTS,
  ]);
  await run('serve for a minute under load', [
    '--import',
    'tsx',
    projectPath('test/nodes/serve-under-load.ts'),
  ]);
  await run('one seed of the soak', ['--import', 'tsx', projectPath('test/soak/run.ts'), '1']);
  say(version, 'passed');
}

async function fetchNode(version: string): Promise<string> {
  return join(await fetchPackage(`node-${process.platform}-${process.arch}`, version), 'bin', 'node');
}

/** Each once, whoever needs it. */
function fetchPackage(name: string, version: string): Promise<string> {
  const wanted = `${name}@${version}`;
  const fetching = fetched.get(wanted) ?? fetchNow(wanted, join(folder, `${name}-${version}`));
  fetched.set(wanted, fetching);
  return fetching.then((place) => join(place, 'node_modules', name));
}

async function fetchNow(wanted: string, place: string): Promise<string> {
  const options = ['--no-save', '--no-package-lock', '--no-audit'];
  const { status, stderr } = await end(spawn('npm', ['install', '--prefix', place, ...options, wanted]));
  if (status !== 0) throw new Error(`${wanted} cannot be fetched:\n${stderr}`);
  return place;
}

function runNode(
  node: string,
  parameters: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
) {
  return end(spawn(node, parameters, { cwd: projectPath(), ...options }));
}

/** Waits until a process ends. `status` is its signal if it has none. */
async function end(child: ChildProcessWithoutNullStreams) {
  const [stdout, stderr, [status, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { stdout, stderr, status: (status ?? signal) as number | string };
}

function say(version: string, what: string): void {
  process.stdout.write(`${version === OLD_NPM ? 'npm' : 'Node.js'} ${version}: ${what}\n`);
}
