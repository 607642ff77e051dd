import type { Newsletter } from '../issues/newsletter.ts';
import type { TokenSigner } from '../links/tokens.ts';
import type { SignUpStore } from '../subscribers/sign-ups/sign-up-store.ts';
import { composeLetter } from './compose-letter.ts';
import { type SendQueueDeps, sendQueue } from './send-mails.ts';

/** Short, because someone is waiting for a link. */
const POLL_INTERVAL_MS = 500;

export interface SendLettersDeps extends SendQueueDeps {
  store: Pick<SignUpStore, 'claimLetter' | 'settleLetter'>;
  newsletter: Newsletter;
  signer: TokenSigner;
}

/** Runs until `signal` is aborted. A dropped email costs little: its recipient can ask again. */
export async function sendLetters({ store, newsletter, signer, ...deps }: SendLettersDeps): Promise<void> {
  await sendQueue(
    {
      kind: 'Letter',
      pollIntervalMs: POLL_INTERVAL_MS,
      claim: (claim) => store.claimLetter(claim),
      compose: (letter) => composeLetter(letter, { newsletter, signer }),
      settle: (letter, outcome) => store.settleLetter({ letter, outcome }),
    },
    deps,
  );
}
