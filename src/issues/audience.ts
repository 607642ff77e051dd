import type { DeliveryStatus, ProviderState } from './delivery-states.ts';

/** `candidates = prepared + Σ excluded`, always. */
export interface Audience {
  candidates: number;
  prepared: number;
  excluded: { suppressed: number; paused: number };
}

/** `prepared` is their sum, always. */
export type DeliveryCounts = Record<DeliveryStatus, number>;

/** Of the deliveries that the provider took: what it said of each last. */
export type ProviderCounts = Record<ProviderState, number>;
