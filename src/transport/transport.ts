import type { FrozenIssue } from '../issues/frozen-issue.ts';
import type { Place } from '../issues/mail-template.ts';
import type { Mailbox, TransportName } from '../issues/newsletter.ts';

/**
 * The port through which a batch leaves the program. Three steps, so that what goes out can be fingerprinted and
 * recorded in between: {@link Transport.compose} writes the request, {@link Transport.awaitTurn} waits until it may be
 * made, and {@link Transport.handOver} makes it.
 */
export interface Transport {
  readonly name: TransportName;

  /**
   * How long the receiving side recognises a key, in milliseconds. Until then a batch whose outcome is uncertain
   * is handed over again; after that it waits for a person.
   */
  readonly remembersKeysFor: number;

  /** Batches that may be in flight at once. */
  readonly concurrency: number;

  /** Writes the body that hands a batch over, in parts. The same batch always gives the same bytes. */
  compose(batch: OutgoingBatch): Promise<readonly Uint8Array[]>;

  /**
   * Waits until the receiving side takes another request. A turn is good for one request, which is to be made at
   * once. Null where `signal` was aborted first.
   *
   * @param onWait Told until when the receiving side wants no request at all, where it said so.
   */
  awaitTurn(signal: AbortSignal, onWait?: (until: number) => void): Promise<Turn | null>;

  /**
   * Hands a request over. A refusal, a broken connection or a silent provider is an answer, never an exception.
   * Handing over the same request again under the same key has no effect beyond the first.
   */
  handOver(request: BatchRequest, terms: { turn: Turn; signal: AbortSignal }): Promise<BatchAnswer>;

  /**
   * Hands over a mail that is no copy of an issue, in a turn of its own. What holds for {@link Transport.handOver} holds
   * here. The key is ASCII without spaces or slashes, made from the mail's content, so that it can never stand for another.
   */
  handOverMail(
    mail: Mail,
    terms: { idempotencyKey: string; turn: Turn; signal: AbortSignal },
  ): Promise<MailAnswer>;
}

/** What every mail has, whatever it is. */
export interface Mail {
  from: Mailbox;
  replyTo: Mailbox | null;
  to: Mailbox;
  subject: string;
  /** The instant of its `Date` header. */
  date: number;
  /** Makes its `Message-ID`, together with the sender's domain; printable ASCII without spaces. */
  reference: string;
  headers: readonly (readonly [name: string, value: string])[];
  html: string;
  text: string;
}

/** Leave to make one request at the instant `at`. */
export interface Turn {
  id: number;
  at: number;
}

/** At most 100 messages of one issue that go out in one request. */
export interface OutgoingBatch {
  issue: FrozenIssue;
  recipients: readonly Recipient[];
}

/** One delivery's own part of a message. */
export interface Recipient {
  deliveryId: number;
  email: string;
  name: string | null;
  /** What stands in the places of the templates: URL-safe, fit for HTML as they are. */
  tokens: Readonly<Record<Place, string>>;
}

export interface BatchRequest extends OutgoingBatch {
  /** ASCII, at most 256 characters; made from the body's hash, so that it can never stand for another body. */
  idempotencyKey: string;
  body: readonly Uint8Array[];
}

/** What names one message in `Message-ID`, `X-Entity-Ref-ID` and the outbox; it says nothing about who gets it. */
export function referenceOf(issue: FrozenIssue, { deliveryId }: Recipient): string {
  return `${issue.id}.${deliveryId}`;
}

/** What became of a batch. */
export type BatchAnswer = BatchOutcome & {
  /**
   * Why it was not accepted, for counts: a status with the provider's name for it, or an error code, out of a list that
   * does not grow. Absent where it was.
   */
  cause?: string;
};

type BatchOutcome =
  /** Every delivery has its own outcome, in the order of the recipients. */
  | { kind: 'answered'; outcomes: readonly Outcome[] }
  /** Nothing was taken; the same request may be made again at the instant `at`. */
  | { kind: 'retry'; at: number; reason: string }
  /** It may have been taken or not: a timeout, a reset, an unreadable answer. It is asked again, not before `notBefore`. */
  | { kind: 'uncertain'; reason: string; notBefore?: number }
  /** It may have been taken or not, and asking again is useless: a person must decide. */
  | { kind: 'hold'; reason: string }
  /**
   * Nothing more is taken before `until`; null waits for a person. `begun`: a part of the request may have been taken,
   * and the same request completes it.
   */
  | { kind: 'pause'; until: number | null; reason: string; begun: boolean }
  /** Nothing was taken, because of what is in the request, its size or one of its messages. Half of it may pass. */
  | { kind: 'divide'; code: string; reason: string };

/** What became of a single mail, which has one outcome and cannot be divided. */
export type MailAnswer = Exclude<BatchAnswer, { kind: 'divide' }>;

export type Outcome =
  | { kind: 'accepted'; providerId: string }
  | { kind: 'rejected'; code: string; message: string };

/** A request to a receiving side that takes them at any time. */
export const AT_ONCE: Turn = { id: 0, at: 0 };
