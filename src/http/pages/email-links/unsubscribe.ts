import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { DateTime } from 'luxon';
import type { TokenSigner, VerifiedToken } from '../../../links/tokens.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { SignUpStore, SubscriptionChange } from '../../../subscribers/sign-ups/sign-up-store.ts';
import { type Form, limitForm, readForm } from '../../bodies/form.ts';
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
      return answer(context, isOver ? alreadyLeft(site) : question(site, formAt(subject), pauseEnd(deps)));
    })
    .post('/unsubscribe/:token', limitForm(answerProblem), async (context) => {
      const subject = subjectOf(context);
      if (subject === null) return answerLostLink(context, deps);
      const form = await readForm(context);
      const until = pauseEnd(deps);
      const change = changeIn(form, until);
      const { subscriberId, slot } = subject;
      const outcome = await subscriberStore.changeOwn({
        subscriberId,
        slot,
        change,
        evidence: evidenceOf(context, 'link'),
        now: clock.now(),
      });
      if (change.kind === 'unsubscribe') return answer(context, left(site, formAt(subject)));
      if (change.kind === 'pause')
        return answer(
          context,
          outcome === 'refused' || outcome === 'unknown' ? alreadyLeft(site) : paused(site, until),
        );
      return answer(context, outcome === 'refused' || outcome === 'unknown' ? tooLate(site) : back(site));
    });
}

/** Whatever a mailbox provider sends unsubscribes. */
function changeIn(form: Form, until: DateTime): SubscriptionChange {
  const action = form.one('action');
  if (action === 'undo') return { kind: 'resubscribe' };
  return action === 'pause' ? { kind: 'pause', until: until.toMillis() } : { kind: 'unsubscribe' };
}

const PAUSE = { weeks: 4 };

/** The start of a day where the newsletter is. */
const pauseEnd = ({ clock, site }: Pick<UnsubscribeDeps, 'clock' | 'site'>): DateTime =>
  DateTime.fromMillis(clock.now(), { zone: site.timezone, locale: 'en-GB' }).startOf('day').plus(PAUSE);

function question(site: Site, action: string, until: DateTime) {
  return {
    title: 'Unsubscribe?',
    body: html`
<p>You will get no more issues of <bdi>${site.newsletter.name}</bdi> at the address that this link was sent to. This takes effect at once.</p>
<form method="post" action="${action}"><button>Unsubscribe</button></form>
<hr class="rule">
<h2>Just too much right now?</h2>
<p>Pause for four weeks. After that, the issues come again by themselves.</p>
<form method="post" action="${action}"><button class="quiet" name="action" value="pause">Pause until ${until.toFormat('d MMMM')}</button></form>
<p class="hint">Opened by mistake? Nothing has changed: just close this page.</p>`,
  };
}

function paused(site: Site, until: DateTime) {
  return {
    title: 'Your subscription is paused',
    body: html`
<p>You will get issues of <bdi>${site.newsletter.name}</bdi> again from <time datetime="${until.toISODate()}">${until.toLocaleString(DateTime.DATE_FULL)}</time>. To end the pause sooner, choose “Preferences” at the end of any issue.</p>`,
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
