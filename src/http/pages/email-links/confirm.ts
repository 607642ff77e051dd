import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Clock } from '../../../shared/clock.ts';
import type { SignUpKeys, SignUpStore } from '../../../subscribers/sign-ups/sign-up-store.ts';
import { evidenceOf } from '../../client-address.ts';
import { type FindNewestIssue, type NewestIssue, newestIssuePart } from '../archive/newest-issue.ts';
import { HOME, page } from '../page.ts';
import type { AnswerProblem } from '../problem-page.ts';
import { TOKEN_PAGE } from '../security-headers.ts';
import type { Site } from '../site.ts';
import { findLinkIn } from './email-link.ts';
import { answerLostLink } from './lost-link.ts';
import { maskedAddress } from './masked-address.ts';

export interface ConfirmPagesDeps {
  subscriberStore: Pick<SignUpStore, 'findLink' | 'confirm'>;
  signUpKeys: Pick<SignUpKeys, 'erasedKeys'>;
  clock: Clock;
  findNewestIssue: FindNewestIssue;
  site: Site;
  answerProblem: AnswerProblem;
}

const UNKNOWN = {
  status: 404,
  title: 'This link does not work',
  detail:
    'It may be cut off: copy the whole of it from the email. Or sign up again, and we will send a new one.',
} as const;

const EXPIRED = {
  status: 410,
  title: 'This link has expired',
  detail: 'Sign up again, and we will send a new one.',
} as const;

function addressRefused({ newsletter: { replyTo } }: Site) {
  const contact = replyTo === null ? '' : `, or write to ${replyTo.email}`;
  return {
    status: 409,
    title: 'This address cannot be subscribed',
    detail: `Our emails to it bounced or were reported as spam, so we no longer send any there. Sign up with another address${contact}.`,
  } as const;
}

/** `GET /confirm/:token` shows a button, because scanners open every link; `POST` confirms. A link works once. */
export function confirmPages(deps: ConfirmPagesDeps): Hono {
  const { subscriberStore, signUpKeys, clock, findNewestIssue, site, answerProblem } = deps;
  return new Hono()
    .get('/confirm/:token', async (context) => {
      const found = await findLinkIn(context, 'confirm', deps);
      if (found === null) return answerLostLink(context, deps, UNKNOWN);
      const { link } = found;
      if (link.state === 'expired') return answerLostLink(context, deps, EXPIRED);
      const content =
        link.state === 'used'
          ? confirmed(site, 'already')
          : confirmPrompt(site, link.email, await findNewestIssue());
      return context.html(page(site, content), 200, TOKEN_PAGE);
    })
    .post('/confirm/:token', async (context) => {
      const found = await findLinkIn(context, 'confirm', deps);
      if (found === null) return answerLostLink(context, deps, UNKNOWN);
      const outcome = await subscriberStore.confirm({
        hash: found.hash,
        now: clock.now(),
        evidence: evidenceOf(context, 'link'),
        signUpKeys,
      });
      if (outcome === 'unknown') return answerLostLink(context, deps, UNKNOWN);
      if (outcome === 'expired') return answerLostLink(context, deps, EXPIRED);
      if (outcome === 'refused') return answerProblem(context, addressRefused(site));
      return context.html(page(site, confirmed(site, outcome)), 200, TOKEN_PAGE);
    });
}

/** Without `action`, a form posts to its page's own URL, however a proxy rewrites it. */
function confirmPrompt(site: Site, email: string, newest: NewestIssue | null) {
  return {
    title: 'Confirm your subscription',
    body: html`
<p>You asked for <bdi>${site.newsletter.name}</bdi> at <b><bdi>${maskedAddress(email)}</bdi></b>. If that was not you, close this page and nothing will happen.</p>
<form method="post"><button>Confirm</button></form>
${
  newest !== null &&
  html`<hr class="rule">
<h2>What you will get</h2>
<p>One issue a week, like this one.</p>
${newestIssuePart(site, newest)}`
}`,
  };
}

function confirmed(site: Site, outcome: 'confirmed' | 'already') {
  const { name } = site.newsletter;
  const { welcome } = site.look().confirmation;
  const isNew = outcome === 'confirmed';
  return {
    title: isNew ? 'You are subscribed' : 'You have already confirmed',
    body: html`
${
  isNew
    ? html`<p>You will get the next issue of <bdi>${name}</bdi>. Every issue ends with links to pause or unsubscribe.</p>`
    : html`<p>Unless you have paused or unsubscribed since, you will get the next issue of <bdi>${name}</bdi>. If you have unsubscribed, <a href="${site.path(HOME)}">sign up again</a>.</p>`
}
${isNew && welcome !== null && html`<p class="own">${welcome}</p>`}
<p>Until then, read <a href="${site.path('/issues')}">past issues</a>.</p>`,
  };
}
