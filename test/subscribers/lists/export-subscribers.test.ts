import { Readable, Writable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptName } from '../../../src/shared/clean-text.ts';
import {
  EXPORT_PURPOSES,
  type ExportPurpose,
  exportSubscribers,
} from '../../../src/subscribers/lists/export-subscribers.ts';
import { importSubscribers } from '../../../src/subscribers/lists/import-subscribers.ts';
import { SUBSCRIBER_STATUSES } from '../../../src/subscribers/subscriber.ts';
import type { NewSubscriber, SubscriberStore } from '../../../src/subscribers/subscriber-store.ts';
import { openWithTables } from '../../support/database/tables.ts';

const AT = Date.UTC(2026, 10, 17, 9);
const newStore = async () => (await openWithTables()).subscriberStore;
const terms = { event: 'imported', source: 'import:list.csv', at: AT, erasedKeys: () => [] } as const;

async function exportText(store: SubscriberStore, purpose: ExportPurpose = 'import'): Promise<string> {
  const pieces: Buffer[] = [];
  const output = new Writable({
    write: (piece, _, done) => {
      pieces.push(piece);
      done();
    },
  });
  await exportSubscribers({ subscriberStore: store, output, purpose });
  return Buffer.concat(pieces).toString('utf8');
}

const importText = (store: SubscriberStore, text: string) =>
  importSubscribers({
    input: Readable.from([Buffer.from(text)]),
    source: 'import:list.csv',
    subscriberStore: store,
    now: AT,
    secrets: [],
  });

test('an empty store exports the header', async () => {
  expect(await exportText(await newStore())).toBe('email,name,status,created_at,suppressed,paused_until\n');
});

test('one status says what matters to other systems, the other columns say the rest', async () => {
  const store = await newStore();
  await importText(
    store,
    `email,name,status,created_at,suppressed,paused_until
Ann@x.example,"Smith, ""Ann""",,2026-01-02,,2026-12-24
b@x.example,,bounced,,,
c@x.example,,unsubscribed,,complained,
`,
  );
  const at = '2026-11-17T09:00:00.000Z';
  expect(await exportText(store)).toBe(
    `email,name,status,created_at,suppressed,paused_until
Ann@x.example,"Smith, ""Ann""",confirmed,2026-01-02T00:00:00.000Z,,2026-12-24T00:00:00.000Z
b@x.example,,bounced,${at},bounced,
c@x.example,,unsubscribed,${at},complained,
`,
  );
});

test('an export for a spreadsheet has no cell that it would compute', async () => {
  const store = await newStore();
  const names = ['=HYPERLINK("http://x.example","click")', '+1-800', '-1', '@SUM(1)', "'=1", 'Zoë', "O'Hara"];
  const rows = names.map((name, index) => `+p${index}@x.example,"${name.replaceAll('"', '""')}"\n`);
  await importText(store, `email,name\n${rows.join('')}`);
  const text = await exportText(store, 'spreadsheet');
  expect(text.startsWith('\ufeffemail,name')).toBe(true);
  const cells = parse(text, { bom: true }).flat();
  expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  expect(cells).toEqual(expect.arrayContaining(["'+p0@x.example", "'+1-800", 'Zoë', "O'Hara"]));
});

test('more than a page is exported, and counted', async () => {
  const store = await newStore();
  await importText(
    store,
    `email\n${Array.from({ length: 2_345 }, (_, index) => `a${index}@x.example`).join('\n')}`,
  );
  const written: number[] = [];
  const output = new Writable({ write: (_, __, done) => done() });
  const report = await exportSubscribers({
    subscriberStore: store,
    output,
    onProgress: (count) => written.push(count),
  });
  expect(report).toEqual({ exported: 2_345 });
  expect(written).toEqual([1_000, 2_000, 2_345]);
});

test('an export that is imported into an empty store gives the same', async () => {
  const instant = fc.integer({ min: 0, max: 253_402_300_799_999 });
  const name = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .map(keptName)
    .filter((text) => text !== '');
  const formula = fc.constantFrom(
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '"',
    ',;"',
    "='x'",
    "'=1",
    "''=1",
    "' =1",
    "'t",
    'Ada;=1+1',
    "Ada;'=1",
    '"=1',
    '＝1',
  );
  const subscriber = fc.record({
    name: fc.option(fc.oneof(name, formula), { nil: null }),
    status: fc.constantFrom(...SUBSCRIBER_STATUSES),
    suppression: fc.constantFrom(null, 'bounced', 'complained', 'erased'),
    pausedUntil: fc.option(instant, { nil: null }),
    createdAt: instant,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(subscriber, { maxLength: 20 }),
      fc.constantFrom(...EXPORT_PURPOSES),
      async (list, purpose) => {
        const opened = [await openWithTables(), await openWithTables()] as const;
        const [first, second] = opened.map(({ subscriberStore }) => subscriberStore) as [
          SubscriberStore,
          SubscriberStore,
        ];
        const added: NewSubscriber[] = list.map((one, index) => ({
          ...one,
          name: one.name?.trim() ?? null,
          email: `Reader${index}@bücher.example`,
          emailKey: `reader${index}@xn--bcher-kva.example`,
        }));
        await first.importSubscribers(added, terms);
        const text = await exportText(first, purpose);
        expect(await importText(second, text)).toMatchObject({ added: list.length, rejected: [] });
        expect(await second.page({ after: 0, limit: 100 })).toEqual(
          await first.page({ after: 0, limit: 100 }),
        );
        expect(await exportText(second, purpose)).toBe(text);
        expect(await importText(first, text)).toMatchObject({ unchanged: list.length });
        for (const { close } of opened) await close();
      },
    ),
    { numRuns: 50 },
  );
});
