import { z } from 'zod';
import { toIso } from '../shared/clock.ts';
import { withoutEmptyShare } from './community-votes.ts';
import { type Comparison, type ComparisonCopy, type ComparisonSide, comparisonSchema } from './comparison.ts';
import { type EntryPath, type EntryProblem, explainIssues } from './explain-issues.ts';
import { repeatKey, withoutRepeats } from './repeated-reviewers.ts';

/** What is to be said where an entry does not say it. */
export interface Defaults {
  /** ISO 8601 with a zone, or a date. */
  publishedAt?: string | null | undefined;
  url?: string | null | undefined;
  /** The instant at which a date (`YYYY-MM-DD`) begins where the newsletter is at home; in UTC where it is left out. */
  startOfDay?: ((date: string) => number) | undefined;
}

/** What a reader gets: the text of a file, and what is to be said where the file does not say it. */
export interface ComparisonSource extends Defaults {
  /** The file's name, or `-` for standard input; its ending helps where the content does not tell the format. */
  name: string;
  content: string;
}

/** One thing that could not be read, and what to do about it. */
export interface Rejection {
  file: string;
  /** Counted from 1. */
  line?: number;
  /** Where in the file's data, such as `tools[0].reviews[2].score`; empty where no field is to blame. */
  path: string;
  message: string;
}

/** One thing that was read otherwise than it was written, or left out, or kept from earlier. */
export type Warning = Rejection;

/** A comparison and where its file has it. */
export interface FoundComparison extends Pick<Rejection, 'line' | 'path'> {
  comparison: ComparisonCopy;
}

export interface ReadResult {
  comparisons: FoundComparison[];
  rejected: Rejection[];
  warnings?: Warning[];
}

/**
 * One comparison by the schema, with `publishedAt` and `url` filled in where the entry leaves them out, or every
 * problem that keeps it from being one. `at` is where the entry stands in its file, `inSource` where a field stands in the
 * entry.
 */
export function readEntry({
  value,
  source = {},
  at = [],
  inSource,
}: {
  value: unknown;
  source?: Defaults;
  at?: EntryPath;
  inSource?: (path: EntryPath) => EntryPath;
}): { comparison: Comparison } | { problems: EntryProblem[] } {
  const entry = filled(value, source);
  const result = comparisonSchema.safeParse(entry);
  if (result.success) {
    const [one, other] = result.data.tools;
    return { comparison: { ...result.data, tools: [tidied(one), tidied(other)] } };
  }
  return { problems: explainIssues({ issues: result.error.issues, entry, at, inSource }) };
}

/** What says nothing more is left out: a review that is repeated, and 0% of no votes. */
function tidied(side: ComparisonSide): ComparisonSide {
  return withoutEmptyShare({ ...side, reviews: withoutRepeats(side.reviews, repeatKey) });
}

function filled(value: unknown, { publishedAt, url, startOfDay }: Defaults): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const said = value as Record<string, unknown>;
  const published = said.publishedAt ?? publishedAt;
  return {
    ...said,
    ...(published == null ? {} : { publishedAt: instantOf(published, startOfDay) }),
    ...(url == null ? {} : { url: said.url ?? url }),
  };
}

/** A date without a time is the beginning of that day; anything else is as it was said. */
function instantOf(said: unknown, startOfDay = Date.parse): unknown {
  const date = typeof said === 'string' ? said.trim() : said;
  return isDate(date) ? toIso(startOfDay(date)) : said;
}

/** A day of the calendar as `YYYY-MM-DD`. */
export function isDate(value: unknown): value is string {
  return z.iso.date().safeParse(value).success;
}
