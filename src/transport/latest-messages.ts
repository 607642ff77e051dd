/** Messages, newest first, whose times need not be known. */
export interface Series {
  size: number;
  nameAt(place: number): string;
  /** -1 if it is not in the series. */
  placeOf(name: string): number;
}

/** When a message was written; 0 if it is gone. */
export type AgeOf = (name: string) => Promise<number>;

export function seriesOf(names: readonly string[]): Series {
  return {
    size: names.length,
    nameAt: (place) => names[place] ?? '',
    placeOf: (name) => names.indexOf(name),
  };
}

/** The messages of one issue: their names end in numbers, and the highest is the newest. */
export function numberedSeries(prefix: string, numbers: readonly number[]): Series {
  // A typed array: sorting 100,000 numbers with a comparator takes ten times as long.
  const sorted = Float64Array.from(numbers, (number) => -number).sort();
  const nameAt = (place: number) => `${prefix}${-(sorted[place] ?? 0)}${END}`;
  return {
    size: sorted.length,
    nameAt,
    placeOf: (name) => {
      const place = name.startsWith(prefix)
        ? sorted.indexOf(-Number(name.slice(prefix.length, -END.length)))
        : -1;
      return place !== -1 && nameAt(place) === name ? place : -1;
    },
  };
}

const END = '.verdicts';

/**
 * The newest messages of all series, at most `limit`, after `after` if it is one of them. Looks up the times of only a
 * few. Of two with the same time, the one of the earlier series comes first.
 */
export async function latest(
  series: readonly Series[],
  { ageOf, limit, after }: { ageOf: AgeOf; limit: number; after: string | null },
): Promise<string[]> {
  const cursor = await findCursor(series, after, ageOf);
  const heads = await Promise.all(
    series.map(async (one, index) => headOf(one, await placeAfter(one, { cursor, index, ageOf }), ageOf)),
  );
  const names: string[] = [];
  while (names.length < limit) {
    const best = indexOfLatest(heads);
    const [head, one] = [heads[best], series[best]];
    if (head === undefined || one === undefined) break;
    names.push(head.name);
    heads[best] = await headOf(one, head.place + 1, ageOf);
  }
  return names;
}

interface Cursor {
  index: number;
  place: number;
  age: number;
}

async function findCursor(
  series: readonly Series[],
  after: string | null,
  ageOf: AgeOf,
): Promise<Cursor | null> {
  if (after === null) return null;
  const places = series.map((one) => one.placeOf(after));
  const index = places.findIndex((place) => place !== -1);
  return index === -1 ? null : { index, place: places[index] ?? 0, age: await ageOf(after) };
}

/** By binary search. */
async function placeAfter(
  series: Series,
  { cursor, index, ageOf }: { cursor: Cursor | null; index: number; ageOf: AgeOf },
): Promise<number> {
  if (cursor === null) return 0;
  if (index === cursor.index) return cursor.place + 1;
  let [low, high] = [0, series.size];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const age = await ageOf(series.nameAt(middle));
    const isAfter = index < cursor.index ? age < cursor.age : age <= cursor.age;
    if (isAfter) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface Head {
  place: number;
  name: string;
  /** 0: the series has ended. */
  age: number;
}

/** Skips messages that are gone. */
async function headOf(series: Series, from: number, ageOf: AgeOf): Promise<Head> {
  for (let place = from; place < series.size; place += 1) {
    const name = series.nameAt(place);
    const age = await ageOf(name);
    if (age > 0) return { place, name, age };
  }
  return { place: series.size, name: '', age: 0 };
}

function indexOfLatest(heads: readonly Head[]): number {
  let best = -1;
  for (const [index, { age }] of heads.entries()) if (age > (heads[best]?.age ?? 0)) best = index;
  return best;
}
