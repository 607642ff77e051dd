import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { vi } from 'vitest';
import { isMissing } from '../needs.ts';
import { freePort } from './free-port.ts';

export function lacksCaddy(): boolean {
  const present = spawnSync('caddy', ['version']).status === 0;
  return isMissing({ tool: 'caddy', present, install: 'apt-get install -y caddy, as root' });
}

/**
 * Starts Caddy with the block of one site. It listens for https on a free port of 127.0.0.1, with a certificate of its
 * own making. Resolves when it answers for this host.
 */
export async function startCaddy(site: string, { host, folder }: { host: string; folder: string }) {
  const port = await freePort();
  const config = join(folder, 'Caddyfile');
  writeFileSync(
    config,
    `{
  admin off
  skip_install_trust
  auto_https disable_redirects
  storage file_system ${folder}/store
  https_port ${port}
  default_bind 127.0.0.1
  local_certs
}
${site}`,
  );
  const caddy = spawn('caddy', ['run', '--config', config], {
    env: { PATH: process.env.PATH, HOME: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  caddy.stderr.setEncoding('utf8').on('data', (part: string) => {
    said += part;
  });
  await vi.waitUntil(() => caddy.exitCode !== null || shakesHands(port, host), {
    timeout: 20_000,
    interval: 50,
  });
  if (caddy.exitCode !== null) throw new Error(said);
  return {
    port,
    /** What it wrote to standard error. */
    said: () => said,
    stop: async () => {
      caddy.kill();
      await once(caddy, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether it has a certificate for this host by now. */
function shakesHands(port: number, servername: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false });
    socket.once('secureConnect', () => socket.end(() => resolve(true)));
    socket.once('error', () => resolve(false));
  });
}
