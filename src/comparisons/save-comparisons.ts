import { createHash } from 'node:crypto';
import type { Clock } from '../shared/clock.ts';
import type { Comparison, ComparisonCopy } from './comparison.ts';
import type { ComparisonStore, MergeNotes } from './comparison-store.ts';

export interface SaveDeps {
  comparisonStore: Pick<ComparisonStore, 'saveComparison'>;
  clock: Clock;
}

export type Saved = 'added' | 'updated' | 'unchanged';

/** `notes` say what stays from earlier, or no longer does, although the source omits it. */
export interface SavedComparison {
  saved: Saved;
  notes: string[];
}

export interface RefusedComparison {
  refused: string;
  field: 'slug' | 'tools';
}

/** `place` is how a later one under the same slug refers to this one. */
export type SaveComparison = (
  comparison: ComparisonCopy,
  place: string,
) => Promise<SavedComparison | RefusedComparison>;

/** Saves the comparisons of one run; of two different ones with one slug, the second is refused. */
export function createSaver({ comparisonStore, clock }: SaveDeps): SaveComparison {
  const slugs = new Map<string, { place: string; content: string }>();
  return async (comparison, place) => {
    const { slug } = comparison;
    const content = hashOf(comparison);
    const earlier = slugs.get(slug);
    if (earlier !== undefined && earlier.content !== content)
      return { refused: slugUsedTwice(slug, earlier.place), field: 'slug' };
    const outcome = await comparisonStore.saveComparison(comparison, clock.now());
    if (outcome.kind === 'slug-taken') return { refused: slugTaken(slug), field: 'slug' };
    if (outcome.kind === 'contradicts-known') return { refused: outcome.message, field: 'tools' };
    if (earlier === undefined) slugs.set(slug, { place, content });
    return { saved: outcome.kind, notes: outcome.kind === 'added' ? [] : notesOf(slug, outcome) };
  };
}

function hashOf({ url, publishedAt, tools }: Comparison): string {
  return createHash('sha256')
    .update(JSON.stringify([url, publishedAt, tools]))
    .digest('base64');
}

/** What a save did besides what the copy says, in sentences. */
export function notesOf(slug: string, { kept, dropped, overruled }: MergeNotes): string[] {
  const note = (what: string, words: readonly string[]) =>
    words.length === 0 ? [] : [`${slug}: ${what} ${words.join('; ')}.`];
  return [
    ...note('this copy leaves out what an earlier one said, so we kept that.', kept),
    ...note('this copy contradicts what an earlier one said, so that is unknown now.', dropped),
    ...note('what you corrected by hand stays. To take the new value, open it in the studio.', overruled),
  ];
}

function slugUsedTwice(slug: string, place: string): string {
  return `The slug ${slug} is already in ${place}, with other content. Remove one of the two, or give this one its own slug.`;
}

function slugTaken(slug: string): string {
  return `The slug ${slug}, made from the tools' names, belongs to a comparison of other tools. Give this one its own slug.`;
}
