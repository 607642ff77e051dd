import type { EmailOutcome } from '../../shared/email-outcome.ts';
import type { LetterKind } from '../letter.ts';
import type { LinkState } from '../link-state.ts';
import type { SubscriberStatus, Suppression } from '../subscriber.ts';
import type { SignUpCounting, SignUpCounts, SignUpObstacle } from './sign-up-limits.ts';

/** The port to what subscribers do by themselves: sign up, confirm, pause, leave. A part of the port to subscribers. */
export interface SignUpStore {
  /**
   * Counts sign-ups as `countSignUps` does and keeps those that no limit stops, whatever the addresses' states are, all at
   * once or none. The counts are shared by all processes on the database, so a limit holds for them together. What follows
   * from a sign-up is found out by `settleSignUps`. At most a few hundred at a time.
   *
   * @returns What keeps each from being taken; null where nothing does.
   */
  keepSignUps(list: readonly KeptSignUp[]): Promise<(SignUpObstacle | null)[]>;

  /** The counts under some keys, those that ended included. Never waits for another process. */
  findSignUpCounts(keys: readonly string[]): Promise<SignUpCounts>;

  /**
   * Looks at kept sign-ups, at most `limit` of them, one of each network in turn and the oldest of a network first. Does what
   * `decideSignUp` says: makes or keeps a pending subscriber, records the request, and writes the letter that asks for a
   * confirmation, within the limits. A wish for links leads to what `decideLinkRequest` says, and adds nobody. Where one
   * network has no room, its sign-ups wait and those of others do not.
   */
  settleSignUps(step: { limit: number; now: number; terms: LetterTerms }): Promise<SettledSignUps>;

  /**
   * Writes the letter that asks a pending subscriber for the confirmation, as a sign-up does, and records the request.
   *
   * @returns `limited` where the limits on letters forbid it for now, `refused` where the subscriber is not pending or
   *   the address must not be mailed.
   */
  requestConfirmation(request: {
    subscriberId: number;
    now: number;
    evidence: Evidence;
    terms: LetterTerms;
  }): Promise<'written' | 'limited' | 'refused' | 'unknown'>;

  /**
   * Writes the letter with a fresh link to a subscriber's own data.
   *
   * @returns `limited` where the limits on letters forbid it for now, `refused` where the address must not be mailed.
   */
  requestDataLink(request: {
    subscriberId: number;
    /** Of whoever asks. */
    networkAddress: string | null;
    now: number;
    terms: LetterTerms;
  }): Promise<'written' | 'limited' | 'refused' | 'unknown'>;

  /**
   * Leases the next letter whose turn it is; null where there is none. Those that no network asked for (the studio, a
   * command) come first, then one of each network in turn. Letters that nobody should get any more are dropped on the way.
   */
  claimLetter(claim: { now: number; leaseExpiresAt: number }): Promise<Letter | null>;

  /** Records what became of a letter, unless its lease lapsed and another has it: its token is forgotten once it is submitted or dropped. */
  settleLetter(result: { letter: Letter; outcome: EmailOutcome }): Promise<void>;

  /** Whose link it is, found by the SHA-256 of its token; null where there is none of this kind. */
  findLink(link: { hash: string; kind: LetterKind; now: number }): Promise<Link | null>;

  /**
   * Confirms the subscription of a link, once, and ends the suppression of an address that was erased: asking anew and
   * confirming it is fresh consent.
   *
   * @returns `already` where the subscription is confirmed, `refused` where the address must not be mailed.
   */
  confirm(link: {
    hash: string;
    now: number;
    evidence: Evidence;
    terms: Pick<LetterTerms, 'erasedKeys'>;
  }): Promise<'confirmed' | 'already' | 'expired' | 'refused' | 'unknown'>;

  /** Where a subscriber stands at `now`; null where there is none with this id (any more). */
  findSubscriber(id: number, now: number): Promise<OwnState | null>;

  /**
   * Changes a subscription at its owner's wish. `resubscribe` undoes an unsubscription while `mayUndo` allows it, and
   * does nothing else; only a confirmed subscription is paused.
   *
   * @returns `already` where it stands so, `unknown` where there is no such subscriber, `refused` where the
   *   subscription or the address is in no state for it.
   */
  changeOwn(request: {
    subscriberId: number;
    change: OwnChange;
    evidence: Evidence;
    /** The slot of the issue whose link was used; null where another email's was. */
    slot: string | null;
    now: number;
  }): Promise<'changed' | 'already' | 'unknown' | 'refused'>;

  /**
   * Looks at the next pending subscribers after an id, at most `limit`, and removes those who last asked before an
   * instant.
   *
   * @returns `last` is the id to go on after; null where there are no more.
   */
  removeUnconfirmed(step: {
    before: number;
    after: number;
    limit: number;
  }): Promise<{ removed: number; last: number | null }>;

  /** Forgets letters that were settled and links that ended before an instant, at most `limit` of each. Returns how many. */
  forgetLetters(step: { before: number; limit: number }): Promise<number>;

  /** Forgets which networks asked for letters that were settled and written before an instant, at most `limit`. Returns how many. */
  forgetLetterNetworks(step: { before: number; limit: number }): Promise<number>;
}

export interface SignUp {
  email: string;
  emailKey: string;
  name: string | null;
  /** Which form, such as `form:footer`. */
  source: string;
  textVersion: string;
  networkAddress: string | null;
  userAgent: string | null;
  at: number;
  /** A subscription where nothing is said. */
  wish?: SignUpWish;
}

/** A sign-up with the key of the network whose turn it takes (see `LetterTerms`), and what it is held to: no limit where none is given. */
export interface KeptSignUp extends SignUp, Partial<SignUpCounting> {
  networkKey: string;
}

export interface SettledSignUps {
  /** How many sign-ups are done with. */
  settled: number;
  /** When there may be room, at the earliest, where any must wait for that: see `LETTER_LIMITS`. */
  waitsUntil: number | null;
}

/** From where and by which way something was asked for: what shows consent (GDPR, article 7(1)). */
export type Evidence = Pick<SignUp, 'source' | 'networkAddress' | 'userAgent'>;

/** What letters are counted by, and their links are made of. */
export interface LetterTerms {
  /** The key under which an address is counted: see `subscribers/sign-ups/throttle-key.ts`. */
  throttleKey(emailKey: string): string;
  /** The key of the network that shares one turn, of a size that one customer of a provider may have: see `networkOf`. */
  networkKey(networkAddress: string | null): string;
  /** The keys under which an address would be suppressed if it was erased: see `subscribers/erased-key.ts`. */
  erasedKeys(emailKey: string): readonly string[];
  /** A fresh token and its hash. */
  newToken(): { token: string; hash: string };
}

export interface Letter {
  id: number;
  kind: LetterKind;
  subscriberId: number;
  email: string;
  token: string;
  createdAt: number;
  /** This one included. Those that were refused whole do not count. */
  attempts: number;
  firstAttemptAt: number;
  leaseExpiresAt: number;
}

export interface Link {
  subscriberId: number;
  email: string;
  state: LinkState;
}

export interface OwnState {
  id: number;
  status: SubscriberStatus;
  pausedUntil: number | null;
  suppression: Suppression | null;
  /** They left, and `resubscribe` would take that back. */
  mayUndo: boolean;
}

export type OwnChange = { kind: 'unsubscribe' | 'resubscribe' } | { kind: 'pause'; until: number | null };
/** `links`: whoever types the address asks for an email with the links of its subscription, and signs nobody up. */
export const SIGN_UP_WISHES = ['subscription', 'links'] as const;
export type SignUpWish = (typeof SIGN_UP_WISHES)[number];
