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
import { type StoreContext, withStores, withSubscribers } from '../command-action.ts';
import { parseEncoding } from '../options.ts';
import { SILENT_BAR, withBar } from '../output.ts';
import { printableLine } from '../printable.ts';
import { recordCommand } from '../record-command.ts';
import { runAdd } from './add-subscriber.ts';
import { runErase } from './erase-subscriber.ts';
import { runImport } from './import-subscriber-list.ts';
import { describeSubscriber, subscriberListing, subscriberView } from './subscriber-view.ts';

const COMMAND = 'command';

const IMPORT_EXAMPLES = `
Example:
  verdicts subscribers import list.csv
  verdicts subscribers import list.csv --map "email=Mailbox,status=Standing,status.here=confirmed,status.gone=unsubscribed"`;

export function addSubscriberCommands(program: Command): void {
  const subscribers = program
    .command('subscribers')
    .description('add, import, export, look up, unsubscribe or erase people');
  subscribers
    .command('add')
    .description('add a subscriber; we email them a link to confirm')
    .argument('<email>')
    .option('--name <name>')
    .option('--confirmed', 'you can prove that they asked for it, so they need not confirm')
    .option(
      '--lift-suppression',
      'allow mail again to somebody who bounced or complained, and asked you for it',
    )
    .option('--yes', 'do not ask first')
    .addHelpText('after', '\nExample:\n  verdicts subscribers add ada@example.org --confirmed')
    .action(withSubscribers(runAdd, { mayCreate: true }));
  subscribers
    .command('import')
    .description(
      `add subscribers, or update them, from a CSV file with the column email, and name, status and created_at if you have them; it knows the exports of ${PRODUCTS}`,
    )
    .argument('<file>', 'the CSV file; - is standard input')
    .addOption(
      new Option(
        '--from <product>',
        'the product the file comes from, if its header does not show it',
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
    .option(
      '--rejected <file>',
      'write which lines were refused, by their numbers, and why, to this CSV file',
    )
    .addHelpText('after', IMPORT_EXAMPLES)
    .action(withSubscribers(runImport, { mayCreate: true }));
  subscribers
    .command('export')
    .description('print all subscribers as CSV, as an import reads it')
    .addOption(
      new Option(
        '--for <purpose>',
        'spreadsheet: safe to open in one, so that no name runs as a formula; an import reads it too',
      ).choices(EXPORT_PURPOSES),
    )
    .addHelpText(
      'after',
      '\nExample:\n  verdicts subscribers export > list.csv\n  verdicts subscribers export --for spreadsheet > list.csv',
    )
    .action(withStores(runExport));
  subscribers
    .command('show')
    .description("show a subscriber's state, proof of consent and emails")
    .argument('<email>')
    .addHelpText('after', '\nExample:\n  verdicts subscribers show ada@example.org')
    .action(withStores(runShow));
  subscribers
    .command('unsubscribe')
    .description('end a subscription; only the person can start it again')
    .argument('<email>')
    .addHelpText('after', '\nExample:\n  verdicts subscribers unsubscribe ada@example.org')
    .action(withStores(runUnsubscribe));
  subscribers
    .command('erase')
    .description('remove everything we know about a person, if they ask you to')
    .argument('<email>')
    .option('--yes', 'do not ask first')
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
  output.result(view, () => describeSubscriber(subscriber));
  return true;
}

async function runUnsubscribe({ app, output }: StoreContext, email: string) {
  const { subscriberStore, clock } = app;
  const outcome = await unsubscribe({ subscriberStore, email, source: COMMAND, now: clock.now() });
  if (outcome.status === 'refused') throw new AppError('usage', `${printableLine(email)}: ${outcome.reason}`);
  const subscriber = await historyOf(email, subscriberStore);
  output.result(subscriberView(subscriber), () =>
    outcome.status === 'already' ? `${email} was unsubscribed already.` : `${email} is unsubscribed.`,
  );
  return true;
}

async function historyOf(email: string, subscriberStore: SubscriberStore): Promise<SubscriberHistory> {
  const address = parseAddress(email);
  if (!address.ok) throw new AppError('usage', `${printableLine(email)}: ${address.reason}`);
  const history = await subscriberStore.findHistory(address.emailKey);
  if (history === null)
    throw new AppError(
      'not-found',
      `There is no subscriber ${printableLine(email)}. Check the spelling. To see all, run: verdicts subscribers export`,
    );
  return history;
}
