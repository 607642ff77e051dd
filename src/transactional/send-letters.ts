import type { Newsletter } from '../issues/newsletter.ts';
import type { TokenSigner } from '../links/tokens.ts';
import type { SignUpStore } from '../subscribers/sign-ups/sign-up-store.ts';
import { composeLetter } from './compose-letter.ts';
import { type SendMailsDeps, sendMails } from './send-mails.ts';

/** How often it is looked for letters, in milliseconds: somebody sits there and waits for one. */
const POLL_INTERVAL_MS = 500;

export interface SendLettersDeps extends SendMailsDeps {
  store: Pick<SignUpStore, 'claimLetter' | 'settleLetter'>;
  newsletter: Newsletter;
  signer: TokenSigner;
}

/**
 * Hands over the letters to single subscribers until `signal` is aborted. One that had to be dropped costs little:
 * whoever waits for it can ask again.
 */
export async function sendLetters({ store, newsletter, signer, ...deps }: SendLettersDeps): Promise<void> {
  await sendMails(
    {
      kind: 'Letter',
      lookInterval: POLL_INTERVAL_MS,
      claim: (claim) => store.claimLetter(claim),
      compose: (letter) => composeLetter(letter, { newsletter, signer }),
      settle: (letter, outcome) => store.settleLetter({ letter, outcome }),
    },
    deps,
  );
}
