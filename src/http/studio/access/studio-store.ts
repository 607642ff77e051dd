/** What is recorded of the studio. */
export const STUDIO_EVENTS = [
  'signed-in',
  'refused',
  'signed-out',
  'session-ended',
  'exported',
  'erased',
  'approved',
  'sent',
  'test-sent',
  'resumed',
  'settings-changed',
] as const;
export type StudioEventName = (typeof STUDIO_EVENTS)[number];

/** Something that happened in the studio, or was done by a command instead. It holds no email address. */
export interface StudioEvent {
  event: StudioEventName;
  at: number;
  /** A slot, or the number of a subscriber; where a command did it, that is added. */
  about: string | null;
}

/** Somebody who is signed in. */
export interface StudioSession {
  id: number;
  createdAt: number;
  seenAt: number;
  /** When the password was last given. */
  provedAt: number;
  /** From where it was begun: see `networkOf`. */
  network: string | null;
  browser: string | null;
}

/** Which sessions are not over. */
export interface LiveSessions {
  /** A hash of what they must have been begun with. */
  credential: string;
  createdAfter: number;
  seenAfter: number;
}

/** The port to who is signed in to the studio, and to what happened there. */
export interface StudioStore {
  /** Begins a session, and forgets those that are over. */
  beginSession(session: Omit<StudioSession, 'id'> & { hash: string }, live: LiveSessions): Promise<void>;

  /** The session with this hash; null where there is none, or it is over. */
  findSession(hash: string, live: LiveSessions): Promise<StudioSession | null>;

  /** Records that a session was used, or that its password was given again. */
  updateSession(id: number, change: { seenAt?: number; provedAt?: number }): Promise<void>;

  /** Ends a session at once. @returns Whether there was one. */
  endSession(id: number): Promise<boolean>;

  /** The sessions that are not over, the last used first. */
  listSessions(live: LiveSessions): Promise<StudioSession[]>;

  /** Records an event, and forgets those before `forgetBefore`. */
  recordEvent(event: StudioEvent, forgetBefore: number): Promise<void>;

  /** The latest events first; without those of one kind, where one is named. */
  listEvents(limit: number, without?: StudioEventName): Promise<StudioEvent[]>;

  /** How often something happened after an instant, and when last. */
  countEvents(event: StudioEventName, after: number): Promise<{ count: number; latestAt: number | null }>;
}
