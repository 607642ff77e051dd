/** The types of events that are told apart in numbers; what the provider invents next is `other`. */
export const EVENT_CLASSES = [
  'email.sent',
  'email.scheduled',
  'email.delivered',
  'email.delivery_delayed',
  'email.bounced',
  'email.complained',
  'email.suppressed',
  'email.failed',
  'email.opened',
  'email.clicked',
  'other',
] as const;
export type EventClass = (typeof EVENT_CLASSES)[number];

/** Why an event was not taken: `store` is our own fault, so the provider is asked to tell it again. */
export const REFUSALS = ['signature', 'too-large', 'unreadable', 'wrong-fields', 'store'] as const;
export type Refusal = (typeof REFUSALS)[number];

/** How many events came since this process started. */
export interface EventTally {
  /** Kept, whether for the first time or again. */
  kept: Record<EventClass, number>;
  /** Of these, those that had been applied before. */
  repeated: number;
  refused: Record<Refusal, number>;
}

export function createEventTally(): EventTally {
  return { kept: zeroes(EVENT_CLASSES), repeated: 0, refused: zeroes(REFUSALS) };
}

/** The class of a type. */
export function classOf(type: string): EventClass {
  return EVENT_CLASSES.find((name) => name === type) ?? 'other';
}

function zeroes<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}
