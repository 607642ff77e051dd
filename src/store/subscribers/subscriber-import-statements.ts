import { sql } from 'drizzle-orm';
import type { MergedSubscriber } from '../../subscribers/merge-subscriber.ts';
import type { SuppressionReason } from '../../subscribers/subscriber.ts';
import { consentEvents, subscribers, suppressions } from '../schema/index.ts';
import { prepared } from '../steps.ts';

/** A subscriber before or after the import. */
export interface Person extends MergedSubscriber {
  id: number;
  emailKey: string;
}

const { placeholder } = sql;
const { id, email, emailKey, name, status, pausedUntil, createdAt } = subscribers;
const { key, reason } = suppressions;

/** Raw statements, which take whole groups: one call per row takes twice as long for a million rows. */
export const knownPeople = prepared(
  ({ words }) => sql<Omit<Person, 'suppression'>>`
    select ${id}, ${email}, ${emailKey} as "emailKey", ${name}, ${status}, ${pausedUntil} as "pausedUntil",
      ${createdAt} as "createdAt"
    from ${subscribers} where ${words.inSet(emailKey, placeholder('keys'))}`,
);

export const knownSuppressions = prepared(
  ({ words }) => sql<{ key: string; reason: SuppressionReason }>`
    select ${key}, ${reason} from ${suppressions} where ${words.inSet(key, placeholder('keys'))}`,
);

export const addPeople = prepared(
  ({ words }) => sql`
    insert into subscribers (id, name, status, paused_until, created_at, email, email_key)
    select id, name, status, paused_until, created_at, email, email_key
    from ${words.rows('new', { id, name, status, paused_until: pausedUntil, created_at: createdAt, email, email_key: emailKey })}`,
);

export const updatePeople = prepared(
  ({ words }) => sql`
    update subscribers set name = new.name, status = new.status, paused_until = new.paused_until,
      created_at = new.created_at
    from ${words.rows('new', { id, name, status, paused_until: pausedUntil, created_at: createdAt })}
    where subscribers.id = new.id`,
);

export const suppress = prepared(
  ({ words }) => sql`
    insert into suppressions (key, at, reason)
    select key, cast(${placeholder('at')} as bigint), reason from ${words.rows('new', { key, reason })} where true
    on conflict do nothing`,
);

export const recordEvents = prepared(({ words }) => {
  const { subscriberId, event } = consentEvents;
  return sql`
    insert into consent_events (subscriber_id, event, at, source, slot)
    select subscriber_id, event, cast(${placeholder('at')} as bigint), ${placeholder('source')}, ${placeholder('slot')}
    from ${words.rows('new', { subscriber_id: subscriberId, event })}`;
});
