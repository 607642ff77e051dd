import type { MiddlewareHandler } from 'hono';
import { parseJson } from '../../comparisons/read-json.ts';
import { formatNumber } from '../../shared/counted.ts';
import { type Problem, problem } from '../problem.ts';
import { measureJson } from './measure-json.ts';

/**
 * The longest text, in UTF-16 code units, in which we locate a syntax error: locating takes far longer than parsing.
 */
const MAX_LOCATED_LENGTH = 128 * 1024;

/** The deepest nesting. A comparison has five levels. */
export const MAX_DEPTH = 200;

/** A hundred comparisons with every field and the most reviews have fewer than 50,000 values. */
export const MAX_VALUES = 250_000;

const NOT_JSON_TYPE: Problem = {
  status: 415,
  title: 'The body must be JSON',
  detail: 'Send it as Content-Type: application/json, without a Content-Encoding.',
};

export const TOO_COMPLEX = {
  status: 422,
  title: 'The JSON holds too much',
  detail: `Send at most ${formatNumber(MAX_VALUES)} values, and no more than ${MAX_DEPTH} lists and objects within one another.`,
} as const satisfies Problem;

const UNREADABLE = { status: 400, title: 'The body is not JSON' } as const;

/** Rejects a body that is not declared as JSON before reading it. */
export const requireJson: MiddlewareHandler = async (context, next) => {
  const isJson = /^application\/json[ \t]*(;|$)/i.test(context.req.header('content-type') ?? '');
  const encoding = context.req.header('content-encoding') ?? 'identity';
  return isJson && encoding.toLowerCase() === 'identity' ? next() : problem(context, NOT_JSON_TYPE);
};

/** Parses a JSON body, which must be UTF-8 (RFC 8259, section 8.1). */
export function readJsonBody(bytes: ArrayBuffer): { value: unknown } | { problem: Problem } {
  const text = decode(bytes);
  if (text === null)
    return { problem: { ...UNREADABLE, detail: 'It is not UTF-8: send it in that encoding.' } };
  const { depth, values, isClosed } = measureJson(text);
  if (depth > MAX_DEPTH || values > MAX_VALUES) return { problem: isClosed ? TOO_COMPLEX : UNREADABLE };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { problem: text.length > MAX_LOCATED_LENGTH ? UNREADABLE : syntaxProblem(text) };
  }
}

function decode(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function syntaxProblem(text: string): Problem {
  const parsed = parseJson(text);
  return 'message' in parsed
    ? { ...UNREADABLE, detail: `Line ${parsed.line}: ${parsed.message}` }
    : UNREADABLE;
}
