import { readSearchText } from '../../../subscribers/search-text.ts';
import type { Place, Wanted } from '../../../subscribers/subscriber-list-store.ts';
import { SUBSCRIBER_STATES, type SubscriberState } from '../../../subscribers/subscriber-state.ts';

/** Subscribers per page. */
export const PAGE_SIZE = 50;

/** A page of a list: where it begins, and how many were shown before it. */
export interface PageStart {
  after: Place | null;
  shown: number;
}

/** Reads `?by=age&after=12&shown=50`; also `?before=12`, as earlier pages had it. */
export function readPageStart(query: (name: string) => string | undefined): PageStart {
  const by = query('by') === 'address' ? 'address' : 'age';
  const id = readId(query('after') ?? query('before'));
  return { after: id === null ? null : { by, id }, shown: id === null ? 0 : (readId(query('shown')) ?? 0) };
}

/** The query of the page that follows. */
export function pageQuery({ by, id }: Place, shown: number): string {
  return `by=${by}&after=${id}&shown=${shown}`;
}

/** What to look for; `text` is a search as `tidySearch` returns it. */
export function wantedOf({ state, text }: { state: SubscriberState | null; text: string | null }): Wanted {
  if (text !== null) return { kind: 'text', text: readSearchText(text) };
  return state === null ? { kind: 'all' } : { kind: 'state', state };
}

/** An id from a form or URL; null for anything else. */
export function readId(text: string | null | undefined): number | null {
  return text !== null && text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

export function readState(text: string | undefined): SubscriberState | null {
  return SUBSCRIBER_STATES.find((state) => state === text) ?? null;
}
