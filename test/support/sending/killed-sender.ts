import { composeApp } from '../../../src/app/compose-app.ts';
import type { DeliveryStore } from '../../../src/delivery/delivery-store.ts';
import { sendIssue } from '../../../src/delivery/send-issue.ts';
import { loadConfig } from '../../../src/settings/config.ts';
import type { Transport } from '../../../src/transport/transport.ts';
import { SLOT } from '../issues.ts';

/**
 * The program's own sender, in a process of its own, that kills itself (SIGKILL) at a chosen point: bundled as
 * `killed-sender.js` and run with that point as its parameter, with the configuration in the environment.
 */
export const KILL_POINTS = [
  'after-freeze',
  'after-claim',
  'after-fix',
  'half-handed-over',
  'after-hand-over',
  'never',
] as const;
type KillPoint = (typeof KILL_POINTS)[number];

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('Unreachable: SIGKILL cannot be survived.');
}

function deadlyStore(store: DeliveryStore, point: KillPoint): DeliveryStore {
  return {
    ...store,
    claimBatch: async (claim) => {
      if (point === 'after-freeze') die();
      const batch = await store.claimBatch(claim);
      if (point === 'after-claim' && batch !== null) die();
      return batch;
    },
    fixRequest: async (request) => {
      const fixed = await store.fixRequest(request);
      if (point === 'after-fix') die();
      return fixed;
    },
    recordOutcomes: (result) => (point === 'after-hand-over' ? die() : store.recordOutcomes(result)),
  };
}

function deadlyTransport(transport: Transport, point: KillPoint): Transport {
  return {
    ...transport,
    handOver: async (request, terms) => {
      if (point !== 'half-handed-over') return transport.handOver(request, terms);
      const half = Math.ceil(request.recipients.length / 2);
      await transport.handOver({ ...request, recipients: request.recipients.slice(0, half) }, terms);
      return die();
    },
  };
}

if (process.argv[1]?.endsWith('killed-sender.js')) {
  const point = KILL_POINTS.find((known) => known === process.argv[2]) ?? 'never';
  const app = await composeApp(loadConfig());
  const { status } = await sendIssue(SLOT, {
    ...app,
    deliveryStore: deadlyStore(app.deliveryStore, point),
    transport: deadlyTransport(await app.openTransport(), point),
    signal: new AbortController().signal,
    dailyLimit: null,
  });
  process.stdout.write(status);
}
