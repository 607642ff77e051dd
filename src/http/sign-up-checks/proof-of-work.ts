import { type Challenge, createChallenge, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import { deriveSubkey } from '../../links/derived-key.ts';
import type { Clock } from '../../shared/clock.ts';

/** Makes every sign-up cost its sender some computing: negligible for one, much for a thousand addresses. */
export interface ProofOfWork {
  newChallenge(): Promise<Challenge>;
  /**
   * Whether a proof solves an unexpired challenge of ours; true only once. Its format is that of ALTCHA's widget:
   * base64 of the JSON `{"challenge":…,"solution":{"counter":…,"derivedKey":…}}`.
   */
  verify(proof: string): Promise<boolean>;
}

/**
 * Spends `key`: true the first time within `lifetime` milliseconds, across all processes on the database and across
 * restarts; false after that, until the lifetime is over. Only while the store cannot be written to may another process
 * spend the same key once more.
 */
export type SpendOnce = (key: string, lifetime: number) => Promise<boolean>;

export interface ProofOfWorkDeps {
  /** The first signs, all verify. */
  secrets: readonly string[];
  clock: Clock;
  spendOnce: SpendOnce;
  effort?: Effort;
}

/** A solver derives up to `tries` keys of `iterations` rounds each, one of which is right. */
export interface Effort {
  iterations: number;
  tries: number;
}

/**
 * Half the tries on average, or 1.5 million rounds: 0.3 seconds in a desktop browser, about one on a phone. Any try
 * may be the right one, so none can be skipped. Creating a challenge costs us one try, verifying a proof none.
 */
const EFFORT: Effort = { iterations: 1_000, tries: 3_000 };

/** Enough to fill in the form meanwhile. Solved challenges need not be remembered for longer. */
export const CHALLENGE_LIFETIME_MS = 10 * 60 * 1_000;

/** The slowest algorithm that all browsers compute natively and off the main thread. */
const ALGORITHM = 'PBKDF2/SHA-256';

const hex = z.string().regex(/^(?:[0-9a-f]{2}){1,64}$/);
export const challengeSchema = z
  .strictObject({
    parameters: z.strictObject({
      algorithm: z.literal(ALGORITHM),
      cost: z.int().describe('the rounds of each key'),
      data: z.strictObject({ expires: z.int().describe('in milliseconds since 1970') }),
      keyLength: z.int().describe('in bytes'),
      keyPrefix: hex.describe('with which the right key begins'),
      keySignature: hex,
      nonce: hex,
      salt: hex,
    }),
    signature: hex,
  })
  .describe('A challenge of ALTCHA, version 2, whose solution is sent in `proof`, once.');
const PROOF = z.strictObject({
  challenge: challengeSchema,
  solution: z.object({ counter: z.int(), derivedKey: hex }),
});
type Proof = z.infer<typeof PROOF>;

/**
 * Challenges of ALTCHA, version 2. Their expiry is in the signed data, because the library compares its own field with
 * the machine's clock. The library accepts a solution any number of times; `spendOnce` does not.
 */
export function createProofOfWork({
  secrets,
  clock,
  spendOnce,
  effort = EFFORT,
}: ProofOfWorkDeps): ProofOfWork {
  const keys = secrets.map(keysOf);
  return {
    async newChallenge() {
      const [current] = keys;
      if (current === undefined) throw new RangeError('There is no secret to sign with.');
      return createChallenge({
        algorithm: ALGORITHM,
        cost: effort.iterations,
        counter: randomInt(effort.tries),
        data: { expires: clock.now() + CHALLENGE_LIFETIME_MS },
        deriveKey,
        ...current,
      });
    },
    async verify(text) {
      const proof = readProof(text);
      if (proof === null || proof.challenge.parameters.data.expires <= clock.now()) return false;
      if (!(await isSolved(proof, keys))) return false;
      // By signature, not proof: one solution can be written in many ways.
      return spendOnce(`challenge ${proof.challenge.signature}`, CHALLENGE_LIFETIME_MS);
    },
  };
}

interface Keys {
  hmacSignatureSecret: string;
  hmacKeySignatureSecret: string;
}

function keysOf(secret: string): Keys {
  return {
    hmacSignatureSecret: deriveSubkey(secret, 'sign-up challenge').toString('hex'),
    hmacKeySignatureSecret: deriveSubkey(secret, 'sign-up solution').toString('hex'),
  };
}

function readProof(text: string): Proof | null {
  try {
    return PROOF.safeParse(JSON.parse(Buffer.from(text, 'base64').toString())).data ?? null;
  } catch {
    return null;
  }
}

async function isSolved(proof: Proof, keys: readonly Keys[]): Promise<boolean> {
  for (const each of keys) {
    const { verified } = await verifySolution({
      ...proof,
      solution: { time: 0, ...proof.solution },
      deriveKey,
      ...each,
    });
    if (verified) return true;
  }
  return false;
}
