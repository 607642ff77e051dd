import type { Evidence, LetterTerms, SignUp } from '../../src/store/sign-up-store.ts';
import { parseAddress } from '../../src/subscribers/address.ts';
import { createLetterTerms } from '../../src/subscribers/letter-terms.ts';
import { TUESDAY } from './comparisons.ts';

export const SECRET = 'a secret for tests with enough characters';

/** Where a request came from that is nothing special. */
export const FROM_A_BROWSER: Evidence = {
  source: 'link',
  networkAddress: '192.0.2.7',
  userAgent: 'Browser/1.0',
};

/** A sign-up as the form brings it. */
export function aSignUp(given: Partial<SignUp> & { email: string }): SignUp {
  const address = parseAddress(given.email);
  if (!address.ok) throw new Error(address.reason);
  return {
    emailKey: address.emailKey,
    name: null,
    source: 'form:footer',
    textVersion: '1',
    networkAddress: '192.0.2.1',
    userAgent: 'Browser/1.0',
    at: TUESDAY,
    ...given,
  };
}

/** Terms whose tokens the test knows, in the order in which letters were written. */
export function knownTerms(): { terms: LetterTerms; tokens: { token: string; hash: string }[] } {
  const real = createLetterTerms([SECRET]);
  const tokens: { token: string; hash: string }[] = [];
  const newToken = () => {
    const one = real.newToken();
    tokens.push(one);
    return one;
  };
  return { terms: { ...real, newToken }, tokens };
}
