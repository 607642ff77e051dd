import { and, asc, getTableColumns, gt, inArray, isNull, lte, max, or, sql } from 'drizzle-orm';
import type { DueSignUp, MailboxEmail } from '../../subscribers/sign-ups/sign-up-facts.ts';
import { insertRows } from '../insert-rows.ts';
import { consentEvents, outgoingEmails, signUps, subscribers, suppressions } from '../schema/index.ts';
import { prepared } from '../steps.ts';

/** The network key is null in rows of earlier versions. */
export type SignUpRow = Omit<DueSignUp, 'networkKey' | 'throttleKey' | 'suppressions'> & {
  networkKey: string | null;
};

// Hundreds of sign-ups a second use these, in groups.

export const keepSignUps = prepared((db) =>
  insertRows(db, signUps, [
    'email',
    'emailKey',
    'name',
    'source',
    'textVersion',
    'networkAddress',
    'userAgent',
    'at',
    'requestKind',
    'networkKey',
    'turn',
  ]),
);

export const latestSignUp = prepared((db) => db.select({ id: max(signUps.id) }).from(signUps));

/** Those of full networks are included once they have waited too long, so that none stays forever. */
export const dueSignUps = prepared((db) => {
  const { turn, ...columns } = getTableColumns(signUps);
  const { id, networkKey, at } = columns;
  // Rows, which are hashed: when the hour is full, hundreds of networks are, and all waiting rows are compared with them.
  const full = db.words.rows('full', { key: networkKey });
  const hasRoom = sql`${networkKey} not in (select key from ${full})`;
  const next = db
    .select({ id })
    .from(signUps)
    .where(or(isNull(networkKey), hasRoom, lte(at, sql.placeholder('tooOld'))))
    .orderBy(asc(turn), asc(id))
    .limit(sql.placeholder('limit'));
  return db.select(columns).from(signUps).where(inArray(id, next)).orderBy(asc(turn), asc(id));
});

export const oneBeyond = prepared((db) =>
  db.select({ id: signUps.id }).from(signUps).limit(1).offset(sql.placeholder('count')),
);

export const knownSubscribers = prepared((db) => {
  const { emailKey, id, status, name } = subscribers;
  return db
    .select({ emailKey, id, status, name })
    .from(subscribers)
    .where(db.words.inSet(emailKey, sql.placeholder('emailKeys')));
});

export const suppressionsOf = prepared((db) => {
  const { key, reason } = suppressions;
  return db
    .select({ key, reason })
    .from(suppressions)
    .where(db.words.inSet(key, sql.placeholder('keys')));
});

export const emailsToMailboxes = prepared((db) => {
  const { throttleKey, kind, createdAt } = outgoingEmails;
  return db
    .select({
      throttleKey: sql<string>`${throttleKey}`,
      kind: sql<MailboxEmail['kind']>`${kind}`,
      createdAt,
    })
    .from(outgoingEmails)
    .where(
      and(
        db.words.inSet(throttleKey, sql.placeholder('throttleKeys')),
        gt(createdAt, sql.placeholder('after')),
      ),
    );
});

export const addSubscribers = prepared(
  (db) =>
    sql<{ emailKey: string; id: number }>`
      ${insertRows(db, subscribers, ['email', 'emailKey', 'name', 'status', 'createdAt'])}
      returning email_key as "emailKey", id`,
);

export const completeNames = prepared((db) => {
  const rows = db.words.rows('new', { id: subscribers.id, name: subscribers.name });
  return sql`update subscribers set name = new.name from ${rows} where subscribers.id = new.id`;
});

export const recordRequests = prepared((db) =>
  insertRows(db, consentEvents, [
    'subscriberId',
    'event',
    'at',
    'source',
    'textVersion',
    'networkAddress',
    'userAgent',
  ]),
);

export const removeSignUps = prepared((db) =>
  db.delete(signUps).where(db.words.inSet(signUps.id, sql.placeholder('ids'))),
);
