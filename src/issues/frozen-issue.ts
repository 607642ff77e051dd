import { z } from 'zod';
import { ANSWER_KINDS } from '../digest/answers/answer.ts';
import { TOKEN_FORMS } from '../links/tokens.ts';
import { logoSchema } from '../look/logo.ts';
import { PLACES } from './mail-template.ts';

const templateSchema = z.object({
  fixed: z.array(z.string()).readonly(),
  places: z.array(z.enum(PLACES)).readonly(),
});

const mailboxSchema = z.object({ name: z.string().nullable(), email: z.string() });

/** An issue as sent, with placeholders for recipients' tokens. Stored as JSON at the freeze, never changed. */
export const frozenIssueSchema = z.object({
  /** Identifies this freeze in idempotency keys and message ids: 32 hexadecimal digits. */
  id: z.string(),
  slot: z.string(),
  from: mailboxSchema,
  replyTo: mailboxSchema.nullable(),
  listId: z.string(),
  /** The emails' Date: the time of the freeze, then the start of sending. */
  date: z.number(),
  publicUrl: z.string(),
  /** Null in issues frozen before this field existed. */
  postalAddress: z.string().nullable().default(null),
  subject: z.string(),
  preheader: z.string(),
  /** Issues frozen before this field existed used base64url. */
  tokenForm: z.enum(TOKEN_FORMS).default('base64url'),
  /** The owner's logo and accent in it, for its pages; null in issues frozen before this field existed. */
  look: z.object({ logo: logoSchema.nullable(), accent: z.string().nullable() }).nullable().default(null),
  html: templateSchema,
  text: templateSchema,
  /** The issue on the web, as a fragment of HTML; null in issues frozen before this field existed. */
  article: z.string().nullable().default(null),
  /** What its comparisons answer, in their order; null in issues frozen before this field existed. */
  answers: z
    .object({ kinds: z.array(z.enum(ANSWER_KINDS)), isOneTool: z.boolean() })
    .nullable()
    .default(null),
  /** There is a picture of it for link previews. */
  hasImage: z.boolean().default(false),
});
export type FrozenIssue = z.infer<typeof frozenIssueSchema>;
