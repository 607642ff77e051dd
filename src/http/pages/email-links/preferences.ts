import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { DateTime } from 'luxon';
import type { TokenSigner, TokenSubject, VerifiedToken } from '../../../links/tokens.ts';
import type { Clock } from '../../../shared/clock.ts';
import type {
  SignUpKeys,
  SignUpStore,
  SubscriptionChange,
  SubscriptionState,
} from '../../../subscribers/sign-ups/sign-up-store.ts';
import { type Form, limitForm, readForm } from '../../bodies/form.ts';
import { evidenceOf } from '../../client-address.ts';
import { HOME, type Markup, page } from '../page.ts';
import type { AnswerProblem } from '../problem-page.ts';
import { TOKEN_PAGE } from '../security-headers.ts';
import type { Site } from '../site.ts';
import { testMailboxNote } from '../test-mailbox-note.ts';
import { answerLostLink } from './lost-link.ts';

export interface PreferencesDeps {
  signer: TokenSigner;
  subscriberStore: Pick<SignUpStore, 'changeOwn' | 'findSubscriber' | 'requestDataLink'>;
  signUpKeys: SignUpKeys;
  clock: Clock;
  site: Site;
  answerProblem: AnswerProblem;
}

const MAX_PAUSE = { years: 1 };

/** See `EMAIL_LIMITS`. */
const LIMIT_NOTE = 'We send at most one such email in ten minutes, and three a day.';

/** Emails get forwarded, so after a while anyone could hold the link; see `UNDO_LIFETIME_MS`. */
const TOO_LATE = 'This can no longer be undone here. To get issues again, sign up and confirm your address.';

interface Notice {
  text: string;
  isError?: boolean;
  /** An email is on its way. */
  isEmailed?: boolean;
}

/**
 * `GET /preferences/:token` shows a subscription's state and the possible changes; `POST` makes them. The link is in
 * every issue, and issues get forwarded: it can pause or end a subscription, but seeing or erasing one's data takes a
 * new link, sent to the address.
 */
export function preferencesPages(deps: PreferencesDeps): Hono {
  const { signer, subscriberStore, clock, answerProblem } = deps;
  const subjectOf = (context: Context) => signer.verify('preferences', context.req.param('token') ?? '');
  const show = async (context: Context, { subscriberId, token }: VerifiedToken, notice?: Notice) => {
    const now = clock.now();
    const subscriber = await subscriberStore.findSubscriber(subscriberId, now);
    const action = deps.site.path(`/preferences/${token}`);
    const content = preferences(deps, { subscriber, action, now, notice });
    return context.html(page(deps.site, content), notice?.isError === true ? 422 : 200, TOKEN_PAGE);
  };
  return new Hono()
    .get('/preferences/:token', (context) => {
      const subject = subjectOf(context);
      return subject === null ? answerLostLink(context, deps) : show(context, subject);
    })
    .post('/preferences/:token', limitForm(answerProblem), async (context) => {
      const subject = subjectOf(context);
      if (subject === null) return answerLostLink(context, deps);
      const notice = await performAction(context, { ...subject, form: await readForm(context), deps });
      return show(context, subject, notice);
    });
}

async function performAction(
  context: Context,
  { subscriberId, slot, form, deps }: TokenSubject & { form: Form; deps: PreferencesDeps },
): Promise<Notice> {
  const { subscriberStore, signUpKeys, clock, site } = deps;
  const now = clock.now();
  const change = async (requested: SubscriptionChange, done: string): Promise<Notice> => {
    const evidence = evidenceOf(context, 'link');
    const outcome = await subscriberStore.changeOwn({ subscriberId, change: requested, evidence, slot, now });
    const isDone = outcome === 'changed' || outcome === 'already';
    return isDone ? { text: done } : { text: 'Nothing was changed: you are not subscribed.', isError: true };
  };
  switch (form.one('action')) {
    case 'pause': {
      const until = readDate(form.one('until') ?? '', { now, timezone: site.timezone });
      if (typeof until === 'string') return { text: until, isError: true };
      return change({ kind: 'pause', until }, 'Your subscription is paused.');
    }
    case 'resume':
      return change({ kind: 'pause', until: null }, 'Your subscription has resumed.');
    case 'unsubscribe':
      return change({ kind: 'unsubscribe' }, 'You are unsubscribed.');
    case 'undo':
      return undo(change);
    case 'data': {
      const { networkAddress } = evidenceOf(context, 'link');
      const outcome = await subscriberStore.requestDataLink({
        subscriberId,
        networkAddress,
        now,
        signUpKeys,
      });
      return dataNotice(outcome, deps.site);
    }
    default:
      return { text: 'Choose what to change.', isError: true };
  }
}

async function undo(
  change: (requested: SubscriptionChange, done: string) => Promise<Notice>,
): Promise<Notice> {
  const notice = await change({ kind: 'resubscribe' }, 'You are subscribed again.');
  return notice.isError === true ? { text: TOO_LATE, isError: true } : notice;
}

