import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { IssueStore } from '../store/issue-store.ts';
import type { Comparison } from './comparison.ts';

export interface SaveDeps {
  issueStore: Pick<IssueStore, 'saveComparison'>;
  clock: Clock;
}

export type Saved = 'added' | 'updated' | 'unchanged';

/** Saves one comparison; `place` is what a later one under the same slug is told of it. */
export type SaveComparison = (comparison: Comparison, place: string) => Promise<Saved | { refused: string }>;

/**
 * Saves the comparisons of one run, each wholly or not at all. The same input again must change nothing, so that of two
 * different comparisons under one slug the second is refused.
 */
export function createSaver({ issueStore, clock }: SaveDeps): SaveComparison {
  const slugs = new Map<string, { place: string; content: string }>();
  return async (comparison, place) => {
    const { slug } = comparison;
    const content = hashOf(comparison);
    const earlier = slugs.get(slug);
    if (earlier !== undefined && earlier.content !== content)
      return { refused: slugTwice(slug, earlier.place) };
    const outcome = await issueStore.saveComparison(comparison, clock.now());
    if (outcome === 'slug-taken') return { refused: slugTaken(slug) };
    if (earlier === undefined) slugs.set(slug, { place, content });
    return outcome;
  };
}

function hashOf({ url, publishedAt, tools }: Comparison): string {
  return createHash('sha256')
    .update(JSON.stringify([url, publishedAt, tools]))
    .digest('base64');
}

function slugTwice(slug: string, place: string): string {
  return `The slug ${slug} stands already in ${place}, with other content. Take one of the two out, or give this one a slug of its own.`;
}

function slugTaken(slug: string): string {
  return `The slug ${slug}, made from the tools' names, belongs to a comparison of other tools. Give this one a slug of its own.`;
}
