import { Hono } from 'hono';
import type { SignUpWriter } from '../../subscribers/sign-ups/sign-up-writer.ts';
import type { Problem } from '../problem.ts';
import { type SignUpField, TRAP } from '../sign-up-body.ts';
import type { ProvingFields, SignUpChecks } from './sign-up-checks.ts';

/** Where a form gets what it must prove something of. */
export const CHALLENGE = '/subscribe/challenge';

/**
 * `GET /subscribe/challenge` hands out what a form needs now: a stamp, a challenge, both or neither. It has a challenge where
 * proof of work is switched on, and while so many sign up that the next one must be proven.
 */
export function challengeRoute({
  signUpChecks,
  signUpWriter,
}: {
  signUpChecks: SignUpChecks;
  signUpWriter: Pick<SignUpWriter, 'needsProof'>;
}): Hono {
  return new Hono().get(CHALLENGE, async (context) => {
    const stamp = signUpChecks.stamp();
    const isNeeded = await signUpWriter.needsProof(context.get('networkAddress') ?? null);
    const challenge = await signUpChecks.newChallenge(isNeeded);
    const needed = { ...(stamp !== null && { stamp }), ...(challenge !== null && { challenge }) };
    return context.json(needed, 200, { 'Cache-Control': 'no-store' });
  });
}

/** A field that is asked for once more, though its sender filled in nothing wrong that they see. */
export type OneMoreStep = keyof ProvingFields | typeof TRAP;

/** What a program must do whose sign-up did not pass a check. */
const ADVICE: Readonly<Record<OneMoreStep, string>> = {
  [TRAP]: `People do not see the field ${TRAP}. Leave it out or empty, and send the sign-up again.`,
  stamp: `Get a stamp from GET ${CHALLENGE}, wait two seconds, and send it in the field stamp.`,
  proof: `Get a challenge from GET ${CHALLENGE}, solve it, and send in the field proof, once, base64 of the JSON {"challenge":…,"solution":{"counter":…,"derivedKey":…}}.`,
};

/** A sign-up that needs one more step, told to a program. `why` is a sentence, where there is more to say. */
export function oneMoreStep(field: OneMoreStep, why?: string): Problem {
  const detail = [why, ADVICE[field]].filter((sentence) => sentence !== undefined).join(' ');
  return { status: 422, title: 'The sign-up needs one more step', detail, fields: [field] };
}

/** Whether what is asked for again is nothing that people fill in. */
export function isOneMoreStep(field: SignUpField): field is OneMoreStep {
  return field === 'stamp' || field === 'proof' || field === TRAP;
}
