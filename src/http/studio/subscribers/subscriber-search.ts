import { parseAddress } from '../../../shared/address.ts';
import type { ListedSubscriber } from '../../../subscribers/subscriber.ts';
import { SUBSCRIBER_STATUSES, type SubscriberStatus } from '../../../subscribers/subscriber.ts';
import type { SubscriberStore } from '../../../subscribers/subscriber-store.ts';
import type { Form } from '../../bodies/form.ts';

/** Subscribers per page. */
export const PAGE_SIZE = 50;

/** `start`: email addresses that begin with the text; `part`: email addresses or names that contain it. */
export type SearchPlace = 'start' | 'part';

export interface SubscriberSearch {
  text: string;
  place: SearchPlace;
  /** Where the previous page ended. */
  from: string | null;
}

export interface FoundPage {
  found: ListedSubscriber[];
  /** Where the next page begins; null if there is none. */
  next: string | null;
}

const MAX_SEARCH_LENGTH = 320;

/** Null if the search is empty. */
export function readSubscriberSearch(form: Form): SubscriberSearch | null {
  const text = (form.one('text') ?? '').trim().slice(0, MAX_SEARCH_LENGTH);
  if (text === '') return null;
  return { text, place: form.one('place') === 'part' ? 'part' : 'start', from: form.one('from') || null };
}

type ListStore = Pick<SubscriberStore, 'browse' | 'findByAddress'>;

export async function searchSubscribers(
  subscriberStore: ListStore,
  { text, place, from }: SubscriberSearch,
): Promise<FoundPage> {
  if (place === 'part') return browse(subscriberStore, { status: null, part: text, before: readId(from) });
  const { found, after } = await subscriberStore.findByAddress({
    start: keyOf(text),
    after: from,
    limit: PAGE_SIZE,
  });
  return { found, next: after };
}

/** The latest subscribers, or the latest of one status. */
export function listSubscribers(
  subscriberStore: ListStore,
  { status, before }: { status: SubscriberStatus | null; before: number | null },
): Promise<FoundPage> {
  return browse(subscriberStore, { status, part: null, before });
}

async function browse(
  subscriberStore: ListStore,
  query: { status: SubscriberStatus | null; part: string | null; before: number | null },
): Promise<FoundPage> {
  const { found, before } = await subscriberStore.browse({ ...query, limit: PAGE_SIZE });
  return { found, next: before === null ? null : String(before) };
}

/** A whole email address is normalized; in a part of one, only case is. */
function keyOf(text: string): string {
  const address = parseAddress(text);
  return address.ok ? address.emailKey : text.toLowerCase();
}

/** An id from a form or URL; null for anything else. */
export function readId(text: string | null | undefined): number | null {
  return text !== null && text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

export function readStatus(text: string | undefined): SubscriberStatus | null {
  return SUBSCRIBER_STATUSES.find((status) => status === text) ?? null;
}
