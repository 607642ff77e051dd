import { join, relative } from 'node:path';
import type { Command } from 'commander';
import type { App } from '../app/compose-app.ts';
import { addSamples } from '../demo/add-samples.ts';
import { previewIssue } from '../render/preview-issue.ts';
import { type CommandContext, withApp } from './command-action.ts';
import { formatAudience, formatDeliveries } from './issues/issue-view.ts';
import { previewView } from './issues/preview-view.ts';
import { sendWithProgress } from './issues/send.ts';
import { writePreview } from './issues/write-preview.ts';
import { slotOrDefault } from './options.ts';

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('send an issue of sample data to the test mailbox on this machine; nobody is emailed')
    .addHelpText('after', '\nExample:\n  verdicts demo')
    .action(withApp(runDemo, { overrides: { TRANSPORT: 'outbox' }, mayCreate: true, beginsNew: true }));
}

/** From nothing to a digest in every sample subscriber's mailbox, without an account or configuration. */
async function runDemo({ app, output }: CommandContext) {
  const { config, clock, signer } = app;
  const transport = await app.openTransport();
  const added = await addSamples(app);
  const slot = (await slotOfDemo(app)) ?? (await slotOrDefault(undefined, app, output.note));
  const preview = await previewIssue({ slot, now: clock.now(), sendsNow: true }, app);
  const { issue, reason } = await sendWithProgress(slot, {
    app,
    output,
    transport,
  });
  const folder = join(app.database.folder, 'preview');
  if (preview.copy !== null)
    await writePreview({ copy: preview.copy, facts: previewView(preview), folder }, signer);
  const { status, subject, audience, deliveries } = issue;
  output.result(
    { slot, status, reason, added, audience, deliveries, outbox: config.outboxDir, preview: folder },
    () =>
      [
        `Database    ${displayPath(app.database.name)}: ${added.comparisons} comparisons and ${added.subscribers} subscribers added`,
        `Issue       ${slot} is ${status}: ${subject ?? 'nothing to send'}`,
        ...(reason === null ? [] : [`            Nobody was mailed. ${reason}`]),
        `Audience    ${formatAudience(audience)}`,
        `Deliveries  ${formatDeliveries(deliveries)}`,
        `Mailbox     ${displayPath(config.outboxDir)} is a Maildir: open it with any mail client, such as mutt -f ${displayPath(config.outboxDir)}`,
        `Browser     ${displayPath(join(folder, 'issue.html'))} is the same issue`,
        `Next        npm run preview opens the studio at ${studioUrl(config.server)}`,
      ].join('\n'),
  );
  return status === 'sent' || status === 'skipped';
}

/** The slot that the demo used before, which is not to be followed by another; null at the first time. */
async function slotOfDemo({ issueStore }: App): Promise<string | null> {
  const begun = (await issueStore.listIssues()).find(({ sendingAt }) => sendingAt !== null);
  return begun?.slot ?? null;
}

/** As `npm run preview` serves them on this machine. */
function studioUrl({ host, port }: { host: string; port: number }): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}/studio`;
}

/** A path relative to the current folder, if it is inside. */
function displayPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}
