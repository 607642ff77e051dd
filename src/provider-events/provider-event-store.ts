import type { BounceKind, ProviderState } from '../issues/delivery-states.ts';

/** The port to what the provider tells of messages. */
export interface ProviderEventStore {
  /**
   * Applies what the provider told of messages, each event once by its id and whatever their order, and suppresses
   * the addresses that must not be mailed any more. At most a few hundred at a time.
   *
   * @returns How many were new, and how many had been applied before.
   * @throws AppError `input` where an event is at fault, and all of them are left.
   */
  applyProviderEvents(
    events: readonly ProviderEvent[],
    now: number,
  ): Promise<{ applied: number; repeated: number }>;
}

/** What the provider told of one message. */
export interface ProviderEvent {
  /** The event's own id, the same however often it is told. */
  id: string;
  /** As the provider names it. */
  type: string;
  occurredAt: number;
  /** The provider's id of the message; null where the event is about none. */
  providerId: string | null;
  /** The delivery that the message's tags name. */
  delivery: { issueId: string; deliveryId: number } | null;
  /** The key of its only recipient's address. */
  emailKey: string | null;
  /** What it says of the delivery; null where that is nothing. */
  report: ProviderReport | null;
}

/**
 * `submitted` says no more than that the provider has the message. A bounce is of no kind where it says nothing of the
 * address: the provider itself failed to send the message.
 */
export type ProviderReport =
  | { state: 'submitted' | Exclude<ProviderState, 'bounced'> }
  | { state: 'bounced'; bounce: BounceKind | null; code: string };
