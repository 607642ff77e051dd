/** What earlier rows of a file said: a file is imported in steps, and no step sees all of it. */
export interface EarlierRows {
  /** Records a row of a subscriber, and returns what earlier rows (for the name: this one, too) said. */
  record(subscriberId: number, hasName: boolean): { isRepeated: boolean; isNamed: boolean };
}

/** Takes a quarter of a byte per subscriber. */
export function createEarlierRows(): EarlierRows {
  const seen = createIdSet();
  const named = createIdSet();
  return {
    record: (id, hasName) => ({
      isRepeated: seen.testAndAdd(id),
      isNamed: hasName ? named.testAndAdd(id) : named.has(id),
    }),
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
    testAndAdd(id: number): boolean {
      if (has(id)) return true;
      const at = Math.floor(id / IDS_PER_BLOCK);
      const block = blocks.get(at) ?? new Uint8Array(IDS_PER_BLOCK / 8);
      blocks.set(at, block);
      const { byte, bit } = bitOf(id);
      block[byte] = (block[byte] ?? 0) | bit;
      return false;
    },
  };
}
