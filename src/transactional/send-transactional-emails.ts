import type { Newsletter } from '../issues/newsletter.ts';
import type { TokenSigner } from '../links/tokens.ts';
import type { SignUpStore } from '../subscribers/sign-ups/sign-up-store.ts';
import { composeEmail } from './compose-email.ts';
import { type SendQueueDeps, sendQueue } from './send-mails.ts';

/** Short, because someone is waiting for a link. */
const POLL_INTERVAL_MS = 500;

export interface SendTransactionalEmailsDeps extends SendQueueDeps {
  store: Pick<SignUpStore, 'claimEmail' | 'settleEmail'>;
  newsletter: Newsletter;
  signer: TokenSigner;
}

/** Runs until `signal` is aborted. A dropped email costs little: its recipient can ask again. */
export async function sendTransactionalEmails({
  store,
  newsletter,
  signer,
  ...deps
}: SendTransactionalEmailsDeps): Promise<void> {
  await sendQueue(
    {
      kind: 'Letter',
      pollIntervalMs: POLL_INTERVAL_MS,
      claim: (claim) => store.claimEmail(claim),
      compose: (email) => composeEmail(email, { newsletter, signer }),
      settle: (email, outcome) => store.settleEmail({ email, outcome }),
    },
    deps,
  );
}
