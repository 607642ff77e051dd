/** `uncertain` awaits a decision, or was accepted as it is; `excluded` left before the batch went out. */
export const FAILURE_KINDS = ['uncertain', 'rejected', 'bounced', 'complained', 'excluded'] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];
