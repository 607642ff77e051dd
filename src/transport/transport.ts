import type { FrozenIssue } from '../issues/frozen-issue.ts';
import type { Place } from '../issues/mail-template.ts';
import type { Mailbox, TransportName } from '../issues/newsletter.ts';

/** The port that batches are sent through. Three steps, so that a request can be recorded before it is made. */
export interface Transport {
  readonly name: TransportName;

  /** In milliseconds. A batch with an uncertain outcome is retried until then; after that it waits for a person. */
  readonly keyLifetimeMs: number;

  readonly concurrency: number;

  /** The same batch always gives the same bytes. */
  compose(batch: OutgoingBatch): Promise<readonly Uint8Array[]>;

  /**
   * Null if `signal` was aborted first. A turn is good for one request, to be made at once.
   * @param onWait Called with the time until which the provider wants no requests, if it said so.
   */
  awaitTurn(signal: AbortSignal, onWait?: (until: number) => void): Promise<Turn | null>;

  /** Never throws for a refusal or a lost connection. Repeating a request under the same key has no further effect. */
  handOver(request: BatchRequest, terms: { turn: Turn; signal: AbortSignal }): Promise<BatchAnswer>;

  /** The same message always gives the same bytes. */
  composeMessage(message: Message): Promise<Uint8Array>;

  /** Like {@link handOver}, for one message that belongs to no issue. */
  handOverMessage(
    request: MessageRequest,
    terms: { turn: Turn; signal: AbortSignal },
  ): Promise<MessageAnswer>;
}

export interface Message {
  from: Mailbox;
  replyTo: Mailbox | null;
  to: Mailbox;
  subject: string;
  date: number;
  /** Local part of its `Message-ID`; printable ASCII without spaces. */
  reference: string;
  headers: readonly (readonly [name: string, value: string])[];
  html: string;
  text: string;
}

export interface MessageRequest {
  /** ASCII without spaces or slashes, made from the content, so that it never stands for another message. */
  idempotencyKey: string;
  body: Uint8Array;
}

export interface Turn {
  id: number;
  at: number;
}

/** At most 100 messages of one issue. */
export interface OutgoingBatch {
  issue: FrozenIssue;
  recipients: readonly Recipient[];
}

export interface Recipient {
  deliveryId: number;
  email: string;
  name: string | null;
  /** Values for the template's places; URL-safe, no HTML escaping needed. */
  tokens: Readonly<Record<Place, string>>;
}

export interface BatchRequest extends OutgoingBatch {
  /** ASCII, at most 256 characters; made from the body's hash, so that it never stands for another body. */
  idempotencyKey: string;
  body: readonly Uint8Array[];
}

/** Names a message in `Message-ID`, `X-Entity-Ref-ID` and the outbox without revealing its recipient. */
export function messageReference(issue: FrozenIssue, { deliveryId }: Recipient): string {
  return `${issue.id}.${deliveryId}`;
}

export type BatchAnswer = BatchOutcome & {
  /** For metrics: a status with the provider's error name, or an error code, from a fixed list. */
  cause?: string;
};

type BatchOutcome =
  /** In the order of the recipients. */
  | { kind: 'answered'; outcomes: readonly Outcome[] }
  /** Nothing was accepted; the same request may be retried at `at`. */
  | { kind: 'retry'; at: number; reason: string }
  /** It may have been accepted: a timeout, a reset, an unreadable answer. It is retried, not before `notBefore`. */
  | { kind: 'uncertain'; reason: string; notBefore?: number }
  /** It may have been accepted, and retrying is useless: a person must decide. */
  | { kind: 'hold'; reason: string }
  /** Until `until`, or until a person acts if null. `maybePartial`: the same request completes what was accepted. */
  | { kind: 'pause'; until: number | null; reason: string; maybePartial: boolean }
  /** Nothing was accepted because of the request's content or size. Half of it may pass. */
  | { kind: 'divide'; code: string; reason: string };

export type MessageAnswer = Exclude<BatchAnswer, { kind: 'divide' }>;

export type Outcome =
  | { kind: 'accepted'; providerId: string }
  | { kind: 'rejected'; code: string; message: string };

/** For a transport without a rate limit. */
export const IMMEDIATE_TURN: Turn = { id: 0, at: 0 };
