import { z } from 'zod';

/** The last millisecond that ISO 8601 writes with four digits of year. */
const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const instant = z.string().transform((text, context) => {
  const at = /^\d{4}-\d\d-\d\d[T ].*(Z|[+-]\d\d(:?\d\d)?)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (at >= 0 && at <= LAST_INSTANT) return at;
  context.addIssue('must be an instant, as in ISO 8601');
  return z.NEVER;
});

/** An id or a type: printable ASCII without spaces. */
const word = z.string().regex(/^[\x21-\x7e]{1,100}$/, 'must be 1 to 100 printable ASCII characters');

/** Our own tags: the frozen issue's id and the delivery's number. Whatever else stands there was tagged by somebody else. */
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

const recipients = z.union([z.array(z.string()), z.string().transform((one) => [one])]).catch([]);

const message = { email_id: word, to: recipients, tags };

function eventOf<Type extends string, Details extends z.ZodRawShape>(type: Type, details: Details) {
  return z.object({
    type: z.literal(type),
    created_at: instant,
    data: z.object({ ...message, ...details }),
  });
}

/** The events that say something of a delivery, with what is read of them (Resend: webhooks/emails). */
const knownEventSchema = z.discriminatedUnion('type', [
  eventOf('email.sent', {}),
  eventOf('email.scheduled', {}),
  eventOf('email.delivered', {}),
  eventOf('email.delivery_delayed', {}),
  eventOf('email.complained', {}),
  eventOf('email.bounced', { bounce: z.object({ type: z.string(), subType: z.string().optional() }) }),
  eventOf('email.failed', { failed: z.object({ reason: z.string() }) }),
  eventOf('email.suppressed', {
    suppressed: z.object({ type: z.string().optional(), reason: z.string().optional() }),
  }),
]);
export type KnownEvent = z.output<typeof knownEventSchema>;

const KNOWN_TYPES = new Set(knownEventSchema.options.map(({ shape }) => shape.type.value as string));

/** Any other event: only its type must be readable. */
const otherEventSchema = z.object({
  type: word,
  created_at: instant.nullable().catch(null),
  data: z
    .object({ email_id: word.nullable().catch(null), to: recipients, tags })
    .catch({ email_id: null, to: [], tags: null }),
});
export type OtherEvent = z.output<typeof otherEventSchema>;

export type ResendEvent = ({ known: true } & KnownEvent) | ({ known: false } & OtherEvent);

const typeSchema = z.object({ type: word });

/**
 * Reads the JSON of an event.
 *
 * @returns The paths of the wrong fields where it is none; what stands in them is not repeated, since it may be an address.
 */
export function parseResendEvent(json: unknown): { event: ResendEvent } | { wrong: string[] } {
  const typed = typeSchema.safeParse(json);
  if (typed.success && !KNOWN_TYPES.has(typed.data.type)) {
    return { event: { known: false, ...otherEventSchema.parse(json) } };
  }
  const known = knownEventSchema.safeParse(json);
  if (known.success) return { event: { known: true, ...known.data } };
  return { wrong: known.error.issues.map(({ path }) => (path.length === 0 ? 'event' : path.join('.'))) };
}
