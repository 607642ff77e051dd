import type { Comparison, ComparisonCopy } from './comparison.ts';

/** The port to comparisons. Every method is one step that happens wholly or not at all. */
export interface ComparisonStore {
  /**
   * Adds a comparison, or merges it with what is known of it (`mergeComparison`): nothing known is replaced by
   * nothing. Without `publishedAt`, a new comparison is published at `at`.
   *
   * @returns `slug-taken` where the slug, made from the tools' names, already belongs to other tools;
   *   `contradicts-known` where it contradicts what would stay. Neither changes anything.
   */
  saveComparison(comparison: ComparisonCopy, at: number): Promise<SaveOutcome>;

  /** The comparisons with these slugs, complete ones only, in the order given. */
  readComparisons(slugs: readonly string[]): Promise<PublishedComparison[]>;

  /** All comparisons, the newest first. */
  listComparisons(): Promise<ComparisonListing[]>;

  /** The comparisons that no frozen issue holds, the oldest first, with what the editor of `slot` decided about each. */
  openComparisons(slot: string): Promise<OpenComparison[]>;
}

export type SaveOutcome =
  | { kind: 'added' }
  /** In words: `kept` is what the newer copy does not say and stays, `dropped` what it contradicts and so is unknown now. */
  | { kind: 'updated' | 'unchanged'; kept: string[]; dropped: string[] }
  | { kind: 'slug-taken' }
  /** `message` says what contradicts what, and what to do. */
  | { kind: 'contradicts-known'; message: string };

export type PublishedComparison = Comparison & { publishedAt: string };

export interface ComparisonListing {
  slug: string;
  tools: [string, string] | null;
  publishedAt: number;
  /** The frozen issue that holds it. */
  slot: string | null;
  held: boolean;
}

export interface OpenComparison {
  slug: string;
  publishedAt: number;
  /** Both sides are there. */
  complete: boolean;
  held: boolean;
  pinned: boolean;
  featured: boolean;
  position: number | null;
}
