import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { EntryRejection } from '../comparisons/add-comparisons.ts';

export interface Problem {
  status: ContentfulStatusCode;
  title: string;
  /** What to do about it. */
  detail?: string;
  fields?: readonly string[];
  rejected?: readonly EntryRejection[];
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
