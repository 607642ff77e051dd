import type { Comparison, ComparisonCopy } from './comparison.ts';

/** The port to comparisons. Every method is atomic. */
export interface ComparisonStore {
  /**
   * Adds a comparison or merges it into what the source said before (`planSave`); what was corrected by hand stays.
   * Without `publishedAt`, a new comparison is published at `at`.
   *
   * @returns `slug-taken` if the slug belongs to other tools; `contradicts-known` if it contradicts what would stay.
   * Neither changes anything.
   */
  saveComparison(comparison: ComparisonCopy, at: number): Promise<SaveOutcome>;

  /** What `saveComparison` would do now; nothing is changed. */
  foreseeSave(comparison: ComparisonCopy, at: number): Promise<SaveOutcome>;

  /**
   * Keeps a comparison out of every issue until it is released, or releases it. A draft that is being fixed at the same
   * moment is composed anew.
   *
   * @returns false if nothing changed: there is no such comparison, an issue contains it, or it was so already.
   */
  setHold(hold: { slug: string; isHeld: boolean; at: number }): Promise<boolean>;

  readComparisons(slugs: readonly string[]): Promise<PublishedComparison[]>;

  listComparisons(): Promise<ComparisonListing[]>;

  /** Comparisons that no frozen issue contains, oldest first, with the editor's decisions for `slot`. */
  openComparisons(slot: string): Promise<OpenComparison[]>;
}

export type SaveOutcome =
  | { kind: 'added' }
  | ({ kind: 'updated' | 'unchanged' } & MergeNotes)
  | { kind: 'slug-taken' }
  /** `message` says what contradicts what, and what to do. */
  | { kind: 'contradicts-known'; message: string };

/** What a merge did besides what the copy says, in words. */
export interface MergeNotes {
  /** Stays although the newer copy omits it. */
  kept: string[];
  /** Was contradicted, and is unknown now. */
  dropped: string[];
  /** Was corrected by hand and stays, although the copy says something else. */
  overruled: string[];
}

export type PublishedComparison = Comparison & { publishedAt: string };

export interface ComparisonListing {
  slug: string;
  tools: [string, string] | null;
  publishedAt: number;
  slot: string | null;
  held: boolean;
  heldAt: number | null;
  hasUrl: boolean;
  /** Whether the pricing of both tools is known. */
  hasPricing: boolean;
}

export interface OpenComparison {
  slug: string;
  publishedAt: number;
  complete: boolean;
  held: boolean;
  /** Left out of this slot's issue; others may have it. */
  leftOut: boolean;
  pinned: boolean;
  featured: boolean;
  position: number | null;
}
