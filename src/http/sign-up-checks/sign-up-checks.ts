import type { Challenge } from 'altcha-lib';
import type { SignUpCheck } from '../../settings/settings.ts';
import type { Clock } from '../../shared/clock.ts';
import { createProofOfWork, type Effort, type SpendOnce } from './proof-of-work.ts';
import { createTimeTrap } from './time-trap.ts';

export interface ProofFields {
  stamp?: string | undefined;
  proof?: string | undefined;
}

/**
 * What an operator may require of a sign-up besides its fields. With nothing enabled, forms carry nothing and pass.
 */
export interface SignUpChecks {
  has(check: SignUpCheck): boolean;
  /** The stamp for a form that is served now. A form that is shown again keeps its stamp unless it was refused. */
  stamp(earlier?: string): string | null;
  newChallenge(isNeeded: boolean): Promise<Challenge | null>;
  /** A proof passes once; it is neither checked nor spent if the stamp fails. */
  verify(fields: ProofFields): Promise<Verification>;
  /** Whether there is a valid proof of work. Other checks are not applied. */
  isProven(fields: ProofFields): Promise<boolean>;
}

/** Whether it passed with a proof of work, or the field that failed. */
export type Verification = { isProven: boolean } | { failed: keyof ProofFields };

export interface SignUpChecksDeps {
  /** Read at each use: an owner may change them while the program runs. */
  checks: readonly SignUpCheck[];
  /** The first signs, all verify. */
  secrets: readonly string[];
  clock: Clock;
  spendOnce: SpendOnce;
  effort?: Effort;
}

export function createSignUpChecks(deps: SignUpChecksDeps): SignUpChecks {
  const has = (check: SignUpCheck) => deps.checks.includes(check);
  const trap = createTimeTrap(deps);
  const proofOfWork = createProofOfWork(deps);
  const isProven = async ({ proof = '' }: ProofFields) => proof !== '' && (await proofOfWork.verify(proof));
  return {
    has,
    stamp(earlier = '') {
      if (!has('time-trap')) return null;
      return trap.judge(earlier) === 'refused' ? trap.stamp() : earlier;
    },
    newChallenge: async (isNeeded) => (has('proof-of-work') || isNeeded ? proofOfWork.newChallenge() : null),
    isProven,
    async verify(fields) {
      if (has('time-trap') && trap.judge(fields.stamp ?? '') !== 'passed') return { failed: 'stamp' };
      const hasProof = await isProven(fields);
      return has('proof-of-work') && !hasProof ? { failed: 'proof' } : { isProven: hasProof };
    },
  };
}
