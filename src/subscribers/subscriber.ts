/** The subscriber's own choice. Whether the address may be emailed at all is separate: {@link SuppressionReason}. */
export const SUBSCRIBER_STATUSES = ['pending', 'confirmed', 'unsubscribed'] as const;
export type SubscriberStatus = (typeof SUBSCRIBER_STATUSES)[number];

/** Why an address must not be emailed. */
export const SUPPRESSION_REASONS = ['bounced', 'complained', 'erased'] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

export const CONSENT_EVENTS = [
  'requested',
  'confirmed',
  'imported',
  'added',
  'unsubscribed',
  'resubscribed',
] as const;
export type ConsentEventName = (typeof CONSENT_EVENTS)[number];

/** An entry of the append-only record that proves consent (GDPR, article 7(1)). */
export interface ConsentEvent {
  event: ConsentEventName;
  at: number;
  /** `command`, `import:<file>`, `form:<source>`, `link`. */
  source: string;
  /** The slot of the issue whose link was used, if any. */
  slot: string | null;
}

export interface Suppression {
  reason: SuppressionReason;
  at: number;
}

export interface Subscriber {
  id: number;
  /** As the subscriber wrote it, trimmed. */
  email: string;
  name: string | null;
  status: SubscriberStatus;
  pausedUntil: number | null;
  createdAt: number;
}

export interface ListedSubscriber extends Subscriber {
  suppression: Suppression | null;
}

/** In UTF-16 code units; a CHECK in the database repeats it. */
export const MAX_NAME_LENGTH = 200;
