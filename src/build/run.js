import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

// What `npm run verdicts`, `npm start` and `npm run demo` start: the program as built from the sources as they are. JavaScript,
// because loading TypeScript is what takes long.

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGES = join(ROOT, 'node_modules');
/** A folder for each state of the sources: a running `serve` keeps its own, whatever is built meanwhile. */
const BUILDS = join(PACKAGES, '.cache', 'verdicts');
const SOURCES = ['src', 'emails', 'esbuild.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];
const KEPT_BUILDS = 3;
/** As in `node-version.ts`, which an old Node.js cannot load. */
const NODE_API = 10;

if (Number(process.versions.napi ?? 0) < NODE_API) {
  const withoutPackages = process.platform === 'linux' && !exists(join(PACKAGES, 'tsx'));
  const advice = withoutPackages
    ? 'run npm ci first, which brings one. If it does not, install one from https://nodejs.org'
    : 'install a newer one from https://nodejs.org';
  process.stderr.write(
    `This program needs Node.js 22 (22.14 or later), 24 or later, and this is ${process.versions.node}: ${advice}\n`,
  );
  process.exit(2);
}
if (!exists(join(PACKAGES, 'tsx'))) {
  process.stderr.write(
    'The npm scripts need all packages: run npm ci. To start what npm run build made, without them: node dist/src/cli.js\n',
  );
  process.exit(2);
}
const build = builtProgram(fingerprint());
if (build === null) {
  await import('tsx');
  await import('../cli.ts');
} else {
  markRunning(build);
  // Before the program does, so that it goes with the build.
  module.enableCompileCache(join(build, 'compiled'));
  await import(pathToFileURL(join(build, 'src', 'cli.js')).href);
}

/** Of all that a build is made from: the contents, because times say little after a checkout. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const path = join(ROOT, source);
    const files = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .sort()
      : [path];
    for (const file of files) {
      const content = readFileSync(file);
      hash.update(`${file.slice(ROOT.length)}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * The folder of a build, which is made if there is none; null if that is not possible. A build gets its name once it is
 * complete: a build that is killed leaves none, and of two who build at once, the second finds that of the first.
 */
function builtProgram(name) {
  const folder = join(BUILDS, name);
  // From packages that are linked from elsewhere, the program would look for its own files there.
  if (realpathSync(PACKAGES) !== PACKAGES) return null;
  if (exists(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  try {
    mkdirSync(unfinished, { recursive: true });
  } catch (error) {
    tell(`Every start takes longer, because ${BUILDS} cannot be written to (${error.code}).`);
    return null;
  }
  tell('Preparing the program, once for this version …');
  const made = spawnSync(process.execPath, ['--import', 'tsx', 'esbuild.config.ts', unfinished], {
    cwd: ROOT,
    stdio: 'ignore',
  });
  if (made.status === 0) moveTo(folder, unfinished);
  rmSync(unfinished, { recursive: true, force: true });
  if (exists(folder)) {
    removeOthers();
    return folder;
  }
  process.stderr.write(
    'This start takes longer: the program was not built. To see why, run: npm run build\n',
  );
  return null;
}

function moveTo(folder, unfinished) {
  try {
    renameSync(unfinished, folder);
  } catch {
    // Somebody else was faster, or it cannot be kept; the caller looks.
  }
}

/** Removes builds that are neither new nor running, and what was left by those who were killed. */
function removeOthers() {
  try {
    const names = readdirSync(BUILDS);
    const builds = names.filter((name) => !name.includes('.')).map((name) => join(BUILDS, name));
    const age = (path) => -statSync(path).birthtimeMs;
    const old = builds.sort((one, other) => age(one) - age(other)).slice(KEPT_BUILDS);
    for (const path of old) if (!isRunning(path)) moveTo(`${path}.${process.pid}`, path);
    for (const name of readdirSync(BUILDS)) {
      const [, pid] = name.split('.');
      if (pid === undefined || (pid !== String(process.pid) && isAlive(pid))) continue;
      rmSync(join(BUILDS, name), { recursive: true, force: true });
    }
  } catch {
    // They take space, and nothing else.
  }
}

function markRunning(folder) {
  const mark = join(folder, `running.${process.pid}`);
  try {
    writeFileSync(mark, '');
    process.on('exit', () => rmSync(mark, { force: true }));
  } catch {
    // A checkout that others own: they see to its builds.
  }
}

function isRunning(folder) {
  return readdirSync(folder).some((name) => name.startsWith('running.') && isAlive(name.split('.')[1]));
}

function isAlive(pid) {
  try {
    return process.kill(Number(pid), 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function exists(folder) {
  return statSync(folder, { throwIfNoEntry: false }) !== undefined;
}

/** To a person who waits, not to a script. */
function tell(words) {
  if (process.stderr.isTTY) process.stderr.write(`${words}\n`);
}
