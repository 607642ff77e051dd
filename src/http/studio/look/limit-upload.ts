import type { Context, MiddlewareHandler } from 'hono';
import { LOGO_TOO_LARGE, logoTooLarge } from '../../../images/logo/logo-limits.ts';
import { MAX_UPLOAD_BYTES } from '../../bodies/body-limits.ts';
import { limitBody } from '../../bodies/limit-body.ts';
import type { StudioDeps } from '../studio-deps.ts';

/** Refuses a form with a file that is not even read, and says how large a logo may be. */
export function limitUpload({ answerProblem }: Pick<StudioDeps, 'answerProblem'>): MiddlewareHandler {
  return limitBody({
    maxSize: MAX_UPLOAD_BYTES,
    onTooLarge: (context) =>
      answerProblem(
        context,
        { status: 413, title: 'The logo is too large', detail: `${reasonIn(context)} ${WHAT_NOW}` },
        { Connection: 'close' },
      ) as Response,
    onIncomplete: (context) =>
      answerProblem(
        context,
        {
          status: 400,
          title: 'The upload broke off',
          detail: 'Nothing was saved. Open Look again, and try once more.',
        },
        { Connection: 'close' },
      ) as Response,
  });
}

const WHAT_NOW = 'Nothing was saved. Open Look again, and choose a smaller file.';

/** The words of the form are a few kilobytes of it. */
function reasonIn({ req }: Context): string {
  const length = Number(req.header('content-length'));
  return length > 0
    ? logoTooLarge(length)
    : LOGO_TOO_LARGE.replace('{size}', `more than ${MAX_UPLOAD_BYTES / 1024 ** 2}`);
}
