import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { FrozenIssue } from '../../../issues/frozen-issue.ts';
import type { IssueStore } from '../../../issues/issue-store.ts';
import { type EmailTemplate, fillTemplate, PLACES } from '../../../issues/mail-template.ts';
import { ANONYMOUS_TOKEN } from '../../link-path.ts';
import type { SignUpChecks } from '../../sign-up-checks/sign-up-checks.ts';
import { type Markup, page } from '../page.ts';
import type { AnswerProblem } from '../problem-page.ts';
import { revalidate } from '../revalidate.ts';
import { EMAIL_PAGE, PUBLIC_PAGE, TOKEN_PAGE } from '../security-headers.ts';
import type { Site } from '../site.ts';
import { articlePage } from './article-page.ts';

export interface IssuePageDeps {
  issueStore: Pick<IssueStore, 'readFrozenIssue' | 'publicNeighbours'>;
  signUpChecks: Pick<SignUpChecks, 'has'>;
  site: Site;
  answerProblem: AnswerProblem;
}

const NO_SUCH_ISSUE = {
  status: 404,
  title: 'There is no such issue',
  detail: 'It may not have gone out yet.',
} as const;

const TYPES = { html: 'text/html; charset=utf-8', text: 'text/plain; charset=utf-8' } as const;

/**
 * `GET /issues/:slot` is an issue for anyone, and `/issues/:slot.txt` the text that was emailed, without personal
 * tokens. An issue from before there were articles is shown as it was emailed.
 */
export function issuePage(deps: IssuePageDeps): Hono {
  const { issueStore, site, answerProblem } = deps;
  const answer = async (context: Context, slot: string, show: (frozen: FrozenIssue) => Promise<Response>) => {
    const frozen = await issueStore.readFrozenIssue(slot, { ifPublic: true });
    if (frozen === null) return answerProblem(context, NO_SUCH_ISSUE);
    context.header('Link', `<${site.url(`/issues/${slot}`)}>; rel="canonical"`);
    return show(frozen);
  };
  const emailed = async (context: Context, frozen: FrozenIssue, part: 'html' | 'text') =>
    context.body(withoutTokens(frozen[part]), 200, { ...EMAIL_PAGE, 'Content-Type': TYPES[part] });
  const app = new Hono()
    .get('/issues/:slot{\\d+-W\\d+}', revalidate(), (context) => {
      const slot = context.req.param('slot');
      return answer(context, slot, async (frozen) => {
        const { article } = frozen;
        if (article === null) return emailed(context, frozen, 'html');
        const neighbours = await issueStore.publicNeighbours(slot);
        return context.html(articlePage(deps, { ...frozen, article }, neighbours), 200, PUBLIC_PAGE);
      });
    })
    .get('/issues/:file{\\d+-W\\d+\\.txt}', revalidate(), (context) =>
      answer(context, context.req.param('file').slice(0, -'.txt'.length), (frozen) =>
        emailed(context, frozen, 'text'),
      ),
    );
  for (const place of PLACES)
    app.get(`/${place}/${ANONYMOUS_TOKEN}`, (context) => context.html(useYourOwnLink(site), 200, TOKEN_PAGE));
  return app;
}

function withoutTokens(template: EmailTemplate): string {
  return fillTemplate(template, { unsubscribe: ANONYMOUS_TOKEN, preferences: ANONYMOUS_TOKEN });
}

function useYourOwnLink(site: Site): Markup {
  const { name, replyTo } = site.newsletter;
  return page(site, {
    title: 'Use the link in your own email',
    body: html`
<p>You came from the public copy of an issue. It belongs to nobody, so we cannot tell whose subscription to change.</p>
<p>Open any issue of <bdi>${name}</bdi> in your inbox, and choose “Unsubscribe” or “Preferences” at the end. Those links are yours alone, need no login, and never expire.</p>
${replyTo !== null && html`<p>If you cannot find one, reply to any issue and say so: a person reads it.</p>`}
<p>Or <a href="${site.path('/preferences')}">have your links emailed to you</a>.</p>
<p><a href="${site.path('/issues')}">All issues</a></p>`,
  });
}
