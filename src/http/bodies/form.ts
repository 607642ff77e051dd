import type { Context, MiddlewareHandler } from 'hono';
import type { AnswerProblem } from '../pages/problem-page.ts';
import { MAX_FORM_BYTES } from './body-limits.ts';
import { limitBody } from './limit-body.ts';

/** Rejects a form that is too large before reading it. */
export function limitForm(answerProblem: AnswerProblem, maxSize = MAX_FORM_BYTES): MiddlewareHandler {
  const answer = (status: 400 | 413, title: string) => (context: Context) =>
    answerProblem(context, { status, title }, { Connection: 'close' }) as Response;
  return limitBody({
    maxSize,
    onTooLarge: answer(413, 'The form is too large'),
    onIncomplete: answer(400, 'The request ended before its body did'),
  });
}

export interface Form {
  one(field: string): string | undefined;
  all(field: string): string[];
  fields(): [field: string, value: string][];
}

/** Reads a form. An unreadable one counts as empty: the token in the URL is enough to unsubscribe. */
export async function readForm(context: Context): Promise<Form> {
  const fields = await context.req.parseBody({ all: true }).catch(() => ({}) as Record<string, never>);
  const valuesOf = (field: string): string[] => {
    const values: unknown[] = Object.hasOwn(fields, field) ? [fields[field]].flat() : [];
    return values.filter((value) => typeof value === 'string');
  };
  return {
    all: valuesOf,
    one: (field) => valuesOf(field).at(-1),
    fields: () =>
      Object.keys(fields).flatMap((field) =>
        valuesOf(field).map((value): [string, string] => [field, value]),
      ),
  };
}
