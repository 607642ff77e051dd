import { setImmediate } from 'node:timers/promises';
import { and, asc, desc, eq, gte, lt, max, sql } from 'drizzle-orm';
import type {
  BrowseQuery,
  FoundByAddress,
  FoundByAge,
  SubscriberListStore,
} from '../../subscribers/subscriber-list-store.ts';
import type { SqliteDatabase } from '../open-database.ts';
import { subscribers } from '../schema/index.ts';
import { listed, selectListed } from './subscriber-history.ts';

/** Ids read before yielding to the event loop: a few milliseconds. */
const CHUNK_SIZE = 5_000;

/** Ids read by one call: some 50 ms. */
const MAX_ROWS_READ = 200_000;

type Statements = ReturnType<typeof prepareStatements>;

export function createSqliteSubscriberList(db: SqliteDatabase): SubscriberListStore {
  const statements = prepareStatements(db);
  return {
    findAddress: async (id) => statements.address.get({ id }) ?? null,
    findByAddress: async (query) => findByAddress(statements, query),
    browse: (query) => browse(statements, query),
  };
}

function findByAddress(
  { byAddress }: Statements,
  { start, after, limit }: { start: string; after: string | null; limit: number },
): FoundByAddress {
  // A single lower bound: with two, the index scan would start at the lower one.
  const beyond = after === null ? '' : after + BEFORE_ALL;
  const from = beyond > start ? beyond : start;
  const rows = byAddress.all({ from, end: start + AFTER_ALL, limit: limit + 1 });
  const found = rows.slice(0, limit);
  return { found: found.map(listed), after: rows.length > limit ? (found.at(-1)?.emailKey ?? null) : null };
}

/** Normalized addresses are ASCII, without characters as low or high as these. */
const BEFORE_ALL = ' ';
const AFTER_ALL = '\u007f';

async function browse(statements: Statements, query: BrowseQuery): Promise<FoundByAge> {
  const { status, part, before, limit } = query;
  const wanted = { status, part: part === null ? null : asciiLowerCase(part), asTyped: part };
  const rows: Parameters<typeof listed>[0][] = [];
  let ceiling = before ?? (statements.lastId.get()?.id ?? 0) + 1;
  const end = Math.max(1, ceiling - MAX_ROWS_READ);
  while (ceiling > end && rows.length <= limit) {
    const floor = Math.max(end, ceiling - CHUNK_SIZE);
    rows.push(...statements.byAge.all({ ...wanted, floor, ceiling, limit: limit + 1 - rows.length }));
    ceiling = floor;
    await setImmediate();
  }
  const found = rows.slice(0, limit);
  const more = rows.length > limit ? (found.at(-1)?.id ?? null) : end > 1 ? end : null;
  return { found: found.map(listed), before: more };
}

/** Like SQLite's `lower`. */
function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function prepareStatements(db: SqliteDatabase) {
  const { placeholder } = sql;
  const { id, email, emailKey, name, status } = subscribers;
  const [wantedStatus, part, asTyped] = ['status', 'part', 'asTyped'].map(placeholder);
  const hasPart = sql`instr(${emailKey}, ${part}) or instr(lower(${name}), ${part}) or instr(${name}, ${asTyped})`;
  return {
    address: db
      .select({ email, emailKey })
      .from(subscribers)
      .where(eq(id, placeholder('id')))
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
    byAge: selectListed(db)
      .where(
        and(
          gte(id, placeholder('floor')),
          lt(id, placeholder('ceiling')),
          sql`(${wantedStatus} is null or ${status} = ${wantedStatus})`,
          sql`(${part} is null or ${hasPart})`,
        ),
      )
      .orderBy(desc(id))
      .limit(placeholder('limit'))
      .prepare(),
  };
}
