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

/**
 * What the provider said of a delivery that it took. Events come in any order and more than once, and a stronger word is
 * never taken back by a weaker one: `stronger-report.ts` says which is the stronger.
 */
export const PROVIDER_STATES = ['delayed', 'delivered', 'bounced', 'complained'] as const;
export type ProviderState = (typeof PROVIDER_STATES)[number];

/** Whether an address is lost for good (`hard`), or only did not take this message (`soft`). */
export const BOUNCE_KINDS = ['hard', 'soft'] as const;
export type BounceKind = (typeof BOUNCE_KINDS)[number];
