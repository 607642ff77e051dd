/**
 * Why a prepared delivery may not have been read. `uncertain` awaits a decision or was accepted as it is; `excluded`
 * unsubscribed before its batch went out.
 */
export const FAILURE_KINDS = ['uncertain', 'rejected', 'bounced', 'complained', 'excluded'] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];
