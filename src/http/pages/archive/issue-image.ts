import { Hono } from 'hono';
import type { IssueStore } from '../../../issues/issue-store.ts';
import type { AnswerProblem } from '../problem-page.ts';
import { revalidate } from '../revalidate.ts';
import { PUBLIC_PAGE } from '../security-headers.ts';

export interface IssueImageDeps {
  issueStore: Pick<IssueStore, 'readPublicImage'>;
  answerProblem: AnswerProblem;
}

const NO_SUCH_PICTURE = {
  status: 404,
  title: 'There is no such picture',
  detail: 'The issue may not have gone out yet, or it has none.',
} as const;

/** Chats and social networks show it on pages of theirs. */
const SHARED_PICTURE = {
  ...PUBLIC_PAGE,
  'Content-Type': 'image/png',
  'Cross-Origin-Resource-Policy': 'cross-origin',
} as const;

/** `GET /issues/:slot.png`: the picture that was drawn when the issue was frozen, for links to it. */
export function issueImage({ issueStore, answerProblem }: IssueImageDeps): Hono {
  return new Hono().get('/issues/:file{\\d+-W\\d+\\.png}', revalidate(), async (context) => {
    const slot = context.req.param('file').slice(0, -'.png'.length);
    const png = await issueStore.readPublicImage(slot);
    if (png === null) return answerProblem(context, NO_SUCH_PICTURE);
    return context.body(new Uint8Array(png), 200, SHARED_PICTURE);
  });
}
