import { randomInt } from 'node:crypto';

/** Things that a page is about and that its URL must not say: kept in memory, each under a number. */
export interface Kept<Thing> {
  /** The number of a thing; the oldest makes room. */
  add(thing: Thing): number;
  find(number: string | undefined): Thing | undefined;
  /** The number of an equal thing, if it is still kept. */
  numberOf(isEqual: (thing: Thing) => boolean): number | undefined;
}

/** Numbers are random, so that one of before a restart never means something else afterwards. */
export function createKept<Thing>(limit: number, mayGo: (thing: Thing) => boolean = () => true): Kept<Thing> {
  const things = new Map<number, Thing>();
  return {
    add(thing) {
      const oldest = [...things]
        .filter(([, one]) => mayGo(one))
        .slice(0, Math.max(0, things.size + 1 - limit));
      for (const [number] of oldest) things.delete(number);
      const number = randomInt(1e11, 1e12);
      things.set(number, thing);
      return number;
    },
    find: (number) =>
      number !== undefined && /^\d{12}$/.test(number) ? things.get(Number(number)) : undefined,
    numberOf: (isEqual) => [...things].find(([, thing]) => isEqual(thing))?.[0],
  };
}
