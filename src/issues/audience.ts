import type { DeliveryStatus, ProviderState } from './delivery-states.ts';

/** `candidates = prepared + Σ excluded`, always. */
export interface Audience {
  candidates: number;
  prepared: number;
  excluded: { suppressed: number; paused: number };
}

/** Always add up to `prepared`. */
export type DeliveryCounts = Record<DeliveryStatus, number>;

/** Accepted deliveries, by the provider's strongest report. */
export type ProviderCounts = Record<ProviderState, number>;
