import { and, eq, isNull, lte, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { EXCLUSION_REASONS } from '../../issues/delivery-states.ts';
import { subscribers, suppressions } from '../schema/index.ts';

/** Joins a subscriber with the suppression of their email address. */
export const isTheirSuppression: SQL = eq(suppressions.key, subscribers.emailKey);

/** The status is a literal, or SQLite would not use the partial index. */
export const isConfirmed: SQL = sql`${subscribers.status} = 'confirmed'`;

/**
 * Why a row of subscribers, left-joined with their suppression, must not be emailed, gravest reason first; null if it
 * may be.
 */
export const reasonNotToEmail = (
  now: number | Placeholder,
): SQL<(typeof EXCLUSION_REASONS)[number] | null> => sql`
  case
    when ${subscribers.id} is null then 'erased'
    when ${suppressions.key} is not null then 'suppressed'
    when ${subscribers.status} <> 'confirmed' then 'unsubscribed'
    when ${subscribers.pausedUntil} > ${now} then 'paused'
  end`;

/** Equivalent to {@link reasonNotToEmail} being null, for reading a range of ids: no other index is to be used. */
export const mayBeEmailed = (now: number | Placeholder): SQL | undefined =>
  and(isConfirmed, isNull(suppressions.key), lte(sql`coalesce(${subscribers.pausedUntil}, 0)`, now));
