import { aNewSubscriber, IMPORTED, SLOT } from '../../support/issues.ts';
import { aSignUp, knownSignUpKeys } from '../../support/sign-ups.ts';
import type { Pages } from './open-pages.ts';

/** People who get emails from the program, each with an address of their own, and the links in those emails. */
export function peopleOf({ signer, subscriberStore: store, clock }: Pages) {
  let people = 0;
  const newAddress = () => `reader${++people}@verdicts.test`;

  /** A confirmed subscriber. */
  const newReader = async () => {
    const email = newAddress();
    await store.importSubscribers([aNewSubscriber({ email })], IMPORTED);
    const { id = 0 } = (await store.findHistory(email)) ?? {};
    const token = (purpose: 'unsubscribe' | 'preferences') =>
      signer.sign({ subscriberId: id, slot: SLOT, purpose });
    return {
      email,
      unsubscribe: `/unsubscribe/${token('unsubscribe')}`,
      preferences: `/preferences/${token('preferences')}`,
      /** Requests the email with the link to their data. */
      mailData: async () => {
        const { signUpKeys, tokens } = knownSignUpKeys();
        await store.requestDataLink({
          subscriberId: id,
          networkAddress: '192.0.2.7',
          now: clock.now(),
          signUpKeys,
        });
        return `/data/${tokens[0]?.token}`;
      },
    };
  };

  /** A person who signed up and was sent an email. */
  const newPending = async () => {
    const email = newAddress();
    const { signUpKeys, tokens } = knownSignUpKeys();
    const now = clock.now();
    await store.storeSignUps([aSignUp({ email, at: now })]);
    // Sign-ups by our forms have waited longer, and are settled first.
    await store.settleSignUps({ limit: 100, now, signUpKeys });
    return { email, confirm: `/confirm/${tokens.at(-1)?.token}` };
  };

  return { newReader, newPending };
}
