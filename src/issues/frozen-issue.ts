import { z } from 'zod';
import { PLACES } from '../transport/transport.ts';

const templateSchema = z.object({ fixed: z.array(z.string()), places: z.array(z.enum(PLACES)) });

/**
 * An issue as it goes out: its bytes, with places for each recipient's own links, and all that a message carries
 * beside them. Stored as JSON when the issue is frozen and never changed.
 */
export const frozenIssueSchema = z.object({
  slot: z.string(),
  from: z.string(),
  replyTo: z.string().nullable(),
  listId: z.string(),
  /** The instant that its messages are dated. */
  date: z.number(),
  publicUrl: z.string(),
  subject: z.string(),
  preheader: z.string(),
  html: templateSchema,
  text: templateSchema,
});
export type FrozenIssue = z.infer<typeof frozenIssueSchema>;
