import type { BounceKind, ProviderState } from '../issues/delivery-states.ts';
import type { ProviderReport } from './provider-event-store.ts';

/** What is kept of all that the provider said of one delivery; nothing yet where `event` is null. */
export interface Heard {
  event: ProviderState | null;
  eventAt: number | null;
  bounce: BounceKind | null;
  code: string | null;
}

type Word = Pick<Heard, 'event' | 'bounce'>;

/**
 * From the weakest to the strongest. A message that bounced softly and was delivered was delivered: a receiver may put
 * it off first, and what bounces softly of a message that was taken says nothing of the address.
 */
const WORDS: readonly Word[] = [
  { event: null, bounce: null },
  { event: 'delayed', bounce: null },
  { event: 'bounced', bounce: null },
  { event: 'bounced', bounce: 'soft' },
  { event: 'delivered', bounce: null },
  { event: 'bounced', bounce: 'hard' },
  { event: 'complained', bounce: null },
];

/**
 * What is kept of a delivery once the provider says `report` of it: the strongest word, and of two that are equally
 * strong the earlier one. So the order in which events come makes no difference, nor does hearing one twice.
 *
 * @returns Null where nothing changes.
 */
export function strongerReport(known: Heard, report: ProviderReport, occurredAt: number): Heard | null {
  if (report.state === 'submitted') return null;
  const said: Heard = {
    event: report.state,
    eventAt: occurredAt,
    bounce: report.state === 'bounced' ? report.bounce : null,
    code: report.state === 'bounced' ? report.code : null,
  };
  return compare(said, known) > 0 ? said : null;
}

function compare(one: Heard, other: Heard): number {
  return (
    strengthOf(one) - strengthOf(other) ||
    (other.eventAt ?? 0) - (one.eventAt ?? 0) ||
    Number((one.code ?? '') < (other.code ?? ''))
  );
}

function strengthOf(heard: Word): number {
  return WORDS.findIndex(({ event, bounce }) => event === heard.event && bounce === heard.bounce);
}
