import { setImmediate } from 'node:timers/promises';
import { parseAddress } from '../../shared/address.ts';
import { containsBeyondAscii, type SearchText } from '../../subscribers/search-text.ts';
import type { ListedSubscriber } from '../../subscribers/subscriber.ts';
import type {
  FindQuery,
  FoundSubscribers,
  SubscriberListStore,
  Wanted,
} from '../../subscribers/subscriber-list-store.ts';
import type { Engine, Steps } from '../engine.ts';
import { all, first } from '../steps.ts';
import { listed } from './subscriber-history.ts';
import {
  addressOf,
  byAddress,
  byAge,
  byIds,
  candidatesIn,
  lastOne,
  originsOf,
  paused,
  suppressed,
} from './subscriber-list-statements.ts';
import { survey } from './subscriber-survey.ts';

/** Ids read before yielding to the event loop: a few milliseconds. */
const CHUNK_SIZE = 5_000;

/** People whose names are compared before yielding to the event loop. Fewer at first: a page may need no more. */
const MAX_CANDIDATES = 1_000;

/** Ids read by one call, and how long it may read: an editor waits for it. */
const MAX_ROWS_READ = 400_000;
const MAX_READING_MS = 100;

type Row = Parameters<typeof listed>[0];

export function createSubscriberList(engine: Engine): SubscriberListStore {
  const { read } = engine;
  return {
    findAddress: async (id) => (await read(() => first(addressOf, { id }))) ?? null,
    find: (query) => find(engine, query),
    findOrigins: (ids) => read(() => all(originsOf, { ids: JSON.stringify(ids) })),
    survey: (query) => survey(engine, query),
  };
}

async function find(engine: Engine, query: FindQuery): Promise<FoundSubscribers> {
  const { wanted, now, after, limit } = query;
  if (wanted.kind === 'state' && wanted.state === 'paused') {
    const ceiling = after?.id ?? Number.MAX_SAFE_INTEGER;
    return pageOf(await engine.read(() => all(paused, { now, ceiling, limit: limit + 1 })), 'age', limit);
  }
  if (after?.by === 'age' || !isByAddress(wanted)) return findByAge(engine, query);
  const page = pageOf(await engine.read(() => findByAddress(query)), 'address', limit);
  const { found, next } = page;
  if (next !== null || wanted.kind !== 'text' || found.some(isWhole(wanted.text))) return page;
  const rest = await findByAge(engine, { ...query, after: null, limit: limit - found.length });
  return { found: [...found, ...rest.found], next: rest.next };
}

/** Of rows of which one more than the limit was looked for. */
function pageOf(rows: readonly Row[], by: 'address' | 'age', limit: number): FoundSubscribers {
  const found = rows.slice(0, limit).map(listed);
  const last = found.at(-1);
  return { found, next: rows.length > limit && last !== undefined ? { by, id: last.id } : null };
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
  return wanted.kind === 'text' || (wanted.kind === 'state' && wanted.state in suppressed);
}

function* findByAddress({ wanted, after, limit }: FindQuery): Steps<Row[]> {
  const latest = after === null ? undefined : yield* first(addressOf, { id: after.id });
  const from = after === null ? '' : (latest?.emailKey ?? AFTER_ALL);
  if (wanted.kind === 'state')
    return yield* all(suppressed[wanted.state === 'complained' ? 'complained' : 'bounced'], {
      after: from,
      limit: limit + 1,
    });
  const start = wanted.kind === 'text' ? wanted.text.key : '';
  // A single lower bound: with two, the index scan would start at the lower one.
  const beyond = after === null ? '' : from + BEFORE_ALL;
  return yield* all(byAddress, {
    // biome-ignore lint/complexity/useMathMinMax: texts, not numbers.
    from: beyond > start ? beyond : start,
    end: start + AFTER_ALL,
    limit: limit + 1,
  });
}

/** Normalized addresses are ASCII, without characters as low or high as these. */
const BEFORE_ALL = ' ';
const AFTER_ALL = '\u007f';

async function findByAge({ read }: Engine, query: FindQuery): Promise<FoundSubscribers> {
  const { after, limit } = query;
  const latest = performance.now() + MAX_READING_MS;
  const begin = after?.id ?? ((await read(() => first(lastOne)))?.id ?? 0) + 1;
  const end = Math.max(1, begin - MAX_ROWS_READ);
  const rows: Row[] = [];
  let ceiling = begin;
  let candidates = limit + 1;
  while (ceiling > end && rows.length <= limit && performance.now() < latest) {
    const range = {
      floor: Math.max(end, ceiling - CHUNK_SIZE),
      ceiling,
      limit: limit + 1 - rows.length,
      candidates,
    };
    const part = await read(() => findInRange(query, range));
    rows.push(...part.rows);
    ceiling = part.reached;
    candidates = Math.min(2 * candidates, MAX_CANDIDATES);
    await setImmediate();
  }
  const found = rows.slice(0, limit).map(listed);
  // With nothing shown yet, the next page begins where this one did.
  const next = rows.length > limit ? (found.at(-1)?.id ?? begin) : ceiling;
  return { found, next: rows.length > limit || ceiling > 1 ? { by: 'age', id: next } : null };
}

interface Range {
  floor: number;
  ceiling: number;
  limit: number;
  candidates: number;
}

/** Reads down to the floor, or to the id that is `reached`. */
function* findInRange({ wanted, now }: FindQuery, range: Range): Steps<{ rows: Row[]; reached: number }> {
  if (wanted.kind === 'text') return yield* findText(wanted.text, range);
  const rows = yield* all(byAge[wanted.kind === 'all' ? 'all' : wanted.state], { ...range, now });
  return { rows, reached: range.floor };
}

function* findText(text: SearchText, range: Range): Steps<{ rows: Row[]; reached: number }> {
  const { key, isAscii } = text;
  const statement = isAscii ? candidatesIn.ascii : candidatesIn.beyondAscii;
  const texts = { key, ascii: asciiLowerCase(key), end: key + AFTER_ALL };
  const people = yield* all(statement, { ...range, ...texts, limit: range.candidates });
  const ids = people
    .filter((person) => person.isSure || containsBeyondAscii(text, person))
    .slice(0, range.limit)
    .map(({ id }) => id);
  const rows = ids.length === 0 ? [] : yield* all(byIds, { ids: JSON.stringify(ids) });
  const last = people.length < range.candidates ? undefined : people.at(-1);
  return { rows, reached: last?.id ?? range.floor };
}

/** Like `lower` in the database. */
function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
