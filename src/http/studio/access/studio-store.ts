export const STUDIO_EVENTS = [
  'signed-in',
  'refused',
  'signed-out',
  'session-ended',
  'exported',
  'erased',
  'unsubscribed',
  'approved',
  'sent',
  'test-sent',
  'resumed',
  'settings-changed',
] as const;
export type StudioEventName = (typeof STUDIO_EVENTS)[number];

/** Something done in the studio or by a command instead. Contains no email address. */
export interface StudioEvent {
  event: StudioEventName;
  at: number;
  /** A slot, a subscriber's id or how many, and a note if a command did it. */
  about: string | null;
}

export interface StudioSession {
  id: number;
  createdAt: number;
  seenAt: number;
  /** When the password was last entered. */
  provedAt: number;
  /** Where it began: see `networkOf`. */
  network: string | null;
  browser: string | null;
}

export interface SessionFilter {
  /** A hash of the credential they must have begun with. */
  credential: string;
  createdAfter: number;
  seenAfter: number;
}

export interface StudioStore {
  /** Begins a session, and deletes expired ones. */
  beginSession(session: Omit<StudioSession, 'id'> & { hash: string }, live: SessionFilter): Promise<void>;

  /** The session with this hash; null if there is none or it has expired. */
  findSession(hash: string, live: SessionFilter): Promise<StudioSession | null>;

  /** Records that a session was used, or its password entered again. */
  updateSession(id: number, change: { seenAt?: number; provedAt?: number }): Promise<void>;

  /** Ends a session at once. @returns Whether there was one. */
  endSession(id: number): Promise<boolean>;

  /** The most recently used first. */
  listSessions(live: SessionFilter): Promise<StudioSession[]>;

  /** Records an event, and deletes those before `forgetBefore`. */
  recordEvent(event: StudioEvent, forgetBefore: number): Promise<void>;

  /** The latest events first, except those of the kind `without`. */
  listEvents(limit: number, without?: StudioEventName): Promise<StudioEvent[]>;

  /** How often an event happened after an instant, and when last. */
  countEvents(event: StudioEventName, after: number): Promise<{ count: number; latestAt: number | null }>;
}
