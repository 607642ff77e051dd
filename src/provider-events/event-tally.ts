/** Event types counted separately; new ones count as `other`. */
const EVENT_CLASSES = [
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

/** Why an event was refused. `store` is our own fault: the provider is asked to send it again. */
export const REFUSALS = ['signature', 'too-large', 'unreadable', 'wrong-fields', 'store'] as const;
export type Refusal = (typeof REFUSALS)[number];

export interface EventTally {
  /** Includes repeated ones. */
  kept: Record<EventClass, number>;
  repeated: number;
  refused: Record<Refusal, number>;
}

export function createEventTally(): EventTally {
  return { kept: zeroes(EVENT_CLASSES), repeated: 0, refused: zeroes(REFUSALS) };
}

export function classOf(type: string): EventClass {
  return EVENT_CLASSES.find((name) => name === type) ?? 'other';
}

function zeroes<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}
