import type { Context, MiddlewareHandler } from 'hono';
import { limitBody } from '../../limit-body.ts';
import type { AnswerProblem } from '../../pages/problem-page.ts';

/** The largest form of the studio, in bytes: an intro of the most characters, each of them escaped, as it is and as it was. */
export const MAX_STUDIO_FORM_BYTES = 640 * 1024;

/** Refuses a form that is larger than any of ours, before it is read. */
export function studioFormLimit(
  answerProblem: AnswerProblem,
  maxSize = MAX_STUDIO_FORM_BYTES,
): MiddlewareHandler {
  const answer = (status: 400 | 413, title: string) => (context: Context) =>
    answerProblem(context, { status, title }, { Connection: 'close' }) as Response;
  return limitBody({
    maxSize,
    onTooLarge: answer(413, 'That is too large'),
    onBrokenOff: answer(400, 'The request ended before its body did'),
  });
}

/** What a form says: of each field all values, in their order. What cannot be read says nothing. */
export interface StudioForm {
  /** The last value of a field; undefined where it is not there. */
  one(field: string): string | undefined;
  all(field: string): string[];
  /** Every field with each of its values. */
  fields(): [field: string, value: string][];
}

export async function readStudioForm(context: Context): Promise<StudioForm> {
  const fields = await context.req.parseBody({ all: true }).catch(() => ({}) as Record<string, never>);
  const all = (field: string): string[] => {
    const values: unknown[] = Object.hasOwn(fields, field) ? [fields[field]].flat() : [];
    return values.filter((value) => typeof value === 'string');
  };
  return {
    all,
    one: (field) => all(field).at(-1),
    fields: () =>
      Object.keys(fields).flatMap((field) => all(field).map((value): [string, string] => [field, value])),
  };
}
