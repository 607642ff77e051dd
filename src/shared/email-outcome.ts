/** How an attempt at one email to one person ended. */
export type EmailOutcome =
  | { kind: 'submitted' }
  /** `refused`: nothing was taken, so the next attempt is a first one. */
  | { kind: 'again'; at: number; reason: string; refused: boolean }
  | { kind: 'dropped'; reason: string };
