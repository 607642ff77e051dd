/** What earlier rows of a file said: a file is imported in groups, and no group sees all of it. */
export interface EarlierRows {
  /** For the rows of the next group. */
  begin(): RowsOfGroup;
}

/** Forgotten if the group is not kept: a transaction that failed may be tried again from its beginning. */
export interface RowsOfGroup {
  /** Records a row of a subscriber, and returns what earlier rows said. */
  record(subscriberId: number, hasName: boolean): { isRepeated: boolean; isNamed: boolean };
  /** Once the group is imported. */
  keep(): void;
}

/** Takes a quarter of a byte per subscriber. */
export function createEarlierRows(): EarlierRows {
  const seen = createIdSet();
  const named = createIdSet();
  return {
    begin() {
      /** Whether each subscriber was given a name. */
      const group = new Map<number, boolean>();
      return {
        record(id, hasName) {
          const before = group.get(id);
          const isRepeated = before !== undefined || seen.has(id);
          const isNamed = before ?? named.has(id);
          group.set(id, isNamed || hasName);
          return { isRepeated, isNamed };
        },
        keep() {
          for (const [id, isNamed] of group) {
            seen.add(id);
            if (isNamed) named.add(id);
          }
        },
      };
    },
  };
}

const IDS_PER_BLOCK = 65_536;

/** Ids are dense, so one bit each is smallest. */
function createIdSet() {
  const blocks = new Map<number, Uint8Array>();
  const bitOf = (id: number) => ({ byte: (id % IDS_PER_BLOCK) >> 3, bit: 1 << (id & 7) });
  const has = (id: number) => {
    const { byte, bit } = bitOf(id);
    return ((blocks.get(Math.floor(id / IDS_PER_BLOCK))?.[byte] ?? 0) & bit) !== 0;
  };
  return {
    has,
    add(id: number): void {
      const at = Math.floor(id / IDS_PER_BLOCK);
      const block = blocks.get(at) ?? new Uint8Array(IDS_PER_BLOCK / 8);
      blocks.set(at, block);
      const { byte, bit } = bitOf(id);
      block[byte] = (block[byte] ?? 0) | bit;
    },
  };
}
