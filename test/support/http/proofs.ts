import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Effort } from '../../../src/http/sign-up-checks/proof-of-work.ts';

/** Solved immediately. */
export const SMALL_EFFORT: Effort = { iterations: 1, tries: 8 };

/** The proof that a form sends for a challenge. */
export async function solve(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey });
  if (solution === null) throw new Error('The challenge has no solution.');
  const { counter, derivedKey } = solution;
  return writeProof({ challenge, solution: { counter, derivedKey } });
}

export const writeProof = (proof: unknown) => Buffer.from(JSON.stringify(proof)).toString('base64');
