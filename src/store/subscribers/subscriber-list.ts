import { setImmediate } from 'node:timers/promises';
import { and, asc, desc, eq, gt, gte, inArray, lt, max, min, or, type SQL, sql } from 'drizzle-orm';
import { parseAddress } from '../../shared/address.ts';
import { inSet } from '../../sqlite/in-set.ts';
import type { SqliteDatabase } from '../../sqlite/open-database.ts';
import { foldAddressKey, foldForSearch, type SearchText } from '../../subscribers/search-text.ts';
import type { ListedSubscriber } from '../../subscribers/subscriber.ts';
import type {
  FindQuery,
  FoundSubscribers,
  SubscriberListStore,
  Wanted,
} from '../../subscribers/subscriber-list-store.ts';
import type { SubscriberState } from '../../subscribers/subscriber-state.ts';
import { consentEvents, subscribers, suppressions } from '../schema/index.ts';
import { listed, selectListed } from './subscriber-history.ts';
import { survey } from './subscriber-survey.ts';

/** Ids read before yielding to the event loop: a few milliseconds. */
const CHUNK_SIZE = 5_000;

/** Ids read by one call, and how long it may read: an editor waits for it. */
const MAX_ROWS_READ = 400_000;
const MAX_READING_MS = 100;

type Statements = ReturnType<typeof prepareStatements>;
type Row = Parameters<typeof listed>[0];

export function createSubscriberList(db: SqliteDatabase): SubscriberListStore {
  addSearchFunctions(db);
  const statements = prepareStatements(db);
  return {
    findAddress: async (id) => statements.address.get({ id }) ?? null,
    find: (query) => find(statements, query),
    findOrigins: async (ids) => statements.origins.all({ ids: JSON.stringify(ids) }),
    survey: (query) => survey(db, query),
  };
}

/** Case and accents beyond ASCII, which SQLite itself does not know. */
function addSearchFunctions({ $client }: SqliteDatabase): void {
  const options = { deterministic: true };
  $client.function('search_fold', options, (text) => foldForSearch(String(text)));
  $client.function('search_fold_key', options, (key) => foldAddressKey(String(key)));
}

async function find(statements: Statements, query: FindQuery): Promise<FoundSubscribers> {
  const { wanted, after, limit } = query;
  if (after?.by === 'age' || !isByAddress(wanted)) return findByAge(statements, query);
  const rows = findByAddress(statements, query);
  const found = rows.slice(0, limit).map(listed);
  const last = found.at(-1);
  if (rows.length > limit && last !== undefined) return { found, next: { by: 'address', id: last.id } };
  if (wanted.kind !== 'text' || found.some(isWhole(wanted.text))) return { found, next: null };
  const rest = await findByAge(statements, { ...query, after: null, limit: limit - found.length });
  return { found: [...found, ...rest.found], next: rest.next };
}

/** Who types a whole address means that one. */
const isWhole =
  ({ wholeAddress }: SearchText) =>
  ({ email }: ListedSubscriber): boolean => {
    if (wholeAddress === null) return false;
    const address = parseAddress(email);
    return address.ok && address.emailKey === wholeAddress;
  };

/** Those of a few suppressions are found from there; the beginning of an address by its index. */
function isByAddress(wanted: Wanted): boolean {
  return wanted.kind === 'text' || (wanted.kind === 'state' && isSuppressed(wanted.state));
}

const isSuppressed = (state: SubscriberState) => state === 'bounced' || state === 'complained';

function findByAddress(statements: Statements, { wanted, after, limit }: FindQuery): Row[] {
  const from = after === null ? '' : (statements.address.get({ id: after.id })?.emailKey ?? AFTER_ALL);
  if (wanted.kind === 'state')
    return statements[wanted.state === 'complained' ? 'complained' : 'bounced'].all({
      after: from,
      limit: limit + 1,
    });
  const start = wanted.kind === 'text' ? wanted.text.key : '';
  // A single lower bound: with two, the index scan would start at the lower one.
  const beyond = after === null ? '' : from + BEFORE_ALL;
  return statements.byAddress.all({
    // biome-ignore lint/complexity/useMathMinMax: texts, not numbers.
    from: beyond > start ? beyond : start,
    end: start + AFTER_ALL,
    limit: limit + 1,
  });
}

/** Normalized addresses are ASCII, without characters as low or high as these. */
const BEFORE_ALL = ' ';
const AFTER_ALL = '\u007f';

/** Few are paused, and an index has them. */
function findPaused({ paused }: Statements, { now, after, limit }: FindQuery): FoundSubscribers {
  const rows = paused.all({ now, ceiling: after?.id ?? Number.MAX_SAFE_INTEGER, limit: limit + 1 });
  const found = rows.slice(0, limit).map(listed);
  const last = found.at(-1);
  return { found, next: rows.length > limit && last !== undefined ? { by: 'age', id: last.id } : null };
}

