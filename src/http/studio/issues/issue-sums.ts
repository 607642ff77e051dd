import type { Audience, DeliveryCounts, ProviderCounts } from '../../../issues/audience.ts';
import type { Term } from './issue-words.ts';

export interface Sum {
  total: Term;
  terms: Term[];
}

/** `candidates = prepared + excluded`, by reason. */
export function audienceSum({ candidates, prepared, excluded }: Audience): Sum {
  return {
    total: { label: 'candidates', count: candidates },
    terms: [
      { label: 'prepared', count: prepared },
      { label: 'suppressed', count: excluded.suppressed },
      { label: 'paused', count: excluded.paused },
    ],
  };
}

/** `prepared = submitted + pending + …`. */
export function deliverySum(
  prepared: number,
  { submitted, pending, rejected, uncertain, excluded }: DeliveryCounts,
): Sum {
  return {
    total: { label: 'prepared', count: prepared },
    terms: [
      { label: 'submitted', count: submitted },
      { label: 'pending', count: pending },
      { label: 'rejected', count: rejected },
      { label: 'uncertain', count: uncertain },
      { label: 'left before their turn', count: excluded },
    ],
  };
}

/**
 * What the provider reported about submitted messages. Events may arrive before the response to the request, so
 * reports can outnumber submissions; the total then says so.
 */
export function outcomeSum(
  { submitted }: Pick<DeliveryCounts, 'submitted'>,
  { delivered, delayed, bounced, complained }: ProviderCounts,
): Sum {
  const heard = delivered + delayed + bounced + complained;
  const early = heard > submitted;
  return {
    total: early
      ? { label: 'submitted, or heard of before the answer', count: heard }
      : { label: 'submitted', count: submitted },
    terms: [
      { label: 'delivered', count: delivered },
      { label: 'delayed', count: delayed },
      { label: 'bounced', count: bounced },
      { label: 'complained', count: complained },
      { label: 'nothing heard yet', count: Math.max(0, submitted - heard) },
    ],
  };
}
