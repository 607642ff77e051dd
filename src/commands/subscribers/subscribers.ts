import { type Command, Option } from 'commander';
import { parseAddress } from '../../shared/address.ts';
import { formatNumber } from '../../shared/counted.ts';
import { AppError } from '../../shared/errors.ts';
import {
  EXPORT_PURPOSES,
  type ExportPurpose,
  exportSubscribers,
  subscriberPages,
} from '../../subscribers/lists/export-subscribers.ts';
import { IMPORT_FORMATS, PRODUCTS } from '../../subscribers/lists/products/known-exports.ts';
import type { SubscriberHistory, SubscriberStore } from '../../subscribers/subscriber-store.ts';
import { unsubscribe } from '../../subscribers/unsubscribe.ts';
import { parseEncoding } from '../options.ts';
import { SILENT_BAR, withBar } from '../output.ts';
import { printableLine } from '../printable.ts';
import { recordCommand } from '../record-command.ts';
import { type StoreContext, withStores, withSubscribers } from '../run-program.ts';
import { runAdd } from './add-subscriber.ts';
import { runErase } from './erase-subscriber.ts';
import { runImport } from './import-subscriber-list.ts';
import { subscriberListing, subscriberView } from './subscriber-view.ts';

const COMMAND = 'command';

const IMPORT_EXAMPLES = `
Example:
  verdicts subscribers import list.csv
  verdicts subscribers import list.csv --map "email=Mailbox,status=Standing,status.here=confirmed,status.gone=unsubscribed"`;

export function addSubscriberCommands(program: Command): void {
  const subscribers = program.command('subscribers').description('look at subscribers and change them');
  subscribers
    .command('add')
    .description('add a subscriber, who is asked by mail to confirm it')
    .argument('<email>')
    .option('--name <name>')
    .option('--confirmed', 'you can show that they asked for it, so they need not confirm it')
    .option(
      '--lift-suppression',
      'mail an address again that bounced or complained, because its owner asked you for it',
    )
    .option('--yes', 'do not ask before a suppression is lifted')
    .addHelpText('after', '\nExample:\n  verdicts subscribers add ada@example.org --confirmed')
    .action(withSubscribers(runAdd, { mayCreate: true }));
  subscribers
    .command('import')
    .description(
      `add or update subscribers from CSV with a column email, and name, status, created_at if present; exports of ${PRODUCTS} are recognised`,
    )
    .argument('<file>', 'the CSV; - reads standard input')
    .addOption(
      new Option(
        '--from <product>',
        'the product that wrote the file, if the header does not show it',
      ).choices(IMPORT_FORMATS),
    )
    .option(
      '--map <columns>',
      'what the columns mean, if their names do not show it: email=Mailbox,name=First+Last,status=Standing,status.gone=unsubscribed; #3 is the third column; ignore=Column for one that is not about who gets email',
      (text: string, earlier: string[] = []) => [...earlier, text],
    )
    .option(
      '--encoding <name>',
      'the encoding of a file that is neither UTF-8 nor UTF-16, such as windows-1252',
      parseEncoding,
    )
    .option('--rejected <file>', 'write the refused lines, with their reasons, to this CSV file')
    .addHelpText('after', IMPORT_EXAMPLES)
    .action(withSubscribers(runImport, { mayCreate: true }));
  subscribers
    .command('export')
    .description(
      "write all subscribers to standard output as CSV, in the import's form, or with --json as a list",
    )
    .addOption(
      new Option(
        '--for <purpose>',
        'spreadsheet: a CSV of which a spreadsheet computes nothing, however names begin; an import reads it, too',
      ).choices(EXPORT_PURPOSES),
    )
    .addHelpText(
      'after',
      '\nExample:\n  verdicts subscribers export > list.csv\n  verdicts subscribers export --for spreadsheet > list.csv',
    )
    .action(withStores(runExport));
  subscribers
    .command('show')
    .description("show a subscriber's state, consent and deliveries")
    .argument('<email>')
    .addHelpText('after', '\nExample:\n  verdicts subscribers show ada@example.org')
    .action(withStores(runShow));
  subscribers
    .command('unsubscribe')
    .description('end a subscription; only the subscriber can begin it again')
    .argument('<email>')
    .addHelpText('after', '\nExample:\n  verdicts subscribers unsubscribe ada@example.org')
    .action(withStores(runUnsubscribe));
  subscribers
    .command('erase')
    .description("remove everything that is known about an email address, at its owner's request")
    .argument('<email>')
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nExample:\n  verdicts subscribers erase ada@example.org')
    .action(withSubscribers(runErase));
}

async function runExport({ app, output }: StoreContext, options: { for?: ExportPurpose }) {
  const subscriberStore = app.subscriberStore;
  await recordCommand(app, 'exported');
  const { confirmed, pending, unsubscribed } = await subscriberStore.count();
  const total = confirmed + pending + unsubscribed;
  // The list itself shows how far it is where it appears on the terminal.
  const shown = process.stdout.isTTY ? { bar: () => SILENT_BAR } : output;
  await withBar(shown, { title: 'Exporting', total }, async (bar) => {
    const onProgress = (written: number) =>
      bar.update(written, `${formatNumber(written)} of ${formatNumber(total)}`);
    if (output.json) await output.list(listingPages(subscriberStore, onProgress));
    else
      await exportSubscribers({
        subscriberStore,
        output: process.stdout,
        purpose: options.for ?? 'import',
        onProgress,
      });
  });
  return true;
}

async function* listingPages(subscriberStore: SubscriberStore, onProgress: (written: number) => void) {
  let written = 0;
  for await (const page of subscriberPages(subscriberStore)) {
    yield page.map(subscriberListing);
    written += page.length;
    onProgress(written);
  }
}

async function runShow({ app, output }: StoreContext, email: string) {
  const subscriber = await historyOf(email, app.subscriberStore);
  const view = subscriberView(subscriber);
  output.result(view, () => JSON.stringify(view, null, 2));
  return true;
}

async function runUnsubscribe({ app, output }: StoreContext, email: string) {
  const { subscriberStore, clock } = app;
  const outcome = await unsubscribe({ subscriberStore, email, source: COMMAND, now: clock.now() });
  if (outcome.status === 'refused') throw new AppError('usage', `${printableLine(email)}: ${outcome.reason}`);
  const subscriber = await historyOf(email, subscriberStore);
  output.result(subscriberView(subscriber), () =>
    outcome.status === 'already' ? `${email} had left before.` : `${email} is unsubscribed.`,
  );
  return true;
}

async function historyOf(email: string, subscriberStore: SubscriberStore): Promise<SubscriberHistory> {
  const address = parseAddress(email);
  if (!address.ok) throw new AppError('usage', `${printableLine(email)}: ${address.reason}`);
  const history = await subscriberStore.findHistory(address.emailKey);
  if (history === null) throw new AppError('not-found', `There is no subscriber ${printableLine(email)}.`);
  return history;
}
