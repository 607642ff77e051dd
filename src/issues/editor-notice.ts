import { z } from 'zod';
import { HOUR_MS } from '../shared/durations.ts';

export const NOTICE_EVENTS = ['draft', 'skipped', 'held', 'failed', 'paused', 'sent', 'recovered'] as const;
export type NoticeEvent = (typeof NOTICE_EVENTS)[number];

/** A notice older than this is dropped instead of sent. */
const NOTICE_LIFETIME_MS = 72 * HOUR_MS;

/** Why not to send a notice any more; null if it may go. */
export function obstacleToNotice(createdAt: number, now: number): string | null {
  return createdAt <= now - NOTICE_LIFETIME_MS ? 'It could not be sent in time.' : null;
}

const count = z.number();

/** Fixed when the notice is written, so that every attempt sends the same bytes. */
export const noticeFactsSchema = z.object({
  slot: z.string(),
  scheduledAt: z.number(),
  reason: z.string().nullable(),
  subject: z.string().nullable(),
  /** Slugs, in the order. */
  items: z.array(z.string()),
  /** Null if no audience was counted. */
  audience: z
    .object({
      candidates: count,
      prepared: count,
      excluded: z.object({ suppressed: count, paused: count }),
      /** Counted in advance, not yet fixed. */
      isForecast: z.boolean(),
    })
    .nullable(),
  /** Null until sending has begun. */
  deliveries: z
    .object({ pending: count, submitted: count, rejected: count, uncertain: count, excluded: count })
    .nullable(),
});
export type NoticeFacts = z.infer<typeof noticeFactsSchema>;
