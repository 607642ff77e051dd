import type { JobIds } from '../frame/process-jobs.ts';

/** Things that a page is about and that its URL must not say: kept in memory, each under an id. */
export interface Kept<Thing> {
  /** The id of a thing; the oldest makes room. */
  add(thing: Thing): string;
  find(id: string): Thing | undefined;
}

export function createKept<Thing>({
  limit,
  ids,
  mayGo,
}: {
  limit: number;
  ids: JobIds;
  mayGo(thing: Thing): boolean;
}): Kept<Thing> {
  const things = new Map<string, Thing>();
  return {
    add(thing) {
      const oldest = [...things]
        .filter(([, one]) => mayGo(one))
        .slice(0, Math.max(0, things.size + 1 - limit));
      for (const [id] of oldest) things.delete(id);
      const id = ids.make();
      things.set(id, thing);
      return id;
    },
    find: (id) => things.get(id),
  };
}
