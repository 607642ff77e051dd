import type { ComparisonStore } from '../../src/comparisons/comparison-store.ts';
import type { DeliveryStore } from '../../src/delivery/delivery-store.ts';
import type { FrozenIssue } from '../../src/issues/frozen-issue.ts';
import type { IssueStore } from '../../src/issues/issue-store.ts';
import type { TransportName } from '../../src/issues/newsletter.ts';
import type { NoticeStore } from '../../src/issues/notice-store.ts';
import type { LookStore } from '../../src/look/look-store.ts';
import type { ProviderEventStore } from '../../src/provider-events/provider-event-store.ts';
import type { ScheduleStore } from '../../src/schedule/schedule-store.ts';
import type { ImportTerms, NewSubscriber, SubscriberStore } from '../../src/subscribers/subscriber-store.ts';
import type { OutgoingEmailStore } from '../../src/transactional/outgoing-email-store.ts';
import { aComparison, TUESDAY } from './comparisons.ts';

export interface Stores {
  comparisonStore: ComparisonStore;
  issueStore: IssueStore;
  subscriberStore: SubscriberStore;
  lookStore: LookStore;
  deliveryStore: DeliveryStore;
  providerEventStore: ProviderEventStore;
  scheduleStore: ScheduleStore;
  noticeStore: NoticeStore;
  outgoingEmailStore: OutgoingEmailStore;
  close(): void;
}

export const SLOT = '2026-W47';

/** The terms of an import without anything special. */
export const IMPORTED: ImportTerms = { event: 'imported', source: 'test', at: TUESDAY, erasedKeys: () => [] };

/** The smallest possible frozen issue. */
export function aFrozenIssue(given: Partial<FrozenIssue> = {}): FrozenIssue {
  const template = {
    fixed: ['Leave: https://verdicts.test/unsubscribe/', ' Choose: https://verdicts.test/preferences/', '.'],
    places: ['unsubscribe', 'preferences'] as const,
  };
  return {
    id: 'f0'.repeat(16),
    slot: SLOT,
    from: { name: 'Digest', email: 'digest@verdicts.test' },
    replyTo: { name: null, email: 'editors@verdicts.test' },
    listId: '<digest.verdicts.test>',
    date: TUESDAY,
    publicUrl: 'https://verdicts.test',
    postalAddress: '1 Street, Town',
    subject: 'One tool, one verdict',
    preheader: 'And nothing else',
    tokenForm: 'base32',
    look: null,
    html: template,
    text: template,
    article: null,
    answers: null,
    hasImage: false,
    ...given,
  };
}

/** A subscriber for an import; confirmed by default. */
export function aNewSubscriber(given: Partial<NewSubscriber> & { email: string }): NewSubscriber {
  return {
    emailKey: given.email.toLowerCase(),
    name: null,
    status: 'confirmed',
    suppression: null,
    pausedUntil: null,
    createdAt: null,
    ...given,
  };
}

/** Adds this many confirmed subscribers, from `reader1@verdicts.test`. */
export async function addReaders(store: SubscriberStore, count: number): Promise<void> {
  const list = Array.from({ length: count }, (_, index) =>
    aNewSubscriber({ email: `reader${index + 1}@verdicts.test` }),
  );
  await store.importSubscribers(list, IMPORTED);
}

/** Saves one comparison and freezes it as the issue of a slot, when it is due. */
export async function approveIssue(
  { issueStore, comparisonStore }: Pick<Stores, 'issueStore' | 'comparisonStore'>,
  { at = TUESDAY, ...given }: Partial<FrozenIssue> & { at?: number } = {},
): Promise<FrozenIssue> {
  const frozen = aFrozenIssue(given);
  const { slot } = frozen;
  const comparison = aComparison({ tools: [`Tool of ${slot}`, 'Other'] });
  await comparisonStore.saveComparison(comparison, TUESDAY);
  const items = [{ slug: comparison.slug, featured: true }];
  const outcome = await issueStore.freezeIssue({
    slot,
    scheduledAt: at,
    cutOff: at,
    at,
    revision: 0,
    items,
    frozen,
  });
  if (outcome !== 'frozen') throw new Error(`Could not freeze ${slot}: ${outcome}`);
  return frozen;
}

/** Freezes the whole audience of an approved issue. */
export async function freezeWholeAudience(
  store: DeliveryStore,
  {
    slot = SLOT,
    at = TUESDAY,
    limit = 1000,
    transport = 'resend',
  }: { slot?: string; at?: number; limit?: number; transport?: TransportName } = {},
): Promise<void> {
  while (!(await store.freezeAudience({ slot, at, limit, transport })).done);
}
