import type { Comparison, ComparisonCopy } from './comparison.ts';

/** The port to comparisons. Every method is atomic. */
export interface ComparisonStore {
  /**
   * Adds a comparison or merges it into the known one (`mergeComparison`). Without `publishedAt`, a new comparison is
   * published at `at`.
   *
   * @returns `slug-taken` if the slug belongs to other tools; `contradicts-known` if it contradicts what would stay.
   * Neither changes anything.
   */
  saveComparison(comparison: ComparisonCopy, at: number): Promise<SaveOutcome>;

  readComparisons(slugs: readonly string[]): Promise<PublishedComparison[]>;

  listComparisons(): Promise<ComparisonListing[]>;

  /** Comparisons that no frozen issue contains, oldest first, with the editor's decisions for `slot`. */
  openComparisons(slot: string): Promise<OpenComparison[]>;
}

export type SaveOutcome =
  | { kind: 'added' }
  /** In words: `kept` stays although the newer copy omits it; `dropped` was contradicted and is unknown now. */
  | { kind: 'updated' | 'unchanged'; kept: string[]; dropped: string[] }
  | { kind: 'slug-taken' }
  /** `message` says what contradicts what, and what to do. */
  | { kind: 'contradicts-known'; message: string };

export type PublishedComparison = Comparison & { publishedAt: string };

export interface ComparisonListing {
  slug: string;
  tools: [string, string] | null;
  publishedAt: number;
  slot: string | null;
  held: boolean;
}

export interface OpenComparison {
  slug: string;
  publishedAt: number;
  complete: boolean;
  held: boolean;
  pinned: boolean;
  featured: boolean;
  position: number | null;
}
