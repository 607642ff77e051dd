import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectPath } from '../../../src/shared/project-path.ts';

const FOLDER = projectPath('test', 'mail', 'preview');
const LOCK = join(FOLDER, 'package-lock.json');
/** The lock file that was installed last. */
const INSTALLED = join(FOLDER, 'node_modules', 'installed-lock.json');
const PORT = '3055';

if (!isInstalled()) install();
tell(
  `React Email's preview of the templates, for whoever changes them, with an invented week: http://127.0.0.1:${PORT}\nYour own next issue is in the studio: npm run preview. To stop, press Ctrl+C.`,
);
start();

function tell(words: string): void {
  process.stderr.write(`${words}\n`);
}

function isInstalled(): boolean {
  return existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === readFileSync(LOCK, 'utf8');
}

/** Exactly what the lock file names, without running any scripts. */
function install(): void {
  tell('Installing the preview, as its lock file says: 386 MB, once. This takes some minutes.');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit'], {
    cwd: FOLDER,
    stdio: 'inherit',
  });
  if (status !== 0) {
    tell('The preview could not be installed; npm says why above. Run npm run email again to go on.');
    process.exit(status ?? 1);
  }
  copyFileSync(LOCK, INSTALLED);
}

/** With the flags with which the preview would otherwise restart itself in a second process that outlives the first. */
function start(): void {
  const preview = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      '--import',
      pathToFileURL(join(FOLDER, 'loopback-only.mjs')).href,
      projectPath('node_modules', 'react-email', 'dist', 'cli', 'index.mjs'),
      'dev',
      '--dir',
      '../../../emails',
      '--port',
      PORT,
    ],
    { cwd: FOLDER, stdio: 'inherit', env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } },
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => preview.kill(signal));
  preview.on('exit', (code) => process.exit(code ?? 0));
}
