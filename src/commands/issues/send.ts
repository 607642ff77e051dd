import { type Command, Option } from 'commander';
import { forecastSend, NO_DELIVERIES, type SendForecast } from '../../issue-actions/forecast-send.ts';
import { sendSlot } from '../../issue-actions/send-slot.ts';
import { testSlot } from '../../issue-actions/test-slot.ts';
import type { IssueRecord } from '../../issues/issue-store.ts';
import { type TransportName, transportLabel } from '../../issues/newsletter.ts';
import { parseAddress } from '../../shared/address.ts';
import { AppError } from '../../shared/errors.ts';
import type { Transport } from '../../transport/transport.ts';
import { type CommandContext, withApp } from '../command-action.ts';
import { parseSlotArgument, SLOT_HELP, slotOrDefault } from '../options.ts';
import { recordCommand } from '../record-command.ts';
import { stopOnSignals } from '../stop-on-signals.ts';
import { formatAudience, formatDeliveries, nextSteps } from './issue-view.ts';
import { sendProgress } from './send-progress.ts';

interface SendOptions {
  slot?: string;
  dryRun?: boolean;
  to?: string;
  yes?: boolean;
  wait?: boolean;
}

export function addSendCommand(program: Command): void {
  program
    .command('send')
    .description('send the next issue, a test of it, or the rest of one that was interrupted')
    .option('--slot <slot>', SLOT_HELP, parseSlotArgument)
    .option('--dry-run', 'say who would get it, and change nothing')
    .addOption(
      new Option(
        '--to <addresses>',
        'send a test to these email addresses, separated by commas, and to nobody else',
      ).conflicts('dryRun'),
    )
    .option('--yes', 'do not ask first')
    .option('--wait', "stay until the end, through pauses such as a day's limit")
    .addHelpText('after', '\nExample:\n  verdicts send --dry-run')
    .action(withApp(runSend));
}

async function runSend(context: CommandContext, options: SendOptions) {
  const slot = await slotOrDefault(options.slot, context.app, context.output.note);
  if (options.to !== undefined) return runTestSend(context, { slot, to: options.to });
  if (options.dryRun === true) return runDryRun(context, slot);
  return runRealSend(context, { slot, ask: options.yes !== true, wait: options.wait === true });
}

async function runTestSend({ app, output }: CommandContext, { slot, to }: { slot: string; to: string }) {
  const addresses = to.split(',').map(readAddress);
  const transport = await app.openTransport();
  const { status } = await testSlot({ slot, addresses, transport }, app);
  await recordCommand(app, 'test-sent', slot);
  const audience = { candidates: 0, prepared: 0, excluded: { suppressed: 0, paused: 0 } };
  const result = { slot, status, test: addresses, audience, deliveries: NO_DELIVERIES };
  const { transportName, outboxDir } = app.config;
  output.result(result, () =>
    transportName === 'outbox'
      ? [
          `A test of ${slot} for ${addresses.join(', ')} is in the test mailbox (${outboxDir}). Nobody was emailed. Any mail client opens it.`,
        ]
      : [`A test of ${slot} went to ${addresses.join(', ')}.`],
  );
  return true;
}

function readAddress(text: string): string {
  const address = parseAddress(text);
  if (!address.ok) throw new AppError('usage', `--to: ${text.trim()}: ${address.reason}`);
  return address.email;
}

async function runDryRun({ app, output }: CommandContext, slot: string) {
  const { status, subject, reason, audience, deliveries } = await forecastSend(slot, app);
  output.result({ slot, status, ...(reason === null ? {} : { reason }), audience, deliveries }, () => [
    reason === null ? `Would send ${slot}: ${subject ?? 'nothing'}` : `Would not send ${slot}:`,
    formatAudience(audience),
    ...(reason === null ? [] : reason.split('\n')),
  ]);
  return true;
}

async function runRealSend(
  { app, output }: CommandContext,
  { slot, ask, wait }: { slot: string; ask: boolean; wait: boolean },
) {
  const transport = await app.openTransport();
  if (ask && output.isInteractive) {
    const forecast = await forecastSend(slot, app);
    const question = sendQuestion(forecast, app.config.transportName);
    if (question !== null && !(await output.confirm(question))) {
      const { status, audience, deliveries } = forecast;
      const result = { slot, status, reason: 'not confirmed', audience, deliveries };
      output.result(result, () => ['Nothing was sent.']);
      return false;
    }
  }
  const { issue, reason, stopped } = await sendWithProgress(slot, { app, output, transport, wait });
  const { status, audience, deliveries } = issue;
  const result = { slot, status, ...(reason === null ? {} : { reason }), audience, deliveries };
  output.result(result, () => [...describeSent(issue, reason), ...nextSteps(issue, app.clock.now())]);
  const resumesByItself = status === 'paused' && issue.pausedUntil !== null;
  return status === 'sent' || status === 'skipped' || resumesByItself || stopped;
}

/** The question before sending; null if nothing would be sent. */
function sendQuestion(
  { slot, reason, begun, audience, deliveries }: SendForecast,
  transportName: TransportName,
): string | null {
  if (reason !== null) return null;
  if (begun) {
    const stand = `${formatAudience(audience)}; ${formatDeliveries(deliveries)}`;
    return `Continue sending the issue of ${slot} through ${transportLabel(transportName)}? Its readers are already fixed: ${stand}`;
  }
  return `Send the issue of ${slot} through ${transportLabel(transportName)}? ${formatAudience(audience)}`;
}

/** Sends a slot's issue with progress; on SIGINT or SIGTERM it finishes what is in flight. */
export async function sendWithProgress(
  slot: string,
  { app, output, transport, wait = false }: CommandContext & { transport: Transport; wait?: boolean },
) {
  const stop = stopOnSignals(output);
  const progress = sendProgress(output, { clock: app.clock, zone: app.config.schedule.zone });
  try {
    const { issue, reason } = await sendSlot(slot, {
      issueStore: app.issueStore,
      lookStore: app.lookStore,
      comparisonStore: app.comparisonStore,
      scheduleStore: app.scheduleStore,
      deliveryStore: app.deliveryStore,
      drawIssueImage: app.drawIssueImage,
      onPartFailed: app.onPartFailed,
      signer: app.signer,
      clock: app.clock,
      config: app.config,
      owner: app.owner,
      dailyLimit: app.config.dailyLimit,
      transport,
      signal: stop.signal,
      waitOutPauses: wait,
      onAudience: progress.onAudience,
      onProgress: progress.onProgress,
      onWait: progress.onWait,
    });
    return { issue, reason, stopped: stop.signal.aborted };
  } finally {
    progress.stop();
    stop.dispose();
  }
}

function describeSent({ slot, status, audience, deliveries }: IssueRecord, reason: string | null): string[] {
  const lines = [`${slot}  ${status}${reason === null ? '' : `: ${reason}`}`];
  if (audience.candidates > 0) lines.push(formatAudience(audience));
  if (audience.prepared > 0) lines.push(formatDeliveries(deliveries));
  return lines;
}
