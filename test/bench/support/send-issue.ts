import type { Stores } from '../../../src/app/stores.ts';
import { sendIssue } from '../../../src/delivery/send-issue.ts';
import { createTokenSigner } from '../../../src/links/tokens.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import type { Transport } from '../../../src/transport/transport.ts';
import { SLOT } from '../../support/issues.ts';

/** Sends the issue as `serve` does, until nothing is left to do. */
export async function sendAll(stores: Stores, transport: Transport): Promise<void> {
  await sendIssue(SLOT, {
    ...stores,
    deliveryStore: stores.deliveryStore,
    transport,
    signer: createTokenSigner(['b'.repeat(32)]),
    clock: systemClock,
    owner: `bench ${process.pid}`,
    signal: new AbortController().signal,
    dailyLimit: null,
  });
}
