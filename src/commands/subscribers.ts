import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { AppError, codeOf } from '../errors.ts';
import type { SubscriberHistory } from '../store/subscriber-store.ts';
import { parseAddress } from '../subscribers/address.ts';
import { exportSubscribers, subscriberPages } from '../subscribers/export-subscribers.ts';
import { importSubscribers } from '../subscribers/import-subscribers.ts';
import { IMPORT_FORMS } from '../subscribers/known-exports.ts';
import { unsubscribe } from '../subscribers/unsubscribe.ts';
import { runAdd } from './add-subscriber.ts';
import { runErase } from './erase-subscriber.ts';
import { printableLine } from './printable.ts';
import { type CommandContext, type StoreContext, withApp, withStores } from './run-program.ts';
import { subscriberListing, subscriberView } from './subscriber-view.ts';

const COMMAND = 'command';

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
    .action(withApp(runAdd, { mayCreate: true }));
  subscribers
    .command('import')
    .description(
      'add or update subscribers from CSV with a column email, and name, status, created_at if present; exports of Mailchimp, Substack, Buttondown, beehiiv and Ghost are recognised',
    )
    .argument('<file>', 'the CSV; - reads standard input')
    .addOption(
      new Option('--from <product>', 'whose export it is, where its header does not tell').choices(
        IMPORT_FORMS,
      ),
    )
    .addHelpText('after', '\nExample:\n  verdicts subscribers import list.csv')
    .action(withApp(runImport, { mayCreate: true }));
  subscribers
    .command('export')
    .description(
      "write all subscribers to standard output as CSV, in the import's form, or with --json as a list",
    )
    .addHelpText('after', '\nExample:\n  verdicts subscribers export > list.csv')
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
    .description('remove everything that is known of an address, at the wish of whoever it belongs to')
    .argument('<email>')
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nExample:\n  verdicts subscribers erase ada@example.org')
    .action(withApp(runErase));
}

async function runImport({ app, output }: CommandContext, file: string, { from }: { from?: string }) {
  let recognised: string | null = null;
  const bar = output.bar({ title: `Importing ${file}` });
  const report = await importSubscribers({
    input: file === '-' ? process.stdin : createReadStream(file),
    source: `import:${file === '-' ? 'standard input' : basename(file)}`,
    store: app.subscriberStore,
    now: app.clock.now(),
    secrets: app.signingSecrets,
    from: from ?? null,
    onRecognised: (product) => {
      recognised = product;
    },
    onProgress: ({ added, updated, unchanged, rejected }) =>
      bar.update(0, `${added} added, ${updated} updated, ${unchanged} unchanged, ${rejected} rejected`),
  })
    .catch((error) => {
      throw unreadable(file, error) ?? error;
    })
    .finally(() => {
      bar.stop('No longer importing');
      if (recognised !== null) output.note(`Recognised as an export of ${recognised}.`);
    });
  const { added, updated, unchanged, rejected } = report;
  output.result(
    report,
    () => `${added} added, ${updated} updated, ${unchanged} unchanged, ${rejected.length} rejected`,
  );
  for (const { line, message } of output.json ? [] : rejected) output.note(`${file}:${line}: ${message}`);
  return rejected.length === 0;
}

/** What a person can do about a file that cannot be read; undefined for any other error. */
function unreadable(file: string, error: unknown): AppError | undefined {
  const name = printableLine(file);
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError('input', `There is no such file: ${name}. Check its name.`, error);
    case 'EISDIR':
      return new AppError('input', `${name} is a directory. Name a CSV file.`, error);
    case 'EACCES':
    case 'EPERM':
      return new AppError('input', `${name} may not be read. Check its permissions.`, error);
    default:
      return undefined;
  }
}

async function runExport({ app, output }: StoreContext) {
  const store = app.subscriberStore;
  if (output.json) await output.list(listingPages(store));
  else await exportSubscribers({ store, output: process.stdout });
  return true;
}

async function* listingPages(store: CommandContext['app']['subscriberStore']) {
  for await (const page of subscriberPages(store)) yield page.map(subscriberListing);
}

async function runShow({ app, output }: StoreContext, email: string) {
  const subscriber = await historyOf(email, app.subscriberStore);
  const view = subscriberView(subscriber);
  output.result(view, () => JSON.stringify(view, null, 2));
  return true;
}

async function runUnsubscribe({ app, output }: StoreContext, email: string) {
  const { subscriberStore, clock } = app;
  const outcome = await unsubscribe({ store: subscriberStore, email, source: COMMAND, now: clock.now() });
  if (outcome.status === 'refused') throw new AppError('usage', `${printableLine(email)}: ${outcome.reason}`);
  const subscriber = await historyOf(email, subscriberStore);
  output.result(subscriberView(subscriber), () =>
    outcome.status === 'already' ? `${email} had left before.` : `${email} is unsubscribed.`,
  );
  return true;
}

async function historyOf(
  email: string,
  store: CommandContext['app']['subscriberStore'],
): Promise<SubscriberHistory> {
  const address = parseAddress(email);
  if (!address.ok) throw new AppError('usage', `${printableLine(email)}: ${address.reason}`);
  const history = await store.findHistory(address.emailKey);
  if (history === null) throw new AppError('not-found', `There is no subscriber ${printableLine(email)}.`);
  return history;
}
