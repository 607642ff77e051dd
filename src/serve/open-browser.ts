import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OPENERS: Partial<Record<NodeJS.Platform, [command: string, ...before: string[]]>> = {
  darwin: ['open'],
  win32: ['explorer.exe'],
};

/**
 * Opens URLs in this machine's browser. Failures are ignored: the URL is printed too.
 *
 * Every user of a machine can see the arguments of processes, and the URL may contain a key, so the browser opens a
 * private file that redirects to it. The file is in `folder` because sandboxed browsers cannot see /tmp.
 */
export function createBrowserOpener(folder: string): { open(url: string): void; close(): void } {
  const file = join(folder, 'open-studio.html');
  let isThere = false;
  return {
    open: (url) => {
      try {
        rmSync(file, { force: true });
        writeFileSync(file, pageThatLeadsTo(url), { mode: 0o600, flag: 'wx' });
        isThere = true;
      } catch {
        return;
      }
      const [command, ...before] = OPENERS[process.platform] ?? ['xdg-open'];
      const opener = spawn(command, [...before, file], { stdio: 'ignore', detached: true });
      opener.on('error', () => undefined);
      opener.unref();
    },
    close: () => {
      if (isThere) rmSync(file, { force: true });
      isThere = false;
    },
  };
}

/** @param url One of ours, without characters special in HTML. */
function pageThatLeadsTo(url: string): string {
  return `<!doctype html><meta charset="utf-8"><title>The studio</title><meta http-equiv="refresh" content="0; url=${url}"><a href="${url}">Open the studio</a>\n`;
}
