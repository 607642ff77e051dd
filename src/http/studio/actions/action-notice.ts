import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Markup } from '../../pages/page.ts';
import { notice } from '../frame/components/notice.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { actionResult, STUDIO_ACTIONS } from './issue-action.ts';
import type { IssueSituation } from './issue-situation.ts';

/** What the action that redirected here did; false if none did, or the issue has changed since. */
export function actionNotice(
  context: Context<StudioEnv>,
  situation: IssueSituation,
  { isAnnounced = true }: { isAnnounced?: boolean } = {},
): Markup | false {
  const action = STUDIO_ACTIONS.find((one) => one === context.req.query('done'));
  const what = action === undefined ? null : actionResult(action, situation);
  if (what === null) return false;
  const rest = action === 'test' && whereTestsAre(context);
  return notice({ tone: 'good', what, rest, isAnnounced });
}

function whereTestsAre({ var: { path, hasTestMailbox } }: Context<StudioEnv>): Markup {
  return hasTestMailbox
    ? html`It is in the <a href="${path('/studio/outbox')}">test mailbox</a>, marked as a test.`
    : html`It should be in the inbox of each address within a minute or two.`;
}
