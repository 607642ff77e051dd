import type { Clock } from '../../shared/clock.ts';
import { createGroupWriter } from '../../shared/jobs/group-writer.ts';
import { throttleReports } from '../../shared/jobs/throttle-reports.ts';
import { createLimitLookup, findObstacle, type SignUpLimits, type SignUpObstacle } from './sign-up-limits.ts';
import type { NewSignUp, SignUp, SignUpKeys, SignUpRequestKind, SignUpStore } from './sign-up-store.ts';

export interface SignUpWriter {
  /**
   * Stores and counts a sign-up, whatever the state of its address. Resolves once both are committed, or with the limit
   * that stops it: then it is neither stored nor counted.
   */
  write(signUp: SignUp, proof: { isProven: boolean }): Promise<SignUpObstacle | null>;
  /** Whether the network's next sign-up needs a proof of work. Counts nothing. */
  needsProof(networkAddress: string | null): Promise<boolean>;
}

export interface SignUpWriterDeps {
  subscriberStore: Pick<SignUpStore, 'storeSignUps' | 'findSignUpCounts'>;
  signUpKeys: Pick<SignUpKeys, 'networkKey'>;
  signingSecrets: readonly string[];
  clock: Clock;
  limits?: SignUpLimits;
  /** Called when a limit stops requests, with how many since the last call; at most every ten minutes per kind. */
  onObstacle: (obstacle: StoppedRequests, count: number) => void;
}

/** What stopped sign-ups or requests for links, which count together. */
export interface StoppedRequests extends Pick<SignUpObstacle, 'kind' | 'by'> {
  requestKind: SignUpRequestKind;
}

export function createSignUpWriter({
  subscriberStore,
  signUpKeys,
  signingSecrets,
  clock,
  limits,
  onObstacle,
}: SignUpWriterDeps): SignUpWriter {
  const limitsOf = createLimitLookup(signingSecrets, limits);
  const writeInGroup = createGroupWriter<NewSignUp, SignUpObstacle | null>((signUps) =>
    subscriberStore.storeSignUps(signUps),
  );
  const report = throttleReports<StoppedRequests>(clock, {
    report: onObstacle,
    kindOf: ({ kind, by, requestKind }) => `${kind} ${by} ${requestKind}`,
  });
  return {
    async write(signUp, { isProven }) {
      const { networkAddress } = signUp;
      const networkKey = signUpKeys.networkKey(networkAddress);
      const obstacle = await writeInGroup({
        ...signUp,
        networkKey,
        limits: limitsOf(networkAddress),
        isProven,
      });
      if (obstacle !== null) {
        const { kind, by } = obstacle;
        report({ kind, by, requestKind: signUp.requestKind ?? 'subscription' });
      }
      return obstacle;
    },
    async needsProof(networkAddress) {
      const next = { limits: limitsOf(networkAddress), isProven: false };
      const counts = await subscriberStore.findSignUpCounts(next.limits.map(({ key }) => key));
      return findObstacle(next, counts, clock.now()) !== null;
    },
  };
}
