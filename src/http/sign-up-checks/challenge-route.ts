import { Hono } from 'hono';
import { z } from 'zod';
import type { SignUpWriter } from '../../subscribers/sign-ups/sign-up-writer.ts';
import type { Problem } from '../problem.ts';
import { HONEYPOT, type SignUpField } from '../sign-up-body.ts';
import { challengeSchema } from './proof-of-work.ts';
import type { ProofFields, SignUpChecks } from './sign-up-checks.ts';

export const CHALLENGE = '/subscribe/challenge';

export const challengeResponseSchema = z.object({
  stamp: z.string().optional().describe('send it in `stamp`, after two seconds and within twelve hours'),
  challenge: challengeSchema.optional(),
});

/** `GET /subscribe/challenge` returns what a form needs now: a stamp, a challenge, both or neither. */
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

/** A field to be sent again although the sender filled in nothing wrong that they can see. */
export type OneMoreStep = keyof ProofFields | typeof HONEYPOT;

const ADVICE: Readonly<Record<OneMoreStep, string>> = {
  [HONEYPOT]: `People cannot see the field ${HONEYPOT}. Leave it out or empty, and send the sign-up again.`,
  stamp: `Get a stamp from GET ${CHALLENGE}, wait two seconds, and send it in the field stamp.`,
  proof: `Get a challenge from GET ${CHALLENGE}, solve it, and send in the field proof, once, base64 of the JSON {"challenge":…,"solution":{"counter":…,"derivedKey":…}}.`,
};

/** The answer to a program whose sign-up needs one more step; `why` is an optional extra sentence. */
export function oneMoreStep(field: OneMoreStep, why?: string): Problem {
  const detail = [why, ADVICE[field]].filter((sentence) => sentence !== undefined).join(' ');
  return { status: 422, title: 'The sign-up needs one more step', detail, fields: [field] };
}

export function isOneMoreStep(field: SignUpField): field is OneMoreStep {
  return field === 'stamp' || field === 'proof' || field === HONEYPOT;
}
