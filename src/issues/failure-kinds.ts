/**
 * Why somebody whom an issue was prepared for may not have read it. `uncertain` waits for a decision or was accepted so,
 * `rejected` was refused by the provider, `bounced` and `complained` came back, `excluded` left before its turn.
 */
export const FAILURE_KINDS = ['uncertain', 'rejected', 'bounced', 'complained', 'excluded'] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];
