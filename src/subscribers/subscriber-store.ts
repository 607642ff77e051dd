import type { BounceKind, DeliveryStatus, ProviderState } from '../issues/delivery-states.ts';
import type { EarlierRows } from './earlier-rows.ts';
import type { LetterKind, LetterStatus } from './letter.ts';
import type { Evidence, SignUp, SignUpStore } from './sign-ups/sign-up-store.ts';
import type {
  ConsentEvent,
  ListedSubscriber,
  SubscriberStatus,
  Suppression,
  SuppressionReason,
} from './subscriber.ts';
import type { SubscriberListStore } from './subscriber-list-store.ts';

/** The port to who gets mail. Every method is one step that happens wholly or not at all. */
export interface SubscriberStore extends SignUpStore, SubscriberListStore {
  /**
   * Adds subscribers, or completes those that are known as `mergeSubscriber` says, and records where they came from.
   * Whoever unsubscribed or is suppressed stays so. An address may stand in the list more than once. At most a few
   * thousand at a time, so that nobody else waits for long.
   *
   * @returns What became of each, in the order given.
   */
  importSubscribers(list: readonly NewSubscriber[], terms: ImportTerms): Promise<ImportedRow[]>;

  /** What an operator is shown of a subscriber; null where there is none with this key. */
  findHistory(emailKey: string): Promise<SubscriberHistory | null>;

  /** All that is kept of a subscriber, for themselves; null where there is none with this key. It holds no token. */
  findOwnData(emailKey: string): Promise<OwnData | null>;

  /** Ends a subscription, whatever its state was. */
  unsubscribe(emailKey: string, provenance: Provenance): Promise<'unsubscribed' | 'already' | 'unknown'>;

  /**
   * Takes back the unsubscription that an editor made at `leftAt`, where `undoableLeaving` allows it, and records that.
   *
   * @returns `refused` where somebody has decided something since, or nobody has this key.
   */
  undoUnsubscription(request: {
    emailKey: string;
    leftAt: number;
    source: string;
    at: number;
  }): Promise<'undone' | 'refused'>;

  /**
   * Ends the suppression of an address that bounced or complained, and records that with the subscriber's consent. One that
   * was erased, too, stays erased: only its owner comes back.
   *
   * @returns What was lifted, the gravest where there were several; null where nothing was.
   */
  liftSuppression(request: {
    emailKey: string;
    erasedKeys: readonly string[];
    source: string;
    at: number;
  }): Promise<Suppression | null>;

  /**
   * Removes everything of an address: the subscriber with their name and consent, sign-ups, letters, and the address itself
   * where it was suppressed. Deliveries stay, and are nobody's. What is left is the first of `erasedKeys`, suppressed as
   * `erased`, or for the reason for which the address was, so that a complaint outlives it.
   *
   * A request that was handed over and whose outcome is not known keeps its recipients until it is: every attempt hands
   * over the same bytes.
   */
  erase(request: { emailKey: string; erasedKeys: readonly string[]; at: number }): Promise<Erasure>;

  /** Subscribers by id, those after `after`, at most `limit`; for going through all of them with flat memory. */
  page(query: { after: number; limit: number }): Promise<ListedSubscriber[]>;

  /** How many subscribers there are in each state. */
  count(): Promise<Record<SubscriberStatus, number>>;
}

export interface NewSubscriber {
  email: string;
  emailKey: string;
  name: string | null;
  status: SubscriberStatus;
  /** Set for an address that bounced or complained where it came from. */
  suppression: SuppressionReason | null;
  pausedUntil: number | null;
  /** Null: now. */
  createdAt: number | null;
}

/** `erased`: the address was erased at its owner's wish, so nothing of it was kept. */
export type ImportOutcome = 'added' | 'updated' | 'unchanged' | 'erased';

/** What became of one row of a list. */
export interface ImportedRow {
  outcome: ImportOutcome;
  /** What the database says of this person after the row: why they are suppressed, or else their status. */
  standing: SubscriberStatus | SuppressionReason;
  /** The same before the row; null for who was not there. */
  before: SubscriberStatus | SuppressionReason | null;
  /** An earlier row, as `earlierRows` remembers them, was of the same person. */
  isRepeated: boolean;
}

/** Who changed a subscription, when, and by which way. */
export interface Provenance {
  event: ConsentEvent['event'];
  source: string;
  at: number;
  slot?: string;
}

export interface ImportTerms extends Provenance {
  /**
   * The keys under which an address would be suppressed if it was erased: see `subscribers/erased-key.ts`. Asked for
   * only where some address was erased, because a million of them take seconds.
   */
  erasedKeys(emailKey: string): readonly string[];
  /** The other rows of the same file. The first name in it counts; without this, the last one of the list does. */
  earlierRows?: EarlierRows;
}

export interface Erasure {
  /** `already`: the address was erased before, and never came back; `unknown`: nothing was known of it. */
  outcome: 'erased' | 'already' | 'unknown';
  /** How many deliveries are nobody's now. */
  deliveries: number;
  /** How many requests hold the address until their outcome is known. */
  requestsInFlight: number;
}

export interface SubscriberHistory extends ListedSubscriber {
  consent: ShownConsent[];
  deliveries: HistoryDelivery[];
}

/** A line of the record of consent with what shows it: where the request came from, and which words stood there. */
export type ShownConsent = ConsentEvent &
  Pick<Evidence, 'networkAddress' | 'userAgent'> & { textVersion: string | null };

interface HistoryDelivery {
  slot: string;
  status: DeliveryStatus;
  providerId: string | null;
  at: number;
  /** Why it was rejected or excluded, or how it bounced. */
  code: string | null;
  /** What the provider said of it last, and when that happened. */
  event: ProviderState | null;
  eventAt: number | null;
  bounce: BounceKind | null;
}

export interface OwnData extends Omit<ListedSubscriber, 'id'> {
  consent: ShownConsent[];
  deliveries: HistoryDelivery[];
  /** Those that were not looked at yet. */
  signUps: Omit<SignUp, 'emailKey'>[];
  /** Mails apart from issues, of the last days. */
  letters: {
    kind: LetterKind;
    status: LetterStatus;
    createdAt: number;
    attempts: number;
    lastProblem: string | null;
  }[];
  /** The links in those mails. */
  links: { kind: LetterKind; createdAt: number; expiresAt: number; usedAt: number | null }[];
}
