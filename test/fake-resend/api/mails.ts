import { z } from 'zod';
import { type Refusal, refuse } from './refusals.ts';

const MAX_MAILS = 100;
const MAX_RECIPIENTS = 50;
const MAX_TAGS = 75;

const ADDRESS = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\.]+$/;

/** The address in `ada@verdicts.test` and in `Ada <ada@verdicts.test>`. */
export function addressIn(text: string): string {
  return /^[^<>]*<([^<>]*)>$/.exec(text)?.[1] ?? text;
}

const address = z.string().refine((text) => ADDRESS.test(addressIn(text)), 'is no mail address');
const addresses = z
  .union([address, z.array(address)], 'holds something that is no mail address')
  .transform((given) => (Array.isArray(given) ? given : [given]));
const optionalAddresses = addresses.optional().transform((given) => given ?? []);
const tagText = z
  .string()
  .regex(
    /^[A-Za-z0-9_-]{1,256}$/,
    'has a tag with more than ASCII letters, digits, _ and - in it, or a long one',
  );

/** An email as in `SendEmailRequest` of resend-openapi.yaml; tags: https://resend.com/docs/dashboard/emails/tags */
const mailSchema = z.object({
  from: address,
  to: addresses.refine(
    ({ length }) => length >= 1 && length <= MAX_RECIPIENTS,
    `needs 1 to ${MAX_RECIPIENTS} addresses`,
  ),
  cc: optionalAddresses,
  bcc: optionalAddresses,
  reply_to: optionalAddresses,
  subject: z.string().min(1, 'is empty'),
  html: z.string().optional(),
  text: z.string().optional(),
  headers: z.record(z.string(), z.string().regex(/^[^\r\n]*$/, 'has a header of two lines')).default({}),
  tags: z
    .array(z.object({ name: tagText, value: tagText }))
    .max(MAX_TAGS, `are more than ${MAX_TAGS}`)
    .default([]),
});
export type Mail = z.infer<typeof mailSchema>;

const REQUIRED = ['from', 'to', 'subject'] as const;

/** How emails are validated. */
export interface MailRules {
  validationStatus: 400 | 422;
  invalidAddresses: readonly string[];
}

/** Reads one email, or says what is wrong with it. */
export function readMail(given: unknown, rules: MailRules): { mail: Mail } | { refusal: Refusal } {
  const wrong = (message: string) => ({
    refusal: refuse('validation_error', message, rules.validationStatus),
  });
  if (!isObject(given)) return wrong('A mail is a JSON object.');
  const missing = REQUIRED.find((field) => given[field] === undefined || given[field] === null);
  if (missing !== undefined)
    return { refusal: refuse('missing_required_field', `\`${missing}\` is missing.`) };
  if (given.html === undefined && given.text === undefined)
    return { refusal: refuse('missing_required_field', '`html` or `text` is missing.') };
  const { data: mail, error } = mailSchema.safeParse(given);
  if (error !== undefined) {
    const [issue] = error.issues;
    return wrong(`\`${String(issue?.path[0])}\` ${issue?.message}.`);
  }
  const invalid = mail.to.find((one) => rules.invalidAddresses.includes(addressIn(one)));
  return invalid === undefined ? { mail } : wrong('`to` holds something that is no mail address.');
}

/** Reads the list of a batch: 1 to 100 emails, https://resend.com/docs/api-reference/emails/send-batch-emails */
export function readList(
  json: unknown,
  { validationStatus }: MailRules,
): { list: unknown[] } | { refusal: Refusal } {
  if (Array.isArray(json) && json.length >= 1 && json.length <= MAX_MAILS) return { list: json };
  const message = `A batch is a JSON array of 1 to ${MAX_MAILS} mails.`;
  return { refusal: refuse('validation_error', message, validationStatus) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
