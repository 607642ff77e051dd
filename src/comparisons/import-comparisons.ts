import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { AppError, codeOf, messageOf } from '../errors.ts';
import type { IssueStore } from '../store/issue-store.ts';
import type { Comparison } from './comparison.ts';
import { type FoundComparison, type Rejection, readComparisons } from './read-comparisons.ts';

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

/** Where the run has a slug, and a hash of what stands there. */
type SlugsOfRun = Map<string, { place: string; content: string }>;

interface ImportDeps {
  issueStore: IssueStore;
  clock: Clock;
}

/**
 * Imports comparisons, each wholly or not at all. What cannot be read is reported with its place and costs nothing
 * else; the same input again changes nothing, so that of two comparisons under one slug the second is refused.
 */
export async function importComparisons(
  { sources, publishedAt, url }: ImportRequest,
  deps: ImportDeps,
): Promise<ImportResult> {
  const result: ImportResult = { added: 0, updated: 0, unchanged: 0, rejected: [] };
  const slugs: SlugsOfRun = new Map();
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
    for (const found of comparisons) {
      const outcome = await save({ file: name, found, slugs }, deps);
      if (typeof outcome === 'string') result[outcome] += 1;
      else result.rejected.push(outcome);
      await setImmediate();
    }
  }
  return result;
}

async function save(
  { file, found, slugs }: { file: string; found: FoundComparison; slugs: SlugsOfRun },
  { issueStore, clock }: ImportDeps,
): Promise<'added' | 'updated' | 'unchanged' | Rejection> {
  const { comparison, line, path } = found;
  const { slug } = comparison;
  const lineOf = line === undefined ? {} : { line };
  const refused = (message: string) => ({
    ...{ file, ...lineOf, path: path === '' ? 'slug' : `${path}.slug` },
    message,
  });
  const content = hashOf(comparison);
  const earlier = slugs.get(slug);
  if (earlier !== undefined && earlier.content !== content) return refused(slugTwice(slug, earlier.place));
  const outcome = await issueStore.saveComparison(comparison, clock.now());
  if (outcome === 'slug-taken') return refused(slugTaken(slug));
  if (earlier === undefined)
    slugs.set(slug, { place: line === undefined ? file : `${file}:${line}`, content });
  return outcome;
}

function hashOf({ url, publishedAt, tools }: Comparison): string {
  return createHash('sha256')
    .update(JSON.stringify([url, publishedAt, tools]))
    .digest('base64');
}

function unreadable(error: unknown): string {
  if (error instanceof AppError) return error.message;
  if (codeOf(error) === 'ENOENT') return 'There is no such file.';
  return `The file cannot be read: ${messageOf(error)}.`;
}

function slugTwice(slug: string, place: string): string {
  return `The slug ${slug} stands already in ${place}, with other content. Take one of the two out, or give this one a slug of its own.`;
}

function slugTaken(slug: string): string {
  return `The slug ${slug}, made from the tools' names, belongs to a comparison of other tools. Give this one a slug of its own.`;
}
