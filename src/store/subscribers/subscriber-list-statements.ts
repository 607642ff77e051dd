import {
  type AnyColumn,
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  inArray,
  lt,
  max,
  min,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { SubscriberState } from '../../subscribers/subscriber-state.ts';
import { consentEvents, subscribers, suppressions } from '../schema/index.ts';
import { prepared } from '../steps.ts';
import { selectListed } from './subscriber-history.ts';

const { placeholder } = sql;
const { id, email, emailKey, name, status, pausedUntil } = subscribers;

export const addressOf = prepared((db) =>
  db
    .select({ email, emailKey })
    .from(subscribers)
    .where(eq(id, placeholder('id'))),
);

export const lastOne = prepared((db) => db.select({ id: max(id) }).from(subscribers));

export const originsOf = prepared((db) => {
  const { subscriberId, event, source } = consentEvents;
  const firstEvents = db
    .select({ id: min(consentEvents.id) })
    .from(consentEvents)
    .where(db.words.inSet(subscriberId, placeholder('ids')))
    .groupBy(subscriberId);
  return db
    .select({ id: subscriberId, event, source })
    .from(consentEvents)
    .where(inArray(consentEvents.id, firstEvents));
});

/** Those whose address is in a range. */
export const byAddress = prepared((db) =>
  selectListed(db)
    .where(and(gte(emailKey, placeholder('from')), lt(emailKey, placeholder('end'))))
    .orderBy(asc(emailKey))
    .limit(placeholder('limit')),
);

/** Those of a few suppressions, by address. */
export const suppressed = {
  bounced: suppressedFor(sql`${suppressions.reason} <> 'complained'`),
  complained: suppressedFor(sql`${suppressions.reason} = 'complained'`),
};

function suppressedFor(isReason: SQL) {
  return prepared((db) =>
    selectListed(db)
      .where(and(gt(suppressions.key, placeholder('after')), isReason))
      .orderBy(asc(suppressions.key))
      .limit(placeholder('limit')),
  );
}

/** Few are paused, and an index has them. */
export const paused = prepared((db) =>
  selectListed(db)
    // Without the plus, SQLite would read all by their ids.
    .where(and(isInState('paused'), sql`+${id} < ${placeholder('ceiling')}`))
    .orderBy(desc(sql`+${id}`))
    .limit(placeholder('limit')),
);

/** Those of a range of ids, the latest first. */
export const byAge = {
  all: inRange(undefined),
  confirmed: inRange(isInState('confirmed')),
  paused: inRange(isInState('paused')),
  pending: inRange(isInState('pending')),
  unsubscribed: inRange(isInState('unsubscribed')),
  bounced: inRange(isInState('bounced')),
  complained: inRange(isInState('complained')),
};

const isBetween = and(gte(id, placeholder('floor')), lt(id, placeholder('ceiling')));

function inRange(condition: SQL | undefined) {
  return prepared((db) =>
    selectListed(db).where(and(isBetween, condition)).orderBy(desc(id)).limit(placeholder('limit')),
  );
}

export const byIds = prepared((db) =>
  selectListed(db)
    .where(db.words.inSet(id, placeholder('ids')))
    .orderBy(desc(id)),
);

/**
 * Those of a range of ids who surely or perhaps contain a text, and do not begin with it. Where it is not sure,
 * `containsBeyondAscii` says.
 */
export const candidatesIn = { ascii: candidatesFor(true), beyondAscii: candidatesFor(false) };

function candidatesFor(isAscii: boolean) {
  return prepared((db) => {
    const isPart = (text: SQL | AnyColumn) => db.words.contains(text, placeholder('ascii'));
    // Of ASCII letters only, whatever the database's language: the column is compared byte by byte.
    const isSure = or(isPart(emailKey), isPart(sql`lower(${name})`));
    const isForeign = sql`octet_length(${name}) <> length(${name})`;
    const hasForeignDomain = isAscii ? undefined : db.words.contains(emailKey, sql`'xn--'`);
    const begins = and(gte(emailKey, placeholder('key')), lt(emailKey, placeholder('end')));
    // Raw, since there may be many: the builder takes longer over each row than the database.
    return sql<Candidate>`
      select ${id}, ${emailKey} as "emailKey", ${name}, ${isSure} as "isSure" from ${subscribers}
      where ${and(isBetween, or(isSure, isForeign, hasForeignDomain), sql`not (${begins})`)}
      order by ${id} desc limit ${placeholder('limit')}`;
  });
}

interface Candidate {
  id: number;
  emailKey: string;
  name: string | null;
  /** SQLite has no booleans. */
  isSure: boolean | 0 | 1 | null;
}

/** The statuses are literals, or SQLite would not use the partial indexes. */
function isInState(state: SubscriberState): SQL | undefined {
  const isFree = sql`${suppressions.key} is null`;
  const isPaused = sql`coalesce(${pausedUntil}, 0) > ${placeholder('now')}`;
  switch (state) {
    case 'confirmed':
      return and(sql`${status} = 'confirmed'`, sql`not ${isPaused}`, isFree);
    case 'paused':
      return and(sql`${status} = 'confirmed'`, sql`${pausedUntil} > ${placeholder('now')}`, isFree);
    case 'pending':
      return and(sql`${status} = 'pending'`, isFree);
    case 'unsubscribed':
      return and(sql`${status} = 'unsubscribed'`, isFree);
    case 'complained':
      return sql`${suppressions.reason} = 'complained'`;
    case 'bounced':
      return sql`${suppressions.reason} <> 'complained'`;
  }
}
