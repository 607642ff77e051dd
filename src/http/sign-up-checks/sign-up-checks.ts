import type { Challenge } from 'altcha-lib';
import type { SignUpCheck } from '../../settings/settings.ts';
import type { Clock } from '../../shared/clock.ts';
import { createProofOfWork, type Effort } from './proof-of-work.ts';
import type { SpendOnce } from './spend-once.ts';
import { createTimeTrap } from './time-trap.ts';

/** The fields of a form that prove something, as they came. */
export interface ProvingFields {
  stamp?: string | undefined;
  proof?: string | undefined;
}

/** What an operator may ask of a sign-up beside its fields. Where nothing is switched on, forms carry nothing and pass. */
export interface SignUpChecks {
  has(check: SignUpCheck): boolean;
  /** What a form carries that is handed out now. One that is handed out again keeps its stamp, unless that is refused. */
  stamp(earlier?: string): string | null;
  /** A challenge where one is switched on, or is needed for another reason. */
  newChallenge(isNeeded: boolean): Promise<Challenge | null>;
  /** A proof passes once; it is not looked at, nor spent, where the stamp did not pass. */
  verify(fields: ProvingFields): Promise<Verification>;
  /** Whether there is a proof of work, and it is good. Nothing is asked for that an operator switched on. */
  isProven(fields: ProvingFields): Promise<boolean>;
}

/** Passed, and whether with a proof of work, or the field that did not pass. */
export type Verification = { isProven: boolean } | { failed: keyof ProvingFields };

export interface SignUpChecksDeps {
  checks: readonly SignUpCheck[];
  /** The first signs, all verify. */
  secrets: readonly string[];
  clock: Clock;
  spendOnce: SpendOnce;
  effort?: Effort;
}

export function createSignUpChecks({ checks, ...deps }: SignUpChecksDeps): SignUpChecks {
  const timeTrap = checks.includes('time-trap') ? createTimeTrap(deps) : null;
  const proofOfWork = createProofOfWork(deps);
  const mustProve = checks.includes('proof-of-work');
  const isProven = async ({ proof = '' }: ProvingFields) => proof !== '' && (await proofOfWork.verify(proof));
  return {
    has: (check) => checks.includes(check),
    stamp(earlier = '') {
      return timeTrap?.judge(earlier) === 'refused' ? timeTrap.stamp() : timeTrap && earlier;
    },
    newChallenge: async (isNeeded) => (mustProve || isNeeded ? proofOfWork.newChallenge() : null),
    isProven,
    async verify(fields) {
      if (timeTrap !== null && timeTrap.judge(fields.stamp ?? '') !== 'passed') return { failed: 'stamp' };
      const hasProof = await isProven(fields);
      return mustProve && !hasProof ? { failed: 'proof' } : { isProven: hasProof };
    },
  };
}
