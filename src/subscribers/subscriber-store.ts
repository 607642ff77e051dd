import type { BounceKind, DeliveryStatus, ProviderState } from '../issues/delivery-states.ts';
import type { BulkStore } from './bulk-store.ts';
import type { EarlierRows } from './earlier-rows.ts';
import type { Evidence, SignUp, SignUpStore } from './sign-ups/sign-up-store.ts';
import type {
  ConsentEvent,
  ListedSubscriber,
  SubscriberStatus,
  Suppression,
  SuppressionReason,
} from './subscriber.ts';
import type { SubscriberListStore } from './subscriber-list-store.ts';
import type { EmailKind, EmailStatus } from './transactional-email.ts';

/** The port to subscribers. Every method is atomic. */
export interface SubscriberStore extends SignUpStore, SubscriberListStore, BulkStore {
  /**
   * Adds subscribers or fills in known ones as `mergeSubscriber` says, and records the consent. An address may appear
   * more than once. At most a few thousand at a time, so that others need not wait long.
   * @returns The result for each, in the order given.
   */
  importSubscribers(list: readonly NewSubscriber[], terms: ImportTerms): Promise<ImportedRow[]>;

  /** What importing each address would meet: why it is suppressed, or else its status; null if it is not known. */
  findStandings(
    emailKeys: readonly string[],
    erasedKeys: ImportTerms['erasedKeys'],
  ): Promise<(KnownStanding | null)[]>;

  /** What an operator sees of a subscriber; null if unknown. */
  findHistory(emailKey: string): Promise<SubscriberHistory | null>;

  /** Everything stored about a subscriber, for themselves, without tokens; null if unknown. */
  findOwnData(emailKey: string): Promise<OwnData | null>;

  unsubscribe(emailKey: string, provenance: Provenance): Promise<'unsubscribed' | 'already' | 'unknown'>;

  /** Undoes an editor's unsubscription at `leftAt`, if `undoableUnsubscription` allows it. */
  undoUnsubscription(request: {
    emailKey: string;
    leftAt: number;
    source: string;
    at: number;
  }): Promise<'undone' | 'refused'>;

  /**
   * Ends a bounce or complaint, and records that with the consent. An erased address stays erased: only its owner can
   * come back.
   * @returns What was lifted, the gravest if there were several; null if nothing was.
   */
  liftSuppression(request: {
    emailKey: string;
    erasedKeys: readonly string[];
    source: string;
    at: number;
  }): Promise<Suppression | null>;

  /**
   * Removes everything about an address. Deliveries stay, anonymous. What remains is the first of `erasedKeys`,
   * suppressed as `erased`, or for the earlier reason so that a complaint outlives the erasure.
   *
   * A request whose outcome is unknown keeps its recipients until it is known: every attempt hands over the same bytes.
   */
  erase(request: { emailKey: string; erasedKeys: readonly string[]; at: number }): Promise<Erasure>;

  /** Subscribers after the id `after`, by id: for reading all of them with flat memory. */
  page(query: { after: number; limit: number }): Promise<ListedSubscriber[]>;

  count(): Promise<Record<SubscriberStatus, number>>;
}

export interface NewSubscriber {
  email: string;
  emailKey: string;
  name: string | null;
  status: SubscriberStatus;
  suppression: SuppressionReason | null;
  pausedUntil: number | null;
  /** Null: now. */
  createdAt: number | null;
}

/** `erased`: the address was erased at its owner's request, so nothing was stored. */
export type ImportOutcome = 'added' | 'updated' | 'unchanged' | 'erased';

export interface ImportedRow {
  outcome: ImportOutcome;
  /** Afterwards: why they are suppressed, or else their status. */
  standing: SubscriberStatus | SuppressionReason;
  /** The same, before the row; null if nothing was known of the address. */
  before: SubscriberStatus | SuppressionReason | null;
  /** An earlier row in `earlierRows` was of the same person. */
  isRepeated: boolean;
}

/** `isHere` is false for a suppressed address without a subscriber. */
export interface KnownStanding {
  standing: SubscriberStatus | SuppressionReason;
  isHere: boolean;
}

export interface Provenance {
  event: ConsentEvent['event'];
  source: string;
  at: number;
  slot?: string;
}

export interface ImportTerms extends Provenance {
  /** See `erased-key.ts`. Called only if any address was erased, since a million keys take seconds. */
  erasedKeys(emailKey: string): readonly string[];
  /** The other rows of the file: the first name in it counts. Without this, the last of the list does. */
  earlierRows?: EarlierRows;
}

export interface Erasure {
  /** `already`: erased before and never back; `unknown`: there was no data. */
  outcome: 'erased' | 'already' | 'unknown';
  deliveries: number;
  /** Requests that keep the address until their outcome is known. */
  requestsInFlight: number;
}

export interface SubscriberHistory extends ListedSubscriber {
  consent: ShownConsent[];
  deliveries: HistoryDelivery[];
}

/** A consent event with its evidence: where the request came from and which text was shown. */
export type ShownConsent = ConsentEvent &
  Pick<Evidence, 'networkAddress' | 'userAgent'> & { textVersion: string | null };

interface HistoryDelivery {
  slot: string;
  status: DeliveryStatus;
  providerId: string | null;
  at: number;
  /** Why it was rejected or excluded, or how it bounced. */
  code: string | null;
  event: ProviderState | null;
  eventAt: number | null;
  bounce: BounceKind | null;
}

export interface OwnData extends Omit<ListedSubscriber, 'id'> {
  consent: ShownConsent[];
  deliveries: HistoryDelivery[];
  signUps: Omit<SignUp, 'emailKey'>[];
  /** Emails other than issues, of the last days. */
  emails: {
    kind: EmailKind;
    status: EmailStatus;
    createdAt: number;
    attempts: number;
    lastProblem: string | null;
  }[];
  links: { kind: EmailKind; createdAt: number; expiresAt: number; usedAt: number | null }[];
}
