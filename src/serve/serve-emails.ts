import type { App } from '../app/compose-app.ts';
import type { Config } from '../settings/config.ts';
import type { EndedFailure } from '../shared/jobs/failure-reporter.ts';
import { sendEmails } from '../transactional/send-emails.ts';
import type { Transport } from '../transport/transport.ts';
import type { Log } from './log.ts';
import { logEmailFailures } from './log-failures.ts';
import type { BackgroundJob } from './log-jobs.ts';

interface EmailJobDeps extends Pick<App, 'clock' | 'signer' | 'outgoingEmailStore'> {
  config: Pick<Config, 'newsletter' | 'editor' | 'schedule'>;
  transport: Transport;
  log: Log;
  /** Called when a failure is over. */
  onRecovered?: (ended: EndedFailure) => void;
}

/** Sends emails to single subscribers, and notices if there is an editor. */
export function emailJob({
  clock,
  signer,
  outgoingEmailStore,
  config: { newsletter, editor, schedule },
  transport,
  log,
  onRecovered,
}: EmailJobDeps): BackgroundJob {
  const recovered = onRecovered === undefined ? {} : { onRecovered };
  const reports = logEmailFailures('letter-failed', { clock, log, ...recovered });
  const noticeReports = logEmailFailures('notice-failed', { clock, log });
  const notices = editor === null ? null : { editor, zone: schedule.zone, reports: noticeReports };
  return (signal) =>
    sendEmails({ outgoingEmailStore, transport, newsletter, signer, clock, signal, reports, notices });
}
