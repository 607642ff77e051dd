import type { MiddlewareHandler } from 'hono';
import { parseJson } from '../comparisons/read-json.ts';
import { type Problem, problem } from './problem.ts';

/** The longest text, in UTF-16 code units, in which the place of an error is looked for: that takes far longer than reading. */
const LONGEST_SEARCHED = 128 * 1024;

const NOT_JSON_TYPE: Problem = {
  status: 415,
  title: 'The body must be JSON',
  detail: 'Send it as Content-Type: application/json, without a Content-Encoding.',
};

const UNREADABLE = { status: 400, title: 'The body is not JSON' } as const;

/** Refuses a body that does not say that it is JSON, before it is read. */
export const requireJson: MiddlewareHandler = async (context, next) => {
  const isJson = /^application\/json[ \t]*(;|$)/i.test(context.req.header('content-type') ?? '');
  const encoding = context.req.header('content-encoding') ?? 'identity';
  return isJson && encoding.toLowerCase() === 'identity' ? next() : problem(context, NOT_JSON_TYPE);
};

/** The value of a JSON body, which is UTF-8 (RFC 8259, section 8.1), or what is wrong with it. */
export function readJsonBody(bytes: ArrayBuffer): { value: unknown } | { problem: Problem } {
  const text = decode(bytes);
  if (text === null)
    return { problem: { ...UNREADABLE, detail: 'It is not UTF-8: send it in that encoding.' } };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { problem: text.length > LONGEST_SEARCHED ? UNREADABLE : located(text) };
  }
}

function decode(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function located(text: string): Problem {
  const parsed = parseJson(text);
  return 'message' in parsed
    ? { ...UNREADABLE, detail: `Line ${parsed.line}: ${parsed.message}` }
    : UNREADABLE;
}
