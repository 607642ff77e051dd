import { newLinkToken } from '../../links/link-token.ts';
import { createErasedKeys } from '../erased-key.ts';
import { createNetworkKey } from './network-key.ts';
import type { SignUpKeys } from './sign-up-store.ts';
import { createThrottleKey } from './throttle-key.ts';

/** @param secrets The signing secrets, the one in use first. */
export function createSignUpKeys(secrets: readonly string[]): SignUpKeys {
  return {
    throttleKey: createThrottleKey(secrets),
    networkKey: createNetworkKey(secrets, 'letters asked for by a network', 'block'),
    erasedKeys: createErasedKeys(secrets),
    newToken: newLinkToken,
  };
}
