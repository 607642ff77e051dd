import { inWords, runSteps } from '../../sqlite/engine.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import type { MergedSubscriber } from '../../subscribers/merge-subscriber.ts';
import type { SuppressionReason } from '../../subscribers/subscriber.ts';
import { anyErased } from './subscriber-erasure.ts';

/** A subscriber before or after the import. */
export interface Person extends MergedSubscriber {
  id: number;
  emailKey: string;
}

export type ImportStatements = ReturnType<typeof prepareImportStatements>;

/**
 * Raw statements that take whole lists as JSON: one call per row takes twice as long for a million rows. Ids are assigned
 * by the import, so that consent can be recorded without reading them back; the sequence follows.
 */
export function prepareImportStatements(db: SqliteDatabase) {
  const { $client } = db;
  return {
    people: $client.prepare<[string], Omit<Person, 'suppression'>>(`
      select s.id, s.email, s.email_key as emailKey, s.name, s.status, s.paused_until as pausedUntil,
        s.created_at as createdAt
      from json_each(?) as wanted cross join subscribers as s on s.email_key = wanted.value`),
    suppressed: $client.prepare<[string], { key: string; reason: SuppressionReason }>(`
      select x.key, x.reason
      from json_each(?) as wanted cross join suppressions as x on x.key = wanted.value`),
    anyErased: () => runSteps(db, anyErased(inWords(db))),
    lastId: $client.prepare<[], number>("select seq from sqlite_sequence where name = 'subscribers'").pluck(),
    add: $client.prepare<[string]>(`
      insert or fail into subscribers (id, name, status, paused_until, created_at, email, email_key)
      select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
      from jsonb_each(?)`),
    update: $client.prepare<[string]>(`
      update subscribers set name = row.value ->> 1, status = row.value ->> 2, paused_until = row.value ->> 3,
        created_at = row.value ->> 4
      from jsonb_each(?) as row where subscribers.id = row.value ->> 0`),
    suppress: $client.prepare<[number, string]>(`
      insert into suppressions (key, at, reason) select value ->> 0, ?, value ->> 1 from jsonb_each(?) where true
      on conflict do nothing`),
    record: $client.prepare<[number, string, string | null, string]>(`
      insert into consent_events (subscriber_id, event, at, source, slot)
      select value ->> 0, value ->> 1, ?, ?, ? from jsonb_each(?)`),
  };
}
