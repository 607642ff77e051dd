import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { EntryRejection } from '../comparisons/add-comparisons.ts';

export interface Problem {
  status: ContentfulStatusCode;
  title: string;
  /** What to do about it. */
  detail?: string;
  /** The fields that are wrong, by their paths. */
  fields?: readonly string[];
  /** The comparisons that were not taken, and why. */
  rejected?: readonly EntryRejection[];
  /** What was not taken as it was sent. */
  warnings?: readonly EntryRejection[];
}

/** Answers with `application/problem+json` (RFC 9457). */
export function problem(
  context: Context,
  { status, ...rest }: Problem,
  headers: Record<string, string> = {},
) {
  return context.body(JSON.stringify({ type: 'about:blank', status, ...rest }), status, {
    'Content-Type': 'application/problem+json',
    ...headers,
  });
}
