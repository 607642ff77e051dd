import type { LinkState } from '../link-state.ts';
import type { SubscriberStatus, Suppression } from '../subscriber.ts';
import type { EmailKind } from '../transactional-email.ts';
import type { SignUpCounting, SignUpCounts, SignUpObstacle } from './sign-up-limits.ts';

/** The part of the subscriber port for what subscribers do themselves: sign up, confirm, pause, leave. */
export interface SignUpStore {
  /**
   * Counts sign-ups as `countSignUps` does and stores those within the limits, all or none. Counts are shared by all
   * processes on the database. At most a few hundred at a time.
   * @returns The obstacle to each; null if there is none.
   */
  storeSignUps(list: readonly NewSignUp[]): Promise<(SignUpObstacle | null)[]>;

  /** Includes expired counts. Never waits for another process. */
  findSignUpCounts(keys: readonly string[]): Promise<SignUpCounts>;

  /** A number that grows with every sign-up kept; null if none waits. */
  findLatestSignUp(): Promise<number | null>;

  /**
   * Settles up to `limit` sign-ups as `decideSignUp` and `decideLinkRequest` say: makes or keeps a pending subscriber,
   * records the request, queues the email. Takes networks in turn, oldest first within each; a network without room
   * does not hold up others.
   */
  settleSignUps(step: { limit: number; now: number; signUpKeys: SignUpKeys }): Promise<SettledSignUps>;

  /**
   * Queues the email that asks a pending subscriber to confirm, and records the request.
   * @returns `limited` by the email limits for now, `refused` if not pending or suppressed.
   */
  requestConfirmation(request: {
    subscriberId: number;
    now: number;
    evidence: Evidence;
    signUpKeys: SignUpKeys;
  }): Promise<'queued' | 'limited' | 'refused' | 'unknown'>;

  /**
   * Queues an email with a fresh link to a subscriber's own data.
   * @returns `limited` by the email limits for now, `refused` if suppressed.
   */
  requestDataLink(request: {
    subscriberId: number;
    networkAddress: string | null;
    now: number;
    signUpKeys: SignUpKeys;
  }): Promise<'queued' | 'limited' | 'refused' | 'unknown'>;

  /** Finds a link by the SHA-256 of its token; null if there is none of this kind. */
  findLink(link: { hash: string; kind: EmailKind; now: number }): Promise<Link | null>;

  /**
   * Confirms a subscription once. Confirming again after an erasure is fresh consent and ends it.
   * @returns `refused` if the address is suppressed.
   */
  confirm(link: {
    hash: string;
    now: number;
    evidence: Evidence;
    signUpKeys: Pick<SignUpKeys, 'erasedKeys'>;
  }): Promise<'confirmed' | 'already' | 'expired' | 'refused' | 'unknown'>;

  /** Null if there is no such subscriber (any more). */
  findSubscriber(id: number, now: number): Promise<SubscriptionState | null>;

  /**
   * Makes a subscriber's own change as `decideSubscriptionChange` says.
   * @returns `already` if nothing changes, `refused` if the state does not allow it.
   */
  changeOwn(request: {
    subscriberId: number;
    change: SubscriptionChange;
    evidence: Evidence;
    /** The slot of the issue whose link was used; null for another email's. */
    slot: string | null;
    now: number;
  }): Promise<'changed' | 'already' | 'unknown' | 'refused'>;

  /**
   * Of the next `limit` pending subscribers after an id, removes those who last asked before an instant. Returns the id
   * to continue after; null if there are no more.
   */
  removeUnconfirmed(step: {
    before: number;
    after: number;
    limit: number;
  }): Promise<{ removed: number; last: number | null }>;

  /** Deletes up to `limit` each of settled emails and expired links; returns how many. */
  forgetEmails(step: { before: number; limit: number }): Promise<number>;

  /** Forgets the asking networks of up to `limit` settled emails; returns how many. */
  forgetEmailNetworks(step: { before: number; limit: number }): Promise<number>;
}

export interface SignUp {
  email: string;
  emailKey: string;
  name: string | null;
  /** Such as `form:footer`. */
  source: string;
  textVersion: string;
  networkAddress: string | null;
  userAgent: string | null;
  at: number;
  /** `subscription` by default. */
  requestKind?: SignUpRequestKind;
}

/** A sign-up with its network's key (see `SignUpKeys`) and limits; without `limits`, it has none. */
export interface NewSignUp extends SignUp, Partial<SignUpCounting> {
  networkKey: string;
}

export interface SettledSignUps {
  settled: number;
  /** The earliest instant at which waiting sign-ups may have room (`EMAIL_LIMITS`); null if none waits. */
  waitsUntil: number | null;
}

/** Where a request came from: evidence of consent (GDPR, article 7(1)). */
export type Evidence = Pick<SignUp, 'source' | 'networkAddress' | 'userAgent'>;

/** The keys and tokens that settling a sign-up needs. */
export interface SignUpKeys {
  /** The key of a mailbox: see `throttle-key.ts`. */
  throttleKey(emailKey: string): string;
  /** The key of the network that shares one turn, as large as one customer may have: see `networkOf`. */
  networkKey(networkAddress: string | null): string;
  /** See `erased-key.ts`. */
  erasedKeys(emailKey: string): readonly string[];
  newToken(): { token: string; hash: string };
}

export interface Link {
  subscriberId: number;
  email: string;
  state: LinkState;
}

export interface SubscriptionState {
  id: number;
  status: SubscriberStatus;
  pausedUntil: number | null;
  suppression: Suppression | null;
  /** They left, and `resubscribe` would undo that. */
  mayUndo: boolean;
}

export type SubscriptionChange =
  | { kind: 'unsubscribe' | 'resubscribe' }
  | { kind: 'pause'; until: number | null };
/** `links` asks for an email with the links of a subscription, and signs no one up. */
export const SIGN_UP_REQUESTS = ['subscription', 'links'] as const;
export type SignUpRequestKind = (typeof SIGN_UP_REQUESTS)[number];
