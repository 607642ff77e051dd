import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { importSubscribers } from '../../src/subscribers/lists/import-subscribers.ts';
import { inDatabase, STORE } from './support/database.ts';
import { peakRssMiB, print } from './support/measure.ts';

const ROWS = Number(process.env.SUBSCRIBERS ?? 1_000_000);

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

/** Writing the CSV is not counted. */
await inDatabase(async (database) => {
  const csv = join(database.folder, 'list.csv');
  await pipeline(Readable.from(csvRows(ROWS)), createWriteStream(csv));
  const stores = await database.open();
  let added = 0;
  const time = await database.measured(async () => {
    const result = await importSubscribers({
      input: createReadStream(csv),
      source: 'import:list.csv',
      subscriberStore: stores.subscriberStore,
      now: Date.now(),
      secrets: ['a secret that only this benchmark knows'],
    });
    added = result.added;
  });
  await stores.close();
  if (added !== ROWS) throw new Error(`${added} of ${ROWS} rows were added`);
  print({
    name: 'import-subscribers',
    store: STORE,
    rows: ROWS,
    ...time,
    rowsPerSecond: Math.round(ROWS / time.seconds),
    peakRssMiB: peakRssMiB(),
  });
});
