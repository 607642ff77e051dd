import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { type Command, InvalidArgumentError } from 'commander';
import { instantSchema, webUrlSchema } from '../comparisons/comparison.ts';
import { decodeText } from '../comparisons/decode-text.ts';
import { type ImportProgress, importComparisons } from '../comparisons/import-comparisons.ts';
import { isDate } from '../comparisons/read-entry.ts';
import { isMhtml, unpackMhtml } from '../comparisons/unpack-mhtml.ts';
import { reopenRefilled } from '../issue-actions/reopen-refilled.ts';
import { localInstant } from '../schedule/slot.ts';
import { counted, formatNumber } from '../shared/counted.ts';
import { codeOf } from '../shared/errors.ts';
import { type ImportContext, withTimeZone } from './command-action.ts';
import { parseEncoding } from './options.ts';
import { placeIn, withBar } from './output.ts';

interface ImportOptions {
  publishedAt?: string;
  url?: string;
  encoding?: string;
}

export function addImportCommand(program: Command): void {
  program
    .command('import')
    .description(
      'add comparisons, or update them, from JSON, NDJSON or saved comparison pages (.html, .mhtml, .txt, .md)',
    )
    .argument('<file...>', 'files to read; - is standard input')
    .option(
      '--published-at <instant>',
      'when it was published, if a page does not say (ISO 8601; a date is the start of that day in TIMEZONE)',
      parseInstant,
    )
    .option('--url <link>', 'the link to the full comparison, if a page does not give it', parseUrl)
    .option(
      '--encoding <name>',
      'the encoding of files that are not UTF-8 and do not say so, such as windows-1252',
      parseEncoding,
    )
    .addHelpText('after', '\nExample:\n  verdicts import comparison.txt --published-at 2026-11-17T09:00:00Z')
    .action(withTimeZone(runImport));
}

async function runImport(context: ImportContext, files: string[], { encoding, ...options }: ImportOptions) {
  const { app, output, zone } = context;
  const sources = files.map((name) => ({ name, read: () => readSource(name, encoding) }));
  const startOfDay = (date: string) => localInstant({ date, zone });
  const result = await withBar(output, { title: 'Importing' }, (bar) => {
    const onProgress = ({ source, done, of }: ImportProgress) =>
      bar.update(done, `${placeIn(source)}: ${formatNumber(done)} of ${formatNumber(of)}`);
    return importComparisons({ sources, ...options, startOfDay, onProgress }, app);
  });
  await reopen(context);
  const { refused, ...counts } = result;
  const { added, updated, unchanged, rejected, warnings } = counts;
  output.result(
    counts,
    () =>
      `${formatNumber(added)} added, ${formatNumber(updated)} updated, ${formatNumber(unchanged)} unchanged, ${formatNumber(refused)} refused${warnings.length === 0 ? '' : `, ${counted(warnings.length, 'warning')}`}`,
  );
  for (const { file, line, message } of output.json ? [] : [...warnings, ...rejected]) {
    output.note(`${placeIn(file, line)}: ${message}`);
  }
  return rejected.length === 0;
}

/** An import works with any settings; the next look at the issue says what is wrong with them. */
async function reopen({ app, slotSettings }: ImportContext): Promise<void> {
  const { issueStore, comparisonStore, clock } = app;
  const settings = settingsOrNull(slotSettings);
  if (settings !== null) await reopenRefilled({ issueStore, comparisonStore, clock, config: settings });
}

function settingsOrNull<Settings>(read: () => Settings): Settings | null {
  try {
    return read();
  } catch (error) {
    if (codeOf(error) === 'configuration') return null;
    throw error;
  }
}

async function readSource(name: string, encoding: string | undefined): Promise<string> {
  const bytes = name === '-' ? await buffer(process.stdin) : await readFile(name);
  return isMhtml(bytes) ? unpackMhtml(bytes) : decodeText(bytes, encoding);
}

function parseInstant(value: string): string {
  const { data } = instantSchema.safeParse(value);
  if (data !== undefined) return data;
  // The time zone is only known when the date is used.
  if (isDate(value) && instantSchema.safeParse(`${value}T12:00:00Z`).success) return value;
  throw new InvalidArgumentError(
    'It must be an ISO 8601 instant with a zone, such as 2026-11-17T09:00:00Z, or a date, such as 2026-11-17; from 1970 to 9999.',
  );
}

function parseUrl(value: string): string {
  const { data } = webUrlSchema.safeParse(value);
  if (data !== undefined) return data;
  throw new InvalidArgumentError('It must be an http or https link of at most 2,000 characters.');
}
