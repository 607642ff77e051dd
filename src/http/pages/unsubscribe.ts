import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { Clock } from '../../clock.ts';
import type { OwnChange, SignUpStore } from '../../store/sign-up-store.ts';
import type { TokenSigner } from '../../subscribers/tokens.ts';
import { evidenceOf } from '../evidence.ts';
import { limitBody } from '../limit-body.ts';
import { type Markup, page } from './page.ts';
import type { AnswerProblem } from './problem-page.ts';
import { TOKEN_PAGE } from './security-headers.ts';
import type { Site } from './site.ts';

export interface OwnPagesDeps {
  signer: TokenSigner;
  subscriberStore: Pick<SignUpStore, 'changeOwn' | 'findSubscriber'>;
  clock: Clock;
  site: Site;
  answerProblem: AnswerProblem;
}

/** The largest form of a page for one subscriber, in bytes; mailbox providers send 26. */
export const LARGEST_FORM = 8 * 1024;

/** A link that was altered or cut off, in the same words whatever is wrong with it. */
export const UNKNOWN_LINK = {
  status: 404,
  title: 'This link does not work',
  detail: 'It may be cut off: copy the whole of it from the mail, or use the link in another issue.',
} as const;

/**
 * `GET /unsubscribe/:token` shows one button; `POST` unsubscribes at once, whoever sends it: a reader who pressed the
 * button, or a mailbox provider (RFC 8058, one-click: 200, no redirect, no cookie, no question; section 3.2: urlencoded or
 * multipart). The token alone is the authority. Opening a link changes nothing, for scanners open all of them.
 */
export function unsubscribePages(deps: OwnPagesDeps): Hono {
  const { signer, subscriberStore, clock, site, answerProblem } = deps;
  const tokenIn = (context: Context) => context.req.param('token') ?? '';
  const subjectOf = (context: Context) => signer.verify('unsubscribe', tokenIn(context));
  const formAt = (context: Context) => site.path(`/unsubscribe/${tokenIn(context)}`);
  const answer = (context: Context, content: { title: string; body: Markup }) =>
    context.html(page(site, content), 200, TOKEN_PAGE);
  return new Hono()
    .get('/unsubscribe/:token', async (context) => {
      const subject = subjectOf(context);
      if (subject === null) return answerProblem(context, UNKNOWN_LINK);
      const subscriber = await subscriberStore.findSubscriber(subject.subscriberId);
      const isOver = subscriber === null || subscriber.status === 'unsubscribed';
      return answer(context, isOver ? alreadyLeft(site) : question(site, formAt(context)));
    })
    .post('/unsubscribe/:token', formLimit(answerProblem), async (context) => {
      const subject = subjectOf(context);
      if (subject === null) return answerProblem(context, UNKNOWN_LINK);
      const form = await readForm(context);
      const change: OwnChange = { kind: form.action === 'undo' ? 'resubscribe' : 'unsubscribe' };
      const outcome = await subscriberStore.changeOwn({
        ...subject,
        change,
        evidence: evidenceOf(context, 'link'),
        now: clock.now(),
      });
      if (change.kind === 'unsubscribe') return answer(context, left(site, formAt(context)));
      return answer(context, outcome === 'refused' || outcome === 'unknown' ? tooLate(site) : back(site));
    });
}

/** Refuses a form that is larger than any of ours, before it is read. */
export function formLimit(answerProblem: AnswerProblem) {
  const tooLarge = { status: 413, title: 'That is too large' } as const;
  const brokenOff = { status: 400, title: 'The request ended before its body did' } as const;
  return limitBody({
    maxSize: LARGEST_FORM,
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

function question(site: Site, action: string) {
  return {
    title: 'Unsubscribe?',
    body: html`
<p>You then get no more issues of <bdi>${site.newsletter.name}</bdi>.</p>
<form method="post" action="${action}"><button>Unsubscribe</button></form>`,
  };
}

function left(site: Site, action: string) {
  return {
    title: 'You are unsubscribed',
    body: html`
<p>You get no more issues of <bdi>${site.newsletter.name}</bdi>. One that is being handed over at this moment may still arrive.</p>
<form class="fields" method="post" action="${action}">
<p>Pressed by mistake? For a day you can take it back.</p>
<button class="quiet" name="action" value="undo">Undo</button>
</form>`,
  };
}

function alreadyLeft(site: Site) {
  return {
    title: 'You are not subscribed',
    body: html`<p>There is nothing to do: you get no issues of <bdi>${site.newsletter.name}</bdi>.</p>`,
  };
}

function back(site: Site) {
  return {
    title: 'You are subscribed again',
    body: html`<p>The next issue of <bdi>${site.newsletter.name}</bdi> comes to you as before.</p>`,
  };
}

function tooLate(site: Site) {
  return {
    title: 'This can no longer be undone here',
    body: html`
<p>Mails are forwarded, so after a day, or where somebody comes and goes all the time, nobody knows who holds this link. To get <bdi>${site.newsletter.name}</bdi> again, sign up and confirm your address.</p>`,
  };
}
