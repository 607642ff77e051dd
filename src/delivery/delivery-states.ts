/**
 * What became of handing a delivery over: `pending` becomes one of the others, and of these only `uncertain` may
 * still change. What the provider says of it afterwards is kept beside it.
 */
export const DELIVERY_STATUSES = ['pending', 'submitted', 'rejected', 'uncertain', 'excluded'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** `open` waits for its turn, `taken` is leased, `done` has an outcome for each delivery, `uncertain` waits for a person. */
export const BATCH_STATUSES = ['open', 'taken', 'done', 'uncertain'] as const;

/** The most messages in one request (Resend: POST /emails/batch). */
export const BATCH_SIZE = 100;
