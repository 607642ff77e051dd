import { setImmediate } from 'node:timers/promises';
import type { SuppressionReason } from '../../subscribers/subscriber.ts';
import type {
  BrowseQuery,
  FoundByAddress,
  FoundByAge,
  SubscriberAddress,
  SubscriberListStore,
  SubscriberMail,
} from '../subscriber-list-store.ts';
import type { ListedSubscriber } from '../subscriber-store.ts';
import type { SqliteDatabase } from './open-database.ts';

/** How many ids are looked at between two turns of the event loop: a few milliseconds. */
const STEP = 10_000;

/** How many ids one call looks at: some 150 ms. */
const MOST_LOOKED_AT = 300_000;

type Row = Omit<ListedSubscriber, 'suppression'> & {
  emailKey: string;
  reason: SuppressionReason | null;
  at: number | null;
};

type Statements = ReturnType<typeof prepareStatements>;

/** Looking for subscribers, in SQLite. */
export function createSqliteSubscriberList(db: SqliteDatabase): SubscriberListStore {
  const statements = prepareStatements(db);
  return {
    findAddress: async (id) => statements.address.get(id) ?? null,
    findByAddress: async (query) => findByAddress(statements, query),
    browse: (query) => browse(statements, query),
    findMail: async (id) => ({
      deliveries: statements.deliveries.all(id),
      letters: statements.letters.all(id),
    }),
  };
}

function findByAddress(
  { byAddress }: Statements,
  { start, after, limit }: { start: string; after: string | null; limit: number },
): FoundByAddress {
  // One bound for the index to begin at: with two, it would begin at the lower one.
  const beyond = after === null ? '' : after + BEFORE_ALL;
  const from = beyond > start ? beyond : start;
  const rows = byAddress.all({ from, end: start + AFTER_ALL, limit: limit + 1 });
  const found = rows.slice(0, limit);
  return { found: found.map(listed), after: rows.length > limit ? (found.at(-1)?.emailKey ?? null) : null };
}

/** An address in the form in which they are compared is ASCII, and has no character as low or as high as these. */
const BEFORE_ALL = ' ';
const AFTER_ALL = '\u007f';

async function browse(statements: Statements, query: BrowseQuery): Promise<FoundByAge> {
  const { status, part, before, limit } = query;
  const wanted = { status, part: part === null ? null : asciiLowerCase(part), asTyped: part };
  const rows: Row[] = [];
  let ceiling = before ?? (statements.lastId.get() ?? 0) + 1;
  const end = Math.max(1, ceiling - MOST_LOOKED_AT);
  while (ceiling > end && rows.length <= limit) {
    const floor = Math.max(end, ceiling - STEP);
    rows.push(...statements.byAge.all({ ...wanted, floor, ceiling, limit: limit + 1 - rows.length }));
    ceiling = floor;
    await setImmediate();
  }
  const found = rows.slice(0, limit);
  const more = rows.length > limit ? (found.at(-1)?.id ?? null) : end > 1 ? end : null;
  return { found: found.map(listed), before: more };
}

/** As SQLite's `lower` does it. */
function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function listed({ reason, at, emailKey: _, ...subscriber }: Row): ListedSubscriber {
  return { ...subscriber, suppression: reason === null || at === null ? null : { reason, at } };
}

const SELECT = `
  select s.id, s.email, s.email_key as emailKey, s.name, s.status, s.paused_until as pausedUntil,
    s.created_at as createdAt, x.reason, x.at
  from subscribers as s left join suppressions as x on x.key = s.email_key`;

interface ByAge extends Pick<BrowseQuery, 'status' | 'part' | 'limit'> {
  asTyped: string | null;
  floor: number;
  ceiling: number;
}

function prepareStatements({ $client }: SqliteDatabase) {
  return {
    address: $client.prepare<[number], SubscriberAddress>(
      'select email, email_key as emailKey from subscribers where id = ?',
    ),
    lastId: $client.prepare<[], number | null>('select max(id) from subscribers').pluck(),
    byAddress: $client.prepare<[{ from: string; end: string; limit: number }], Row>(`${SELECT}
      where s.email_key >= @from and s.email_key < @end
      order by s.email_key limit @limit`),
    byAge: $client.prepare<[ByAge], Row>(`${SELECT}
      where s.id >= @floor and s.id < @ceiling and (@status is null or s.status = @status)
        and (@part is null or instr(s.email_key, @part) or instr(lower(s.name), @part) or instr(s.name, @asTyped))
      order by s.id desc limit @limit`),
    deliveries: $client.prepare<[number], SubscriberMail['deliveries'][number]>(`
      select i.slot, d.status, d.provider_id as providerId, d.updated_at as at, d.code, d.event,
        d.event_at as eventAt, d.bounce
      from deliveries as d join issues as i on i.id = d.issue_id
      where d.subscriber_id = ? order by i.slot desc`),
    letters: $client.prepare<[number], SubscriberMail['letters'][number]>(`
      select kind, status, created_at as createdAt, attempts, last_problem as lastProblem
      from letters where subscriber_id = ? order by id desc`),
  };
}
