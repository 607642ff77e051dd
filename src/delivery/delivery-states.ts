/** What became of handing a delivery over. What the provider says of it afterwards is kept beside it. */
export const DELIVERY_STATUSES = ['pending', 'submitted', 'rejected', 'uncertain', 'excluded'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** Which status may follow which. */
export const DELIVERY_TRANSITIONS: Readonly<Record<DeliveryStatus, readonly DeliveryStatus[]>> = {
  pending: ['submitted', 'rejected', 'uncertain', 'excluded'],
  uncertain: ['submitted', 'rejected', 'pending'],
  submitted: [],
  rejected: [],
  excluded: [],
};

/** Why a candidate, or a delivery that was not yet handed over, gets no message. */
export const EXCLUSION_REASONS = ['suppressed', 'paused', 'unsubscribed', 'erased'] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

/** `open` waits for its turn, `taken` is leased, `done` has an outcome for each delivery, `uncertain` waits for a person. */
export const BATCH_STATUSES = ['open', 'taken', 'done', 'uncertain'] as const;
export type BatchStatus = (typeof BATCH_STATUSES)[number];

/** The most messages in one request (Resend: POST /emails/batch). */
export const BATCH_SIZE = 100;