/** The actual outcome may be shown, because only the subscriber has this page's token. */
function dataNotice(
  outcome: Awaited<ReturnType<SignUpStore['requestDataLink']>>,
  { newsletter: { name, from, replyTo } }: Site,
): Notice {
  const owner = `${name}, ${(replyTo ?? from).email}`;
  switch (outcome) {
    case 'queued':
      return { text: `An email with a link is on its way to you. ${LIMIT_NOTE}`, isEmailed: true };
    case 'limited':
      return {
        text: `No email was sent: you had one recently, or too many people are asking for one right now. Look for it in your inbox and spam folder, or try again later. ${LIMIT_NOTE}`,
      };
    case 'refused':
      return {
        text: `We cannot email you the link: our emails to you bounced or were reported as spam. To get your data or have it erased, write to ${owner}.`,
        isError: true,
      };
    case 'unknown':
      return { text: 'We no longer keep anything about you, so there is no link to send.', isError: true };
  }
}

/** The start of a day in the newsletter's time zone, or what is wrong with the text. */
function readDate(text: string, { now, timezone }: { now: number; timezone: string }): number | string {
  const day = DateTime.fromFormat(text, 'yyyy-MM-dd', { zone: timezone });
  if (!day.isValid) return 'Choose the day on which you want issues again.';
  const today = DateTime.fromMillis(now, { zone: timezone });
  if (day <= today) return 'Choose a day in the future.';
  if (day > today.plus(MAX_PAUSE))
    return 'A pause can last a year at most. To get no more issues, unsubscribe.';
  return day.toMillis();
}

function preferences(
  { site }: PreferencesDeps,
  {
    subscriber,
    action,
    now,
    notice,
  }: { subscriber: SubscriptionState | null; action: string; now: number; notice: Notice | undefined },
): { title: string; body: Markup } {
  const { timezone } = site;
  const day = (instant: number) => DateTime.fromMillis(instant, { zone: timezone }).toFormat('yyyy-MM-dd');
  const isSubscribed = subscriber?.status === 'confirmed';
  const isSuppressed = isSubscribed && subscriber.suppression !== null;
  const pausedUntil = isSubscribed && (subscriber.pausedUntil ?? 0) > now ? subscriber.pausedUntil : null;
  const tomorrow = day(DateTime.fromMillis(now, { zone: timezone }).plus({ days: 1 }).toMillis());
  return {
    title: 'Your preferences',
    body: html`
${notice !== undefined && html`<p class="${notice.isError === true ? 'error' : 'notice'}" role="status">${notice.text}</p>`}
${notice?.isEmailed === true && testMailboxNote(site)}
<p>${statusLine(site, { isSubscribed, isSuppressed, pausedUntil: pausedUntil === null ? null : day(pausedUntil) })}</p>
${isSubscribed && pauseForm({ action, tomorrow })}
${pausedUntil !== null && button({ action, name: 'resume', label: 'Resume now' })}
${subscriber?.mayUndo === true && html`<p>Unsubscribed by mistake? You can undo it for a day.</p>${button({ action, name: 'undo', label: 'Undo' })}`}
${isSubscribed && html`<h2>Unsubscribe</h2>${button({ action, name: 'unsubscribe', label: 'Unsubscribe' })}`}
<h2>Your data</h2>
<p>See what we keep about you, or have it erased. Because issues get forwarded, we send the link for this to your email address.</p>
${button({ action, name: 'data', label: 'Email me the link' })}`,
  };
}

function statusLine(
  { newsletter, path }: Site,
  {
    isSubscribed,
    isSuppressed,
    pausedUntil,
  }: { isSubscribed: boolean; isSuppressed: boolean; pausedUntil: string | null },
): Markup {
  if (!isSubscribed)
    return html`You get no issues of <bdi>${newsletter.name}</bdi>. To get them again, <a href="${path(HOME)}">sign up</a>.`;
  if (isSuppressed)
    return html`You get no issues of <bdi>${newsletter.name}</bdi>: our emails to you bounced or were reported as spam. If you want them again, write to ${(newsletter.replyTo ?? newsletter.from).email}.`;
  if (pausedUntil === null) return html`You get every issue of <bdi>${newsletter.name}</bdi>.`;
  return html`You will get issues of <bdi>${newsletter.name}</bdi> again from <time datetime="${pausedUntil}">${longDate(pausedUntil)}</time>.`;
}

/** @param day ISO 8601. */
function longDate(day: string): string {
  return DateTime.fromISO(day, { locale: 'en-GB' }).toLocaleString(DateTime.DATE_FULL);
}

function pauseForm({ action, tomorrow }: { action: string; tomorrow: string }): Markup {
  return html`
<h2>Pause</h2>
<form class="fields" method="post" action="${action}">
<div>
<label for="until">No issues until</label>
<input type="date" id="until" name="until" min="${tomorrow}" required>
</div>
<button name="action" value="pause">Pause</button>
</form>`;
}

function button({ action, name, label }: { action: string; name: string; label: string }): Markup {
  return html`
<form method="post" action="${action}"><button class="quiet" name="action" value="${name}">${label}</button></form>`;
}
