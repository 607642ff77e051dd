import { DateTime } from 'luxon';
import { aComparison, DAY, TUESDAY } from '../comparisons.ts';
import { addReaders, approveIssue, freezeWholeAudience, type Stores } from '../issues.ts';
import { handOverAll } from '../sending/hand-over.ts';
import type { DefaultSlotScenario, SlotState } from './scenarios.ts';

type Bringing = (stores: Stores, slot: string) => Promise<unknown>;

const become =
  (to: 'sent' | 'paused' | 'held' | 'skipped' | 'cancelled', byEditor = true): Bringing =>
  ({ issueStore }, slot) =>
    issueStore.changeStatus({ slot, scheduledAt: TUESDAY, to, reason: null, byEditor, at: TUESDAY });

const approve: Bringing = (stores, slot) => {
  const week = slot.replace(/\D/g, '');
  return approveIssue(stores, { slot, id: week.padStart(32, '0') });
};

const inOrder =
  (...steps: Bringing[]): Bringing =>
  async (stores, slot) => {
    for (const step of steps) await step(stores, slot);
  };

const begin = inOrder(approve, ({ deliveryStore }, slot) =>
  freezeWholeAudience(deliveryStore, { slot, transport: 'outbox' }),
);

const WAYS: Readonly<Record<SlotState, Bringing>> = {
  approved: approve,
  'being sent': begin,
  sent: inOrder(begin, ({ deliveryStore }, slot) => handOverAll(deliveryStore, { slot }), become('sent')),
  paused: inOrder(begin, become('paused')),
  held: become('held'),
  'skipped by an editor': become('skipped'),
  'skipped by `send`': become('skipped', false),
  cancelled: become('cancelled'),
};

export function instantIn(zone: string, local: string): number {
  return DateTime.fromFormat(local, 'yyyy-MM-dd HH:mm', { zone }).toMillis();
}

/** A reader, a comparison of two days ago if there is to be one, and the issues in their states. */
export async function bringScenario(
  stores: Stores,
  { zone, now, issues, hasComparison }: DefaultSlotScenario,
): Promise<void> {
  await addReaders(stores.subscriberStore, 1);
  for (const [slot, state] of Object.entries(issues)) await WAYS[state](stores, slot);
  if (!hasComparison) return;
  const publishedAt = instantIn(zone, now) - 2 * DAY;
  const comparison = aComparison({ tools: ['Kiln', 'Loom'] });
  await stores.comparisonStore.saveComparison(
    { ...comparison, publishedAt: new Date(publishedAt).toISOString() },
    publishedAt,
  );
}
