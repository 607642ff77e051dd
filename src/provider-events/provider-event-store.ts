import type { BounceKind, ProviderState } from '../issues/delivery-states.ts';

export interface ProviderEventStore {
  /**
   * Applies events, at most a few hundred at a time, each once by its id and in any order, and suppresses email
   * addresses that must get no more email.
   * @returns How many were new and how many repeated.
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
  /** The provider's message id; null if the event is not about one. */
  providerId: string | null;
  /** From the message's tags. */
  delivery: { issueId: string; deliveryId: number } | null;
  /** Null unless there is exactly one recipient. */
  emailKey: string | null;
  /** Null if it says nothing about the delivery. */
  report: ProviderReport | null;
}

/**
 * `submitted`: the provider has the message. A bounce without a kind says nothing about the email address: the provider
 * itself failed to send.
 */
export type ProviderReport =
  | { state: 'submitted' | Exclude<ProviderState, 'bounced'> }
  | { state: 'bounced'; bounce: BounceKind | null; code: string };
