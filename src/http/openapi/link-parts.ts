import { MAX_FORM_BYTES } from '../bodies/body-limits.ts';
import { type Answer, type Content, errorAnswer, type JsonSchema, type Parameter } from './description.ts';

export const tokenIn = (mail: string): Parameter => ({
  name: 'token',
  in: 'path',
  required: true,
  description: `stands in the link of ${mail}, and is all that is asked for; its case, and what follows it, do not matter`,
  schema: { type: 'string' },
});

/** Responses that every such link can have. */
export const LINK_ANSWERS = {
  unknown: errorAnswer('The link was altered or cut off, or it leads nowhere any more.'),
  expired: errorAnswer('The link has expired.'),
  failed: errorAnswer('Something went wrong here. Try again in a few minutes.'),
} as const;

/** Responses given before a form is read. */
export const FORM_ANSWERS: Readonly<Record<400 | 413, Answer>> = {
  400: errorAnswer('The request ended before its body did.'),
  413: errorAnswer(`The form is larger than ${MAX_FORM_BYTES / 1024} KiB. It was not read.`),
};

export function formContent(
  properties: Readonly<Record<string, JsonSchema>>,
  examples: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Content {
  const values = Object.entries(examples).map(([name, value]) => [name, { value }] as const);
  const form = { schema: { type: 'object', properties }, examples: Object.fromEntries(values) };
  return { 'application/x-www-form-urlencoded': form, 'multipart/form-data': form };
}
