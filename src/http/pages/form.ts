import type { Context } from 'hono';
import { limitBody } from '../limit-body.ts';
import type { AnswerProblem } from './problem-page.ts';

/** The largest form of a page for one subscriber, in bytes; mailbox providers send 26. */
export const MAX_FORM_BYTES = 8 * 1024;

/** Refuses a form that is larger than any of ours, before it is read. */
export function formLimit(answerProblem: AnswerProblem) {
  const tooLarge = { status: 413, title: 'That is too large' } as const;
  const brokenOff = { status: 400, title: 'The request ended before its body did' } as const;
  return limitBody({
    maxSize: MAX_FORM_BYTES,
    onTooLarge: (context) => answerProblem(context, tooLarge, { Connection: 'close' }) as Response,
    onBrokenOff: (context) => answerProblem(context, brokenOff, { Connection: 'close' }) as Response,
  });
}

/** The fields of a form, urlencoded or multipart. What cannot be read says nothing: the address alone is enough to leave. */
export async function readForm(context: Context): Promise<Record<string, string>> {
  try {
    const fields = Object.entries(await context.req.parseBody());
    return Object.fromEntries(
      fields.filter((field): field is [string, string] => typeof field[1] === 'string'),
    );
  } catch {
    return {};
  }
}
