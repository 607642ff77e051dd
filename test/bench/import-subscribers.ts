import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { sqliteEngine } from '../../src/sqlite/engine.ts';
import { openDatabase } from '../../src/sqlite/open-database.ts';
import { createSubscriberStore } from '../../src/store/subscribers/subscriber-store.ts';
import { importSubscribers } from '../../src/subscribers/lists/import-subscribers.ts';

const ROWS = 1_000_000;

/** Imports a million subscribers from a CSV file into an SQLite file. Writing the CSV is not counted. */
export async function bench(): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'import-subscribers-'));
  try {
    const csv = join(folder, 'list.csv');
    await pipeline(Readable.from(csvRows(ROWS)), createWriteStream(csv));
    const db = openDatabase(join(folder, 'verdicts.db'));
    const store = createSubscriberStore(sqliteEngine(db));
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const start = performance.now();
    const { added } = await importSubscribers({
      input: createReadStream(csv),
      source: 'import:list.csv',
      subscriberStore: store,
      now: Date.now(),
      secrets: ['a secret that only this benchmark knows'],
    });
    const seconds = (performance.now() - start) / 1_000;
    delay.disable();
    db.$client.close();
    if (added !== ROWS) throw new Error(`${added} of ${ROWS} rows were added`);
    return {
      name: 'import-subscribers',
      rows: ROWS,
      seconds: round(seconds),
      rowsPerSecond: Math.round(ROWS / seconds),
      peakRssMiB: round(process.resourceUsage().maxRSS / 1_024),
      longestStallMs: round(delay.max / 1e6),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * As a list exported elsewhere: in the order of sign-up, not of addresses; every third address at a domain of its own,
 * every tenth with capitals and a quoted name.
 */
function* csvRows(rows: number): Generator<string> {
  yield 'email,name,status,created_at\n';
  for (let from = 0; from < rows; from += 1_000) {
    yield Array.from({ length: Math.min(1_000, rows - from) }, (_, index) => csvRow(from + index)).join('');
  }
}

function csvRow(index: number): string {
  const scattered = (Math.imul(index, 2_654_435_761) >>> 0).toString(36);
  const domain = index % 3 === 0 ? `company-${scattered}.example.com` : `mail${index % 40}.example.net`;
  const at = new Date(1_767_225_600_000 + index * 1_000).toISOString();
  const row =
    index % 10 === 0
      ? `${scattered}.Reader${index}@${domain},"Reader, No. ${index}"`
      : `${scattered}.reader${index}@${domain},Reader ${index}`;
  return `${row},confirmed,${at}\n`;
}

const round = (value: number) => Math.round(value * 10) / 10;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(`${JSON.stringify(await bench())}\n`);
}
