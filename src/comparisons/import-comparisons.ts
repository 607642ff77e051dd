import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { codeOf, messageOf } from '../errors.ts';
import type { IssueStore } from '../store/issue-store.ts';
import { type Rejection, readComparisons } from './read-comparisons.ts';

export interface ImportRequest {
  sources: readonly { name: string; read: () => Promise<string> }[];
  /** What fills a page that does not say it. */
  publishedAt?: string;
  url?: string;
}

export interface ImportResult {
  added: number;
  updated: number;
  unchanged: number;
  rejected: Rejection[];
}

/**
 * Imports comparisons, each wholly or not at all. What cannot be read is reported with its place and costs nothing
 * else; the same input again changes nothing.
 */
export async function importComparisons(
  { sources, publishedAt, url }: ImportRequest,
  { issueStore, clock }: { issueStore: IssueStore; clock: Clock },
): Promise<ImportResult> {
  const result: ImportResult = { added: 0, updated: 0, unchanged: 0, rejected: [] };
  for (const { name, read } of sources) {
    const content = await read().catch((error: unknown) => {
      result.rejected.push({ file: name, path: '', message: unreadable(error) });
      return null;
    });
    if (content === null) continue;
    const { comparisons, rejected } = readComparisons({
      name,
      content,
      publishedAt: publishedAt ?? null,
      url: url ?? null,
    });
    result.rejected.push(...rejected);
    for (const comparison of comparisons) {
      const outcome = await issueStore.saveComparison(comparison, clock.now());
      if (outcome === 'slug-taken')
        result.rejected.push({ file: name, path: 'slug', message: slugTaken(comparison.slug) });
      else result[outcome] += 1;
      await setImmediate();
    }
  }
  return result;
}

function unreadable(error: unknown): string {
  if (codeOf(error) === 'ENOENT') return 'There is no such file.';
  return `The file cannot be read: ${messageOf(error)}.`;
}

function slugTaken(slug: string): string {
  return `The slug ${slug}, made from the tools' names, belongs to a comparison of other tools. Give this one a slug of its own.`;
}
