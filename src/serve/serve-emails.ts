import type { Mailbox, Newsletter } from '../issues/newsletter.ts';
import type { TokenSigner } from '../links/tokens.ts';
import type { LookStore } from '../look/look-store.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { Clock } from '../shared/clock.ts';
import type { EndedFailure } from '../shared/jobs/failure-reporter.ts';
import type { OutgoingEmailStore } from '../transactional/outgoing-email-store.ts';
import { sendEmails } from '../transactional/send-emails.ts';
import type { Transport } from '../transport/transport.ts';
import type { Log } from './log.ts';
import { logEmailFailures } from './log-failures.ts';
import type { BackgroundJob } from './log-jobs.ts';

type EmailSettings = { newsletter: Newsletter; editor: Mailbox | null; schedule: Pick<Schedule, 'zone'> };

interface EmailJobDeps {
  clock: Clock;
  signer: TokenSigner;
  outgoingEmailStore: OutgoingEmailStore;
  lookStore: LookStore;
  /** Read for each email. */
  config: EmailSettings;
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
  lookStore,
  config,
  transport,
  log,
  onRecovered,
}: EmailJobDeps): BackgroundJob {
  const reports = logEmailFailures('letter-failed', { clock, log, onRecovered });
  const noticeReports = logEmailFailures('notice-failed', { clock, log });
  return (signal) =>
    sendEmails({
      outgoingEmailStore,
      lookStore,
      transport,
      settings: () => {
        const { newsletter, editor, schedule } = config;
        return { newsletter, notices: editor && { editor, zone: schedule.zone } };
      },
      signer,
      clock,
      signal,
      reports,
      noticeReports,
    });
}
