/** A subscriber's own wish. Whether the address may be mailed at all is another matter: see {@link SuppressionReason}. */
export const SUBSCRIBER_STATUSES = ['pending', 'confirmed', 'unsubscribed'] as const;
export type SubscriberStatus = (typeof SUBSCRIBER_STATUSES)[number];

/** Why an address must not be mailed, whoever asks. */
export const SUPPRESSION_REASONS = ['bounced', 'complained', 'erased'] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** What may happen to a subscriber's consent. */
export const CONSENT_EVENTS = [
  'requested',
  'confirmed',
  'imported',
  'added',
  'unsubscribed',
  'resubscribed',
] as const;
export type ConsentEventName = (typeof CONSENT_EVENTS)[number];

/** One line of the append-only record by which consent can be shown (GDPR, article 7(1)). */
export interface ConsentEvent {
  event: ConsentEventName;
  at: number;
  /** Where it came from: `command`, `import:<file>`, `form:<source>`, `link`. */
  source: string;
  /** The slot of the issue whose link was used, where one was. */
  slot: string | null;
}

export interface Suppression {
  reason: SuppressionReason;
  at: number;
}

export interface Subscriber {
  id: number;
  /** As the subscriber wrote it, white space removed. */
  email: string;
  name: string | null;
  status: SubscriberStatus;
  pausedUntil: number | null;
  createdAt: number;
}

export interface ListedSubscriber extends Subscriber {
  suppression: Suppression | null;
}

/** The longest name, in UTF-16 code units. The database's CHECK repeats it. */
export const MAX_NAME_LENGTH = 200;
