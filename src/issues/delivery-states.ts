/** Only `pending` and `uncertain` can still change. The provider's later reports are stored separately. */
export const DELIVERY_STATUSES = ['pending', 'submitted', 'rejected', 'uncertain', 'excluded'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** Why someone who was to get the issue may no longer be emailed. */
export const EXCLUSION_REASONS = ['erased', 'suppressed', 'unsubscribed', 'paused'] as const;

/** `taken` is leased, `done` has an outcome for every delivery, `uncertain` waits for a person. */
export const BATCH_STATUSES = ['open', 'taken', 'done', 'uncertain'] as const;

/** The most emails in one request (Resend: POST /emails/batch). */
export const BATCH_SIZE = 100;

/** Reports come in any order and repeatedly; a weaker one never replaces a stronger one (`stronger-report.ts`). */
export const PROVIDER_STATES = ['delayed', 'delivered', 'bounced', 'complained'] as const;
export type ProviderState = (typeof PROVIDER_STATES)[number];

/** `hard`: the email address is dead; `soft`: it refused this one message. */
export const BOUNCE_KINDS = ['hard', 'soft'] as const;
export type BounceKind = (typeof BOUNCE_KINDS)[number];
