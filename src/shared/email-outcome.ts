/** How an attempt to send an email to one person ended. */
export type EmailOutcome =
  | { kind: 'submitted' }
  /** `refused`: nothing was accepted, so the next attempt counts as the first. */
  | { kind: 'again'; at: number; reason: string; refused: boolean }
  | { kind: 'dropped'; reason: string };
