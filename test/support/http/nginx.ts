import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMissing } from '../needs.ts';
import { freePort } from './free-port.ts';

/** Debian installs nginx where only root's PATH finds it. */
const PATH = `${process.env.PATH ?? ''}:/usr/sbin`;

export function lacksNginx(): boolean {
  const present = spawnSync('nginx', ['-v'], { env: { PATH } }).status === 0;
  return isMissing({ tool: 'nginx', present, install: 'apt-get install -y nginx, as root' });
}

export interface Nginx {
  port: number;
  stop(): void;
}

/** Starts nginx on a free port, with these lines in its only server. Resolves when it listens. */
export async function startNginx(server: string): Promise<Nginx> {
  return startNginxWith((port) => `server { listen 127.0.0.1:${port};\n${server}\n}`);
}

/** Starts nginx on a free port with what `http` returns for that port and a folder of its own. */
export async function startNginxWith(http: (port: number, folder: string) => string): Promise<Nginx> {
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
  ${http(port, folder)}
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
