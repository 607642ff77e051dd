import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { slotOf } from '../../src/schedule/slot.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { projectPath } from '../../src/shared/project-path.ts';
import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { aComparison, DAY } from '../support/comparisons.ts';
import { inFolder, peakRssMiB, print, rounded, spread } from './support/measure.ts';
import { serveStudio } from './support/studio-server.ts';

process.env.NODE_ENV ??= 'production';

const CHANGES = 60;
/** Changes that are not counted: they warm up the program. */
const WARM_UP = 10;
const COMPARISONS = 8;

/** Returns the next line of another process. */
function linesOf(input: NodeJS.ReadableStream): () => Promise<string> {
  const lines = createInterface({ input })[Symbol.asyncIterator]();
  return async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('The other process ended.');
    return value;
  };
}

type Studio = Pick<Awaited<ReturnType<typeof serveStudio>>, 'url' | 'cookie'>;

/** The next event of the stream that the studio listens to. */
async function followEvents({ url, cookie }: Studio, signal: AbortSignal): Promise<() => Promise<string>> {
  const { body } = await fetch(`${url}/studio/events`, { signal, headers: { cookie } });
  if (body === null) throw new Error('The stream has no body.');
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = '';
  return async () => {
    for (;;) {
      const end = text.indexOf('\n\n');
      const part = text.slice(0, Math.max(0, end));
      if (end >= 0) text = text.slice(end + 2);
      const name = /^event: (\w+)$/m.exec(part)?.[1];
      if (name !== undefined) return name;
      if (end < 0) text += decoder.decode((await reader.read()).value, { stream: true });
    }
  };
}

/** The next issue, which includes what is published on any day of the week. */
const SLOT = slotOf(systemClock.now() + 7 * DAY, 'UTC');

/** The preview's frame once its URL has changed; null while it has not. */
async function refresh(
  { url, cookie }: Studio,
  before: string,
): Promise<{ address: string; mail: string } | null> {
  const read = async (path: string) =>
    (await fetch(url + path, { headers: { accept: 'text/html', cookie } })).text();
  const page = await read(`/studio?slot=${SLOT}`);
  const address = /<iframe[^>]* src="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
  if (address === undefined) throw new Error('The page has no preview.');
  return address === before ? null : { address, mail: await read(address) };
}

await inFolder(async (folder) => {
  const path = join(folder, 'verdicts.db');
  const stores = openSqliteStores(path);
  const publishedAt = systemClock.now() - DAY;
  for (let number = 1; number < COMPARISONS; number += 1) {
    const tools = [`Tool ${number} one`, `Tool ${number} two`] as const;
    await stores.comparisonStore.saveComparison(aComparison({ tools, publishedAt }), publishedAt);
  }
  const studio = await serveStudio(stores, folder);
  const program = projectPath('test', 'bench', 'change-comparison.ts');
  const other = spawn(process.execPath, ['--import', 'tsx', program, path, String(publishedAt)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const nextLine = linesOf(other.stdout);
  await nextLine();
  const end = new AbortController();
  const nextEvent = await followEvents(studio, end.signal);
  await nextEvent();
  let { address } = (await refresh(studio, '')) ?? { address: '' };
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let number = 1; number <= WARM_UP + CHANGES; number += 1) {
    // Real edits do not come at a fixed moment of the polling interval either.
    await setTimeout(250 + ((number * 37) % 100));
    other.stdin.write(`${number}\n`);
    const changedAt = Number(await nextLine());
    let fresh: Awaited<ReturnType<typeof refresh>> = null;
    while (fresh === null) {
      await nextEvent();
      fresh = await refresh(studio, address);
    }
    if (!fresh.mail.includes(`Change ${number}`)) throw new Error(`The preview lacks change ${number}.`);
    address = fresh.address;
    if (number > WARM_UP) times.push(Date.now() - changedAt);
  }
  const { user, system } = process.cpuUsage(before);
  end.abort();
  other.stdin.end();
  await once(other, 'exit');
  await studio.stop();
  await stores.close();
  print({
    name: 'preview-refresh',
    comparisons: COMPARISONS,
    warmUpChanges: WARM_UP,
    changes: CHANGES,
    ...spread(times),
    cpuMsPerChange: rounded((user + system) / 1_000 / (WARM_UP + CHANGES)),
    peakRssMiB: peakRssMiB(),
  });
});
