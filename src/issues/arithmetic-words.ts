import { formatNumber } from '../shared/format.ts';
import type { Audience, DeliveryCounts } from './audience.ts';

/** "12 confirmed = 10 get it + 2 cannot be mailed + 0 paused". */
export function formatAudience({ candidates, prepared, excluded }: Audience): string {
  return `${formatNumber(candidates)} confirmed = ${sum([
    [prepared, 'get it'],
    [excluded.suppressed, 'cannot be mailed'],
    [excluded.paused, 'paused'],
  ])}`;
}

/** "10 emails = 8 accepted + 2 still to send + 0 refused + 0 without an answer + 0 left out". */
export function formatDeliveries(deliveries: DeliveryCounts): string {
  const { pending, submitted, rejected, uncertain, excluded } = deliveries;
  const prepared = pending + submitted + rejected + uncertain + excluded;
  return `${formatNumber(prepared)} ${prepared === 1 ? 'email' : 'emails'} = ${sum([
    [submitted, 'accepted'],
    [pending, 'still to send'],
    [rejected, 'refused'],
    [uncertain, 'without an answer'],
    [excluded, 'left out'],
  ])}`;
}

function sum(terms: readonly (readonly [count: number, words: string])[]): string {
  return terms.map(([count, words]) => `${formatNumber(count)} ${words}`).join(' + ');
}
