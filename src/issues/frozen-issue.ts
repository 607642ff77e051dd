import { z } from 'zod';
import { TOKEN_FORMS } from '../links/tokens.ts';
import { PLACES } from './mail-template.ts';

const templateSchema = z.object({
  fixed: z.array(z.string()).readonly(),
  places: z.array(z.enum(PLACES)).readonly(),
});

const mailboxSchema = z.object({ name: z.string().nullable(), email: z.string() });

/**
 * An issue as it goes out: its bytes, with places for each recipient's own tokens, and all that a message carries
 * beside them. Stored as JSON when the issue is frozen and never changed.
 */
export const frozenIssueSchema = z.object({
  /** Names this freezing in idempotency keys and message ids: 32 hexadecimal digits. */
  id: z.string(),
  slot: z.string(),
  from: mailboxSchema,
  replyTo: mailboxSchema.nullable(),
  listId: z.string(),
  /** The instant that its messages are dated: the freeze, and once sending begins, its beginning. */
  date: z.number(),
  publicUrl: z.string(),
  /** Null in an issue that was approved before it was kept. */
  postalAddress: z.string().nullable().default(null),
  subject: z.string(),
  preheader: z.string(),
  /** How its links' tokens are written. An issue that does not say was frozen before there was a choice. */
  tokenForm: z.enum(TOKEN_FORMS).default('base64url'),
  html: templateSchema,
  text: templateSchema,
});
export type FrozenIssue = z.infer<typeof frozenIssueSchema>;
