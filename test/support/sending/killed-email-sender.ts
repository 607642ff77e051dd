import { composeApp } from '../../../src/app/compose-app.ts';
import { loadConfig } from '../../../src/settings/config.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import type { OutgoingEmailStore } from '../../../src/transactional/outgoing-email-store.ts';
import { sendEmails } from '../../../src/transactional/send-emails.ts';

/**
 * The program's own sender of emails to one person each, in a process of its own, that kills itself (SIGKILL) at a
 * chosen point: bundled as `killed-email-sender.js` and run with that point as its parameter, with the configuration in
 * the environment. Without a point, it ends when the queue is empty.
 */
export const EMAIL_KILL_POINTS = ['after-claim', 'after-fix', 'after-hand-over'] as const;
type KillPoint = (typeof EMAIL_KILL_POINTS)[number] | undefined;

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('Unreachable: SIGKILL cannot be survived.');
}

function deadlyStore(
  store: OutgoingEmailStore,
  { point, onEmpty }: { point: KillPoint; onEmpty: () => void },
): OutgoingEmailStore {
  return {
    claimEmail: async (claim) => {
      const email = await store.claimEmail(claim);
      if (email === null) onEmpty();
      return point === 'after-claim' ? die() : email;
    },
    fixRequest: async (fixed) => {
      const isFixed = await store.fixRequest(fixed);
      return point === 'after-fix' ? die() : isFixed;
    },
    settleEmail: (result) => (point === 'after-hand-over' ? die() : store.settleEmail(result)),
  };
}

if (process.argv[1]?.endsWith('killed-email-sender.js')) {
  const point = EMAIL_KILL_POINTS.find((known) => known === process.argv[2]);
  const config = loadConfig();
  const { outgoingEmailStore, lookStore, signer, openTransport } = await composeApp(config);
  const stop = new AbortController();
  const reports = { onError: (reason: string) => process.stderr.write(`${reason}\n`) };
  await sendEmails({
    outgoingEmailStore: deadlyStore(outgoingEmailStore, { point, onEmpty: () => stop.abort() }),
    transport: await openTransport(),
    settings: () => ({ newsletter: config.newsletter, notices: null }),
    lookStore,
    signer,
    clock: systemClock,
    signal: stop.signal,
    reports,
    noticeReports: reports,
  });
}
