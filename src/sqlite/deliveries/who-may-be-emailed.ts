import { type SQL, sql } from 'drizzle-orm';

/** Subscribers as `s`, each with the suppression of the address as `x` where there is one. */
export const subscribersAndSuppressions: SQL = sql`
  subscribers as s left join suppressions as x on x.key = s.email_key`;

/** Why somebody gets no email at an instant, the gravest reason first; null where they get it. Of {@link subscribersAndSuppressions}. */
export const reasonNotToEmail = (now: number): SQL => sql`
  case
    when s.id is null then 'erased'
    when x.key is not null then 'suppressed'
    when s.status <> 'confirmed' then 'unsubscribed'
    when s.paused_until > ${now} then 'paused'
  end`;

/** Whether somebody gets email at an instant. Indexes serve it, as they do not serve {@link reasonNotToEmail}. */
export const mayBeEmailed = (now: number): SQL => sql`
  (s.status = 'confirmed' and x.key is null and (s.paused_until is null or s.paused_until <= ${now}))`;
