import { z } from 'zod';

const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const instant = z.string().transform((text, context) => {
  const at = /^\d{4}-\d\d-\d\d[T ].*(Z|[+-]\d\d(:?\d\d)?)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (at >= 0 && at <= LAST_INSTANT) return at;
  context.addIssue('must be an instant, as in ISO 8601');
  return z.NEVER;
});

const word = z.string().regex(/^[\x21-\x7e]{1,100}$/, 'must be 1 to 100 printable ASCII characters');

/** Our own tags; anything else was tagged by someone else. */
const tags = z
  .object({
    issue: z.string().regex(/^[0-9a-f]{32}$/),
    delivery: z
      .string()
      .regex(/^[1-9]\d{0,14}$/)
      .transform(Number),
  })
  .nullable()
  .catch(null);

/** The provider allows fifty. */
const MAX_RECIPIENTS = 50;

const recipients = z
  .union([z.array(z.string()).max(MAX_RECIPIENTS), z.string().transform((one) => [one])])
  .catch([]);

/** Optional: the rest of the event is still useful. */
const detail = z.string().nullable().catch(null);

const NO_DETAILS = { type: null, subType: null, reason: null };
const details = z.object({ type: detail, subType: detail, reason: detail }).catch(NO_DETAILS);
export type Details = z.output<typeof details>;

const NO_DATA = {
  email_id: null,
  to: [],
  tags: null,
  bounce: NO_DETAILS,
  failed: NO_DETAILS,
  suppressed: NO_DETAILS,
};

export const resendEventSchema = z.object({
  type: word.meta({ examples: ['email.delivered', 'email.bounced'] }),
  created_at: instant.nullable().catch(null),
  data: z
    .object({
      email_id: word.nullable().catch(null),
      to: recipients,
      tags,
      bounce: details,
      failed: details,
      suppressed: details,
    })
    .catch(NO_DATA),
});
export type ResendEvent = z.output<typeof resendEventSchema>;

/** Event types about a delivery (Resend: webhooks/emails). */
const KNOWN_TYPES = [
  'email.sent',
  'email.scheduled',
  'email.delivered',
  'email.delivery_delayed',
  'email.complained',
  'email.bounced',
  'email.failed',
  'email.suppressed',
] as const;
export type KnownType = (typeof KNOWN_TYPES)[number];

export function knownTypeOf({ type }: ResendEvent): KnownType | null {
  return KNOWN_TYPES.find((known) => known === type) ?? null;
}

/**
 * Lenient, because the provider disables a webhook that refuses its events. Returns the paths of invalid fields, not
 * their values, which may be email addresses.
 */
export function parseResendEvent(json: unknown): { event: ResendEvent } | { wrong: string[] } {
  const parsed = resendEventSchema.safeParse(json);
  if (!parsed.success)
    return { wrong: parsed.error.issues.map(({ path }) => (path.length === 0 ? 'event' : path.join('.'))) };
  const event = parsed.data;
  const { email_id, tags } = event.data;
  if (knownTypeOf(event) !== null && email_id === null && tags === null)
    return { wrong: ['data.email_id', 'data.tags'] };
  return { event };
}
