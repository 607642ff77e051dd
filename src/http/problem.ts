import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { entryRejectionSchema } from '../comparisons/add-comparisons.ts';

/** Problem details (RFC 9457) with our own members. */
export const problemSchema = z.object({
  type: z.literal('about:blank'),
  status: z.int().min(400).max(599),
  title: z.string(),
  detail: z.string().optional().describe('what to do about it'),
  fields: z.array(z.string()).optional().describe('the wrong fields, by their paths'),
  rejected: z.array(entryRejectionSchema).optional(),
  warnings: z.array(entryRejectionSchema).optional(),
});

export interface Problem extends Omit<z.infer<typeof problemSchema>, 'type' | 'status'> {
  status: ContentfulStatusCode;
}

/** Answers with `application/problem+json`. */
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