async function findByAge(statements: Statements, query: FindQuery): Promise<FoundSubscribers> {
  const { wanted, now, after, limit } = query;
  if (wanted.kind === 'state' && wanted.state === 'paused') return findPaused(statements, query);
  const statement = statements.byAge(wanted);
  const given = { now, ...textOf(wanted) };
  const rows: Row[] = [];
  const latest = performance.now() + MAX_READING_MS;
  let ceiling = after?.id ?? (statements.lastId.get()?.id ?? 0) + 1;
  const end = Math.max(1, ceiling - MAX_ROWS_READ);
  while (ceiling > end && rows.length <= limit && performance.now() < latest) {
    const floor = Math.max(end, ceiling - CHUNK_SIZE);
    rows.push(...statement.all({ ...given, floor, ceiling, limit: limit + 1 - rows.length }));
    ceiling = floor;
    await setImmediate();
  }
  const found = rows.slice(0, limit).map(listed);
  const next = rows.length > limit ? (found.at(-1)?.id ?? latestOf(after, statements)) : ceiling;
  return { found, next: rows.length > limit || ceiling > 1 ? { by: 'age', id: next } : null };
}

/** With nothing shown yet, the next page begins where this one did. */
function latestOf(after: FindQuery['after'], { lastId }: Statements): number {
  return after?.id ?? (lastId.get()?.id ?? 0) + 1;
}

function textOf(wanted: Wanted): Record<string, string> {
  if (wanted.kind !== 'text') return {};
  const { key, folded } = wanted.text;
  return { key, folded, ascii: asciiLowerCase(key), end: key + AFTER_ALL };
}

/** Like SQLite's `lower`. */
function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function prepareStatements(db: SqliteDatabase) {
  const { placeholder } = sql;
  const { id, email, emailKey } = subscribers;
  const suppressed = (isReason: SQL) =>
    selectListed(db)
      .where(and(gt(suppressions.key, placeholder('after')), isReason))
      .orderBy(asc(suppressions.key))
      .limit(placeholder('limit'))
      .prepare();
  const prepareByAge = (condition: SQL | undefined) =>
    selectListed(db)
      .where(and(gte(id, placeholder('floor')), lt(id, placeholder('ceiling')), condition))
      .orderBy(desc(id))
      .limit(placeholder('limit'))
      .prepare();
  const { subscriberId, event, source } = consentEvents;
  const firstEvents = db
    .select({ id: min(consentEvents.id) })
    .from(consentEvents)
    .where(inSet(subscriberId, placeholder('ids')))
    .groupBy(subscriberId);
  const known = new Map<string, ReturnType<typeof prepareByAge>>();
  return {
    address: db
      .select({ email, emailKey })
      .from(subscribers)
      .where(eq(id, placeholder('id')))
      .prepare(),
    origins: db
      .select({ id: subscriberId, event, source })
      .from(consentEvents)
      .where(inArray(consentEvents.id, firstEvents))
      .prepare(),
    lastId: db
      .select({ id: max(id) })
      .from(subscribers)
      .prepare(),
    byAddress: selectListed(db)
      .where(and(gte(emailKey, placeholder('from')), lt(emailKey, placeholder('end'))))
      .orderBy(asc(emailKey))
      .limit(placeholder('limit'))
      .prepare(),
    paused: selectListed(db)
      // Without the plus, SQLite would read all by their ids.
      .where(and(isInState('paused'), sql`+${id} < ${placeholder('ceiling')}`))
      .orderBy(desc(sql`+${id}`))
      .limit(placeholder('limit'))
      .prepare(),
    complained: suppressed(sql`${suppressions.reason} = 'complained'`),
    bounced: suppressed(sql`${suppressions.reason} <> 'complained'`),
    byAge(wanted: Wanted) {
      const name = nameOf(wanted);
      const statement = known.get(name) ?? prepareByAge(conditionOf(wanted));
      known.set(name, statement);
      return statement;
    },
  };
}

function nameOf(wanted: Wanted): string {
  if (wanted.kind === 'state') return wanted.state;
  return wanted.kind === 'text' ? `text ${wanted.text.isAscii}` : wanted.kind;
}

function conditionOf(wanted: Wanted): SQL | undefined {
  if (wanted.kind === 'all') return undefined;
  return wanted.kind === 'state' ? isInState(wanted.state) : containsText(wanted.text.isAscii);
}

/** The statuses are literals, or SQLite would not use the partial indexes. */
function isInState(state: SubscriberState): SQL | undefined {
  const { status, pausedUntil } = subscribers;
  const isFree = sql`${suppressions.key} is null`;
  const isPaused = sql`coalesce(${pausedUntil}, 0) > ${sql.placeholder('now')}`;
  switch (state) {
    case 'confirmed':
      return and(sql`${status} = 'confirmed'`, sql`not ${isPaused}`, isFree);
    case 'paused':
      return and(sql`${status} = 'confirmed'`, sql`${pausedUntil} > ${sql.placeholder('now')}`, isFree);
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

/** Contains the text, and does not begin with it: those were listed before. */
function containsText(isAscii: boolean): SQL | undefined {
  const { emailKey, name } = subscribers;
  const [key, ascii, folded, end] = ['key', 'ascii', 'folded', 'end'].map((one) => sql.placeholder(one));
  const isForeign = sql`octet_length(${name}) <> length(${name})`;
  return and(
    or(
      sql`instr(${emailKey}, ${ascii})`,
      sql`instr(lower(${name}), ${ascii})`,
      sql`(${isForeign} and instr(search_fold(${name}), ${folded}))`,
      isAscii
        ? undefined
        : sql`(instr(${emailKey}, 'xn--') and instr(search_fold_key(${emailKey}), ${folded}))`,
    ),
    sql`not (${emailKey} >= ${key} and ${emailKey} < ${end})`,
  );
}
