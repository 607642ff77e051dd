import type { BounceKind, ProviderState } from '../issues/delivery-states.ts';

export interface ProviderEventStore {
  /**
   * Applies a few hundred events at most, each once, in any order, and suppresses email addresses.
   * @throws AppError `input` if one event is invalid; none is applied then.
   */
  applyProviderEvents(
    events: readonly ProviderEvent[],
    now: number,
  ): Promise<{ applied: number; repeated: number }>;
}

export interface ProviderEvent {
  /** The same each time the event is sent. */
  id: string;
  type: string;
  occurredAt: number;
  providerId: string | null;
  delivery: { issueId: string; deliveryId: number } | null;
  /** Null unless there is exactly one recipient. */
  emailKey: string | null;
  report: ProviderReport | null;
}

/** A bounce without a kind says nothing about the email address: the provider itself failed. */
export type ProviderReport =
  | { state: 'submitted' | Exclude<ProviderState, 'bounced'> }
  | { state: 'bounced'; bounce: BounceKind | null; code: string };
