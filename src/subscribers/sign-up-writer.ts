import { createGroupWriter } from '../group-writer.ts';
import type { LetterTerms, SignUp, SignUpStore } from '../store/sign-up-store.ts';

/** Takes a sign-up; fulfilled when it is committed, whatever the address's state is. */
export type WriteSignUp = (signUp: SignUp) => Promise<void>;

/** Makes a writer of sign-ups that commits those which come at the same time together. */
export function createSignUpWriter(
  store: Pick<SignUpStore, 'keepSignUps'>,
  { networkKey }: Pick<LetterTerms, 'networkKey'>,
): WriteSignUp {
  return createGroupWriter((signUps) =>
    store.keepSignUps(
      signUps.map((signUp) => ({ ...signUp, networkKey: networkKey(signUp.networkAddress) })),
    ),
  );
}
