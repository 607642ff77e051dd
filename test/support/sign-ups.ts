import { parseAddress } from '../../src/shared/address.ts';
import { createSignUpKeys } from '../../src/subscribers/sign-ups/sign-up-keys.ts';
import type { SignUpLimits } from '../../src/subscribers/sign-ups/sign-up-limits.ts';
import type { Evidence, NewSignUp, SignUpKeys } from '../../src/subscribers/sign-ups/sign-up-store.ts';
import { HOUR, TUESDAY } from './comparisons.ts';

export const SECRET = 'a secret for tests with enough characters';

/** The origin of an ordinary request. */
export const FROM_A_BROWSER: Evidence = {
  source: 'link',
  networkAddress: '192.0.2.7',
  userAgent: 'Browser/1.0',
};

/** A sign-up by the form, from a network of its own by default. */
export function aSignUp(given: Partial<NewSignUp> & { email: string }): NewSignUp {
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
    networkKey: `the network of ${address.emailKey}`.slice(0, 100),
    ...given,
  };
}

/** Keys and tokens; the tokens are those that the test knows, in the order in which emails were written. */
export function knownSignUpKeys(): { signUpKeys: SignUpKeys; tokens: { token: string; hash: string }[] } {
  const real = createSignUpKeys([SECRET]);
  const tokens: { token: string; hash: string }[] = [];
  const newToken = () => {
    const one = real.newToken();
    tokens.push(one);
    return one;
  };
  return { signUpKeys: { ...real, newToken }, tokens };
}

const UNLIMITED = {
  maxWithoutProof: Number.MAX_SAFE_INTEGER,
  maxMoreWithProof: Number.MAX_SAFE_INTEGER,
  windowMs: HOUR,
};

/** Limits on sign-ups, of which only the given ones ever stop one. */
export function limitsOf(given: Partial<SignUpLimits>): SignUpLimits {
  return {
    ...{ host: UNLIMITED, site: UNLIMITED, block: UNLIMITED, all: UNLIMITED },
    ...given,
  };
}
