import { type Comparison, comparisonSchema } from './comparison.ts';
import { type EntryPath, type EntryProblem, explainIssues } from './explain-issues.ts';

/** What is to be said where an entry does not say it. */
interface Defaults {
  /** ISO 8601 with a zone. */
  publishedAt?: string | null | undefined;
  url?: string | null | undefined;
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

/** A comparison and where its file has it. */
export interface FoundComparison extends Pick<Rejection, 'line' | 'path'> {
  comparison: Comparison;
}

export interface ReadResult {
  comparisons: FoundComparison[];
  rejected: Rejection[];
}

/**
 * One comparison by the schema, with `publishedAt` and `url` filled in where the entry leaves them out, or every
 * problem that keeps it from being one. `at` is where the entry stands in its file.
 */
export function readEntry({
  value,
  source = {},
  at = [],
}: {
  value: unknown;
  source?: Defaults;
  at?: EntryPath;
}): { comparison: Comparison } | { problems: EntryProblem[] } {
  const entry = filled(value, source);
  const result = comparisonSchema.safeParse(entry);
  if (result.success) return { comparison: result.data };
  return { problems: explainIssues({ issues: result.error.issues, entry, at }) };
}

function filled(value: unknown, { publishedAt, url }: Defaults): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const said = value as Record<string, unknown>;
  return {
    ...said,
    ...(publishedAt == null ? {} : { publishedAt: said.publishedAt ?? publishedAt }),
    ...(url == null ? {} : { url: said.url ?? url }),
  };
}
