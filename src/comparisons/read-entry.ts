import { z } from 'zod';
import { toIso } from '../shared/clock.ts';
import { withoutEmptyShare } from './checks/community-votes.ts';
import { repeatKey, withoutRepeats } from './checks/repeated-reviewers.ts';
import { type Comparison, type ComparisonCopy, type ComparisonSide, comparisonSchema } from './comparison.ts';
import { type EntryPath, type EntryProblem, explainIssues } from './explain-issues.ts';

export interface Defaults {
  publishedAt?: string | null | undefined;
  url?: string | null | undefined;
  /** The start of a date (`YYYY-MM-DD`) in the newsletter's time zone; UTC by default. */
  startOfDay?: ((date: string) => number) | undefined;
}

export interface ComparisonSource extends Defaults {
  /** Or `-` for standard input; the extension helps if the content does not reveal the format. */
  name: string;
  content: string;
}

export interface Rejection {
  file: string;
  line?: number;
  /** Such as `tools[0].reviews[2].score`; empty if no field is at fault. */
  path: string;
  message: string;
}

export type Warning = Rejection;

export interface FoundComparison extends Pick<Rejection, 'line' | 'path'> {
  comparison: ComparisonCopy;
}

export interface ReadResult {
  comparisons: FoundComparison[];
  rejected: Rejection[];
  /** How many comparisons `rejected` is about; each may have several problems. */
  refused: number;
  warnings?: Warning[];
}

/** Parses an entry with defaults, or returns every problem. `inSource` maps a path to that in the entry. */
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

/** Drops redundant facts: repeated reviews, and 0% of no votes. */
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

/** A date without a time is the start of that day; anything else is unchanged. */
function instantOf(said: unknown, startOfDay = Date.parse): unknown {
  const date = typeof said === 'string' ? said.trim() : said;
  return isDate(date) ? toIso(startOfDay(date)) : said;
}

export function isDate(value: unknown): value is string {
  return z.iso.date().safeParse(value).success;
}
