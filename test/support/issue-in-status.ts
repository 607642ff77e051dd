import type { IssueStatus } from '../../src/issues/issue-status-rules.ts';
import { aComparison, HOUR, TUESDAY } from './comparisons.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT, type Stores } from './issues.ts';
import { handOverAll } from './sending/hand-over.ts';

type Bringing = (stores: Stores) => Promise<unknown>;

const change = (to: IssueStatus, given: { reason?: string; pausedUntil?: number } = {}): Bringing => {
  const { reason = null, pausedUntil = null } = given;
  return ({ issueStore }) =>
    issueStore.changeStatus({ slot: SLOT, scheduledAt: TUESDAY, to, reason, at: TUESDAY, pausedUntil });
};

const inOrder =
  (...steps: Bringing[]): Bringing =>
  async (stores) => {
    for (const step of steps) await step(stores);
  };

const approve: Bringing = (stores) => approveIssue(stores);
const begin = inOrder(approve, ({ deliveryStore }) =>
  freezeWholeAudience(deliveryStore, { transport: 'outbox' }),
);

/** Brings an issue into a status through the program's own actions. */
const WAYS: Readonly<Record<IssueStatus, Bringing>> = {
  draft: async () => undefined,
  approved: approve,
  sending: begin,
  sent: inOrder(begin, ({ deliveryStore }) => handOverAll(deliveryStore), change('sent')),
  skipped: change('skipped', { reason: 'Nothing happened.' }),
  held: change('held', { reason: 'To be read again.' }),
  paused: inOrder(begin, change('paused', { reason: 'Wait for me.' })),
  cancelled: change('cancelled'),
};

/** Three confirmed readers, a comparison that is eligible, and the issue of the slot in a status. */
export async function issueInStatus(stores: Stores, status: IssueStatus): Promise<void> {
  await addReaders(stores.subscriberStore, 3);
  await stores.comparisonStore.saveComparison(aComparison({ tools: ['Kiln', 'Loom'] }), TUESDAY - HOUR);
  await WAYS[status](stores);
}
