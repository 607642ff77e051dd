import { Hono } from 'hono';
import type { Problem } from '../problem.ts';
import type { SignUpField } from '../sign-up-body.ts';
import type { ProvingFields, SignUpChecks } from './sign-up-checks.ts';

/** Where a form gets what it must prove something of. */
export const CHALLENGE = '/subscribe/challenge';

/** `GET /subscribe/challenge` hands out what a form needs now: a stamp, a challenge, both or, where nothing is checked, neither. */
export function challengeRoute({ signUpChecks }: { signUpChecks: SignUpChecks }): Hono {
  return new Hono().get(CHALLENGE, async (context) => {
    const stamp = signUpChecks.stamp();
    const challenge = await signUpChecks.newChallenge();
    const needed = { ...(stamp !== null && { stamp }), ...(challenge !== null && { challenge }) };
    return context.json(needed, 200, { 'Cache-Control': 'no-store' });
  });
}

/** What a program must do whose sign-up did not pass a check. */
const ADVICE: Readonly<Record<keyof ProvingFields, string>> = {
  stamp: `Get a stamp from GET ${CHALLENGE}, wait two seconds, and send it in the field stamp.`,
  proof: `Get a challenge from GET ${CHALLENGE}, solve it, and send in the field proof, once, base64 of the JSON {"challenge":…,"solution":{"counter":…,"derivedKey":…}}.`,
};

/** A sign-up that did not pass a check, told to a program. */
export function unproven(field: keyof ProvingFields): Problem {
  return { status: 422, title: 'The sign-up needs one more step', detail: ADVICE[field], fields: [field] };
}

/** Whether what is asked for again is nothing that people fill in. */
export function isProving(field: SignUpField): field is keyof ProvingFields {
  return field === 'stamp' || field === 'proof';
}
