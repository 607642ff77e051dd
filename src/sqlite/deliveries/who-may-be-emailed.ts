import { type SQL, sql } from 'drizzle-orm';

/** Subscribers as `s`, left-joined with the suppression of their email address as `x`. */
export const subscribersAndSuppressions: SQL = sql`
  subscribers as s left join suppressions as x on x.key = s.email_key`;

/** Why a row of {@link subscribersAndSuppressions} must not be emailed, gravest reason first; null if it may be. */
export const reasonNotToEmail = (now: number): SQL => sql`
  case
    when s.id is null then 'erased'
    when x.key is not null then 'suppressed'
    when s.status <> 'confirmed' then 'unsubscribed'
    when s.paused_until > ${now} then 'paused'
  end`;

/** Equivalent to {@link reasonNotToEmail} being null, but able to use indexes. */
export const mayBeEmailed = (now: number): SQL => sql`
  (s.status = 'confirmed' and x.key is null and (s.paused_until is null or s.paused_until <= ${now}))`;
