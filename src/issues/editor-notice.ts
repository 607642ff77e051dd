import { z } from 'zod';
import { HOUR_MS } from '../shared/durations.ts';

/**
 * What an editor is told of: a draft to look at, a slot that is skipped, an issue that is held for a decision or could
 * not go out, one whose sending waits for a person, one that was sent, a failure that is over.
 */
export const NOTICE_EVENTS = ['draft', 'skipped', 'held', 'failed', 'paused', 'sent', 'recovered'] as const;
export type NoticeEvent = (typeof NOTICE_EVENTS)[number];

/** `open` waits for its turn, `taken` is being handed over, `dropped` was given up. */
export const NOTICE_STATUSES = ['open', 'taken', 'submitted', 'dropped'] as const;

/** How long a notice is worth telling, in milliseconds: nobody wants to know later that a week-old draft is to be read. */
export const NOTICE_LIFETIME_MS = 72 * HOUR_MS;

const count = z.number();

/** What a notice says, fixed when it is written, so that every attempt to hand it over has the same bytes. */
export const noticeFactsSchema = z.object({
  slot: z.string(),
  /** When the slot's issue is due. */
  scheduledAt: z.number(),
  /** Why, in words; null where nothing is to be said. */
  reason: z.string().nullable(),
  subject: z.string().nullable(),
  /** The comparisons in it, in their order, by their slugs. */
  items: z.array(z.string()),
  /** Null where nobody was counted. */
  audience: z
    .object({
      candidates: count,
      prepared: count,
      excluded: z.object({ suppressed: count, paused: count }),
      /** Counted ahead, and not fixed yet. */
      isForecast: z.boolean(),
    })
    .nullable(),
  /** Null where sending has not begun. */
  deliveries: z
    .object({ pending: count, submitted: count, rejected: count, uncertain: count, excluded: count })
    .nullable(),
});
export type NoticeFacts = z.infer<typeof noticeFactsSchema>;
