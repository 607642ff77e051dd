import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMissing } from '../needs.ts';

/** Debian installs nginx where only root's PATH finds it. */
const PATH = `${process.env.PATH ?? ''}:/usr/sbin`;

export function lacksNginx(): boolean {
  const present = spawnSync('nginx', ['-v'], { env: { PATH } }).status === 0;
  return isMissing({ tool: 'nginx', present, install: 'apt-get install -y nginx, as root' });
}

/**
 * Starts nginx on a free port, with these lines in its only server. Resolves when it listens.
 *
 * @returns Its port, and how to stop it.
 */
export async function startNginx(server: string): Promise<{ port: number; stop(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'verdicts-nginx-'));
  const port = await freePort();
  const config = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    config,
    `${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  server { listen 127.0.0.1:${port};\n${server}\n}
}
`,
  );
  const nginx = (...more: string[]) =>
    execFileSync('nginx', ['-p', folder, '-c', config, ...more], { env: { PATH }, stdio: 'pipe' });
  // It daemonises once it listens.
  nginx();
  return {
    port,
    stop: () => {
      nginx('-s', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
