import type { FrozenIssue } from '../issues/frozen-issue.ts';
import type { Place } from '../issues/mail-template.ts';
import type { Mailbox, TransportName } from '../issues/newsletter.ts';

/**
 * The port that batches are sent through, in three steps, so that a request can be fingerprinted and recorded before it
 * is made: {@link Transport.compose}, {@link Transport.awaitTurn}, {@link Transport.handOver}.
 */
export interface Transport {
  readonly name: TransportName;

  /**
   * How long the provider remembers a key, in milliseconds. Until then a batch with an uncertain outcome is retried;
   * after that it waits for a person.
   */
  readonly keyLifetimeMs: number;

  readonly concurrency: number;

  /** Composes the request body, in parts. The same batch always gives the same bytes. */
  compose(batch: OutgoingBatch): Promise<readonly Uint8Array[]>;

  /**
   * Waits until another request is allowed. A turn is good for one request, to be made at once. Null if `signal` was
   * aborted first.
   * @param onWait Called with the time until which the provider wants no requests, if it said so.
   */
  awaitTurn(signal: AbortSignal, onWait?: (until: number) => void): Promise<Turn | null>;

  /**
   * A refusal, a broken connection or a silent provider is an answer, never an exception. The same request under the
   * same key has no effect beyond the first.
   */
  handOver(request: BatchRequest, terms: { turn: Turn; signal: AbortSignal }): Promise<BatchAnswer>;

  /**
   * Like {@link Transport.handOver}, for a single message that is not part of an issue. The key is ASCII without spaces
   * or slashes, made from the content, so that it never stands for another message.
   */
  handOverMessage(
    mail: Mail,
    terms: { idempotencyKey: string; turn: Turn; signal: AbortSignal },
  ): Promise<MessageAnswer>;
}

export interface Mail {
  from: Mailbox;
  replyTo: Mailbox | null;
  to: Mailbox;
  subject: string;
  /** For the `Date` header. */
  date: number;
  /** Local part of its `Message-ID`; printable ASCII without spaces. */
  reference: string;
  headers: readonly (readonly [name: string, value: string])[];
  html: string;
  text: string;
}

/** Permission to make one request at `at`. */
export interface Turn {
  id: number;
  at: number;
}

/** At most 100 messages of one issue, sent in one request. */
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
  /**
   * Why it was not accepted, for metrics: a status with the provider's error name, or an error code, from a fixed list.
   */
  cause?: string;
};

type BatchOutcome =
  /** One outcome per delivery, in the order of the recipients. */
  | { kind: 'answered'; outcomes: readonly Outcome[] }
  /** Nothing was accepted; the same request may be retried at `at`. */
  | { kind: 'retry'; at: number; reason: string }
  /** It may have been accepted: a timeout, a reset, an unreadable answer. It is retried, not before `notBefore`. */
  | { kind: 'uncertain'; reason: string; notBefore?: number }
  /** It may have been accepted, and retrying is useless: a person must decide. */
  | { kind: 'hold'; reason: string }
  /**
   * Nothing more is accepted before `until`; null waits for a person. `maybePartial`: part of the request may have been
   * accepted, and the same request completes it.
   */
  | { kind: 'pause'; until: number | null; reason: string; maybePartial: boolean }
  /** Nothing was accepted because of the request's content or size. Half of it may pass. */
  | { kind: 'divide'; code: string; reason: string };

/** A single message has one outcome and cannot be split. */
export type MessageAnswer = Exclude<BatchAnswer, { kind: 'divide' }>;

export type Outcome =
  | { kind: 'accepted'; providerId: string }
  | { kind: 'rejected'; code: string; message: string };

/** For a transport without a rate limit. */
export const AT_ONCE: Turn = { id: 0, at: 0 };
