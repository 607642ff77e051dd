import { parseAddress } from '../../shared/address.ts';
import { keptName, oneLine, personName } from '../../shared/clean-text.ts';
import { MAX_NAME_LENGTH } from '../subscriber.ts';
import { CONSENT_TEXT_VERSION } from './consent-text.ts';
import type { SignUp } from './sign-up-store.ts';

export interface SignUpForm {
  email: string;
  name?: string | undefined;
  source?: string | undefined;
}

export interface SignUpOrigin {
  networkAddress: string | null;
  userAgent: string | null;
  at: number;
}

export type SignUpReading =
  | { ok: true; signUp: SignUp }
  /** For the person who filled it in. */
  | { ok: false; field: keyof SignUpForm; reason: string };

export const MAX_SOURCE_LENGTH = 100;
const MAX_USER_AGENT_LENGTH = 500;
/** Longer than any IPv6 address. */
const MAX_NETWORK_ADDRESS_LENGTH = 45;

/** Reads a sign-up form. Whatever passes, the store accepts. */
export function readSignUp(form: SignUpForm, { networkAddress, userAgent, at }: SignUpOrigin): SignUpReading {
  const address = parseAddress(form.email);
  if (!address.ok) return { ok: false, field: 'email', reason: address.reason };
  const problem = problemOf(form);
  if (problem !== null) return { ok: false, ...problem };
  const { email, emailKey } = address;
  const source = personName(form.source ?? '');
  const signUp = {
    email,
    emailKey,
    name: keptName(form.name ?? '') || null,
    source: source === '' ? 'form' : `form:${source}`,
    textVersion: CONSENT_TEXT_VERSION,
    networkAddress: networkAddress?.slice(0, MAX_NETWORK_ADDRESS_LENGTH) || null,
    userAgent: oneLine(userAgent ?? '').slice(0, MAX_USER_AGENT_LENGTH) || null,
    at,
  };
  return { ok: true, signUp };
}

const LINE_BREAK = /[\r\n\0]/;

function problemOf({
  name = '',
  source = '',
}: SignUpForm): { field: 'name' | 'source'; reason: string } | null {
  if (LINE_BREAK.test(name))
    return { field: 'name', reason: 'The name contains a line break or a NUL character.' };
  if (personName(name).length > MAX_NAME_LENGTH)
    return { field: 'name', reason: `The name is longer than ${MAX_NAME_LENGTH} characters.` };
  if (LINE_BREAK.test(source))
    return { field: 'source', reason: 'The source contains a line break or a NUL character.' };
  if (personName(source).length > MAX_SOURCE_LENGTH)
    return { field: 'source', reason: `The source is longer than ${MAX_SOURCE_LENGTH} characters.` };
  return null;
}
