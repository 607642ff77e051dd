import { asc, getTableColumns, inArray, isNull, lte, max, not, or, sql } from 'drizzle-orm';
import { inWords, runSteps } from '../../sqlite/engine.ts';
import { inSet } from '../../sqlite/in-set.ts';
import { jsonStatements } from '../../sqlite/json-statements.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import type { DueSignUp, KnownSubscriber, MailboxEmail } from '../../subscribers/sign-ups/sign-up-facts.ts';
import type { SuppressionReason } from '../../subscribers/subscriber.ts';
import { signUps } from '../schema/index.ts';
import { anyErased } from './subscriber-erasure.ts';

/** The network key is null in rows of earlier versions. */
export type SignUpRow = Omit<DueSignUp, 'networkKey' | 'throttleKey' | 'suppressions'> & {
  networkKey: string | null;
};

export type SignUpStatements = ReturnType<typeof prepareSignUpStatements>;

/**
 * Prepared once: hundreds of sign-ups a second use them, in groups, which the query builder cannot express.
 */
export function prepareSignUpStatements(db: SqliteDatabase) {
  const { find, write } = jsonStatements(db);
  return {
    keep: write(`
      insert into sign_ups (email, email_key, name, source, text_version, network_address, user_agent, at, wish, network_key, turn)
      select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>9, value->>10
      from json_each(?)`),
    /** Counts of accepted sign-ups: see `sign-up-counts.ts`. */
    writeCounts: write(`
      insert into rate_limits (key, points, expire)
      select value->>0, value->>1, value->>2 from json_each(?) where true
      on conflict (key) do update set points = excluded.points, expire = excluded.expire`),
    latest: db
      .select({ id: max(signUps.id) })
      .from(signUps)
      .prepare(),
    due: prepareDue(db),
    hasMoreThan: db
      .select({ id: signUps.id })
      .from(signUps)
      .limit(1)
      .offset(sql.placeholder('count'))
      .prepare(),
    anyErased: () => runSteps(db, anyErased(inWords(db))),
    subscribers: find<KnownSubscriber & { emailKey: string }>(`
      select s.email_key as emailKey, s.id, s.status, s.name
      from json_each(?) as wanted cross join subscribers as s on s.email_key = wanted.value`),
    suppressions: find<{ key: string; reason: SuppressionReason }>(`
      select x.key, x.reason from json_each(?) as wanted cross join suppressions as x on x.key = wanted.value`),
    /** Each value is a mailbox's key and an instant. */
    toMailboxes: find<MailboxEmail>(`
      select e.throttle_key as throttleKey, e.kind, e.created_at as createdAt
      from json_each(?) as wanted cross join outgoing_emails as e
        on e.throttle_key = wanted.value->>0 and e.created_at > wanted.value->>1`),

    addSubscribers: find<{ emailKey: string; id: number }>(`
      insert into subscribers (email, email_key, name, status, created_at)
      select value->>0, value->>1, value->>2, 'pending', value->>3 from json_each(?)
      returning email_key as emailKey, id`),
    completeNames: write(`
      update subscribers set name = new.value->>1 from json_each(?) as new where subscribers.id = new.value->>0`),
    recordRequests: write(`
      insert into consent_events (subscriber_id, event, at, source, text_version, network_address, user_agent)
      select value->>0, 'requested', value->>1, value->>2, value->>3, value->>4, value->>5 from json_each(?)`),
    remove: write('delete from sign_ups where id in (select value from json_each(?))'),
  };
}

/** Those of full networks are included once they have waited too long, so that none stays forever. */
function prepareDue(db: SqliteDatabase) {
  const { turn, ...columns } = getTableColumns(signUps);
  const { id, networkKey, at } = columns;
  const isOfFullNetwork = inSet(networkKey, sql.placeholder('full'));
  const next = db
    .select({ id })
    .from(signUps)
    .where(or(isNull(networkKey), not(isOfFullNetwork), lte(at, sql.placeholder('tooOld'))))
    .orderBy(asc(turn), asc(id))
    .limit(sql.placeholder('limit'));
  return db.select(columns).from(signUps).where(inArray(id, next)).orderBy(asc(turn), asc(id)).prepare();
}
