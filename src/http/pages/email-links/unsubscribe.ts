import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { TokenSigner, VerifiedToken } from '../../../links/tokens.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { SignUpStore, SubscriptionChange } from '../../../subscribers/sign-ups/sign-up-store.ts';
import { limitForm, readForm } from '../../bodies/form.ts';
import { evidenceOf } from '../../client-address.ts';
import { HOME, type Markup, page } from '../page.ts';
import type { AnswerProblem } from '../problem-page.ts';
import { TOKEN_PAGE } from '../security-headers.ts';
import type { Site } from '../site.ts';
import { answerLostLink } from './lost-link.ts';

export interface UnsubscribeDeps {
  signer: TokenSigner;
  subscriberStore: Pick<SignUpStore, 'changeOwn' | 'findSubscriber'>;
  clock: Clock;
  site: Site;
  answerProblem: AnswerProblem;
}

/**
 * `GET /unsubscribe/:token` shows one button; `POST` unsubscribes at once, whether it comes from the button or from a
 * mailbox provider (RFC 8058, one-click: 200, no redirect, cookie or question; section 3.2: urlencoded or multipart).
 * The token is the only authority. Opening the link changes nothing, because scanners open every link.
 */
export function unsubscribePages(deps: UnsubscribeDeps): Hono {
  const { signer, subscriberStore, clock, site, answerProblem } = deps;
  const subjectOf = (context: Context) => signer.verify('unsubscribe', context.req.param('token') ?? '');
  const formAt = ({ token }: VerifiedToken) => site.path(`/unsubscribe/${token}`);
  const answer = (context: Context, content: { title: string; body: Markup }) =>
    context.html(page(site, content), 200, TOKEN_PAGE);
  return new Hono()
    .get('/unsubscribe/:token', async (context) => {
      const subject = subjectOf(context);
      if (subject === null) return answerLostLink(context, deps);
      const subscriber = await subscriberStore.findSubscriber(subject.subscriberId, clock.now());
      if (subscriber?.mayUndo === true) return answer(context, left(site, formAt(subject)));
      const isOver = subscriber === null || subscriber.status === 'unsubscribed';
      return answer(context, isOver ? alreadyLeft(site) : question(site, formAt(subject)));
    })
    .post('/unsubscribe/:token', limitForm(answerProblem), async (context) => {
      const subject = subjectOf(context);
      if (subject === null) return answerLostLink(context, deps);
      const form = await readForm(context);
      const change: SubscriptionChange = {
        kind: form.one('action') === 'undo' ? 'resubscribe' : 'unsubscribe',
      };
      const { subscriberId, slot } = subject;
      const outcome = await subscriberStore.changeOwn({
        subscriberId,
        slot,
        change,
        evidence: evidenceOf(context, 'link'),
        now: clock.now(),
      });
      if (change.kind === 'unsubscribe') return answer(context, left(site, formAt(subject)));
      return answer(context, outcome === 'refused' || outcome === 'unknown' ? tooLate(site) : back(site));
    });
}

function question(site: Site, action: string) {
  return {
    title: 'Unsubscribe?',
    body: html`
<p>You will get no more issues of <bdi>${site.newsletter.name}</bdi>. This takes effect at once.</p>
<form method="post" action="${action}"><button>Unsubscribe</button></form>
<p class="hint">Opened by mistake? Nothing has changed: just close this page.</p>`,
  };
}

function left(site: Site, action: string) {
  return {
    title: 'You are unsubscribed',
    body: html`
<p>You will get no more issues of <bdi>${site.newsletter.name}</bdi>. One that is being sent at this moment may still arrive.</p>
<form class="fields" method="post" action="${action}">
<p>Unsubscribed by mistake? You can undo it for a day.</p>
<button class="quiet" name="action" value="undo">Undo</button>
</form>`,
  };
}

function alreadyLeft(site: Site) {
  return {
    title: 'You are not subscribed',
    body: html`<p>There is nothing to do: you get no issues of <bdi>${site.newsletter.name}</bdi>. To get them again, <a href="${site.path(HOME)}">sign up</a>.</p>`,
  };
}

function back(site: Site) {
  return {
    title: 'You are subscribed again',
    body: html`<p>You will get the next issue of <bdi>${site.newsletter.name}</bdi> as before.</p>`,
  };
}

function tooLate(site: Site) {
  return {
    title: 'This can no longer be undone here',
    body: html`
<p>Emails get forwarded, so after a day, or after many changes, we cannot tell who is using this link. To get <bdi>${site.newsletter.name}</bdi> again, <a href="${site.path(HOME)}">sign up</a> and confirm your address.</p>`,
  };
}
