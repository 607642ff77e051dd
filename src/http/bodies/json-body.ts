import type { MiddlewareHandler } from 'hono';
import { parseJson } from '../../comparisons/read-json.ts';
import { type Problem, problem } from '../problem.ts';
import { measureJson } from './measure-json.ts';

/** The longest text, in UTF-16 code units, in which the place of an error is looked for: that takes far longer than reading. */
const MAX_SEARCHED_LENGTH = 128 * 1024;

/** The most lists and objects within one another: a comparison has five. */
export const MAX_LEVELS = 200;

/** The most values of a body. A hundred comparisons with all fields and the most reviews have fewer than 50,000. */
export const MAX_VALUES = 250_000;

const NOT_JSON_TYPE: Problem = {
  status: 415,
  title: 'The body must be JSON',
  detail: 'Send it as Content-Type: application/json, without a Content-Encoding.',
};

/** Where a body is beyond {@link MAX_LEVELS} or {@link MAX_VALUES}. */
export const TOO_MUCH = {
  status: 422,
  title: 'The JSON holds too much',
  detail: `Send at most ${MAX_VALUES.toLocaleString('en-US')} values, and no more than ${MAX_LEVELS} lists and objects within one another.`,
} as const satisfies Problem;

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
  const { levels, values, isClosed } = measureJson(text);
  if (levels > MAX_LEVELS || values > MAX_VALUES) return { problem: isClosed ? TOO_MUCH : UNREADABLE };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { problem: text.length > MAX_SEARCHED_LENGTH ? UNREADABLE : located(text) };
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
