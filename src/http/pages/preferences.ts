import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { DateTime } from 'luxon';
import type { LetterTerms, OwnChange, OwnState, SignUpStore } from '../../store/sign-up-store.ts';
import type { TokenSubject, VerifiedToken } from '../../subscribers/tokens.ts';
import { evidenceOf } from '../evidence.ts';
import { formLimit, readForm } from './form.ts';
import { answerLostLink } from './lost-link.ts';
import { type Markup, page } from './page.ts';
import { TOKEN_PAGE } from './security-headers.ts';
import type { Site } from './site.ts';
import type { OwnPagesDeps } from './unsubscribe.ts';

export interface PreferencesDeps extends OwnPagesDeps {
  subscriberStore: OwnPagesDeps['subscriberStore'] & Pick<SignUpStore, 'requestDataLink'>;
  letterTerms: LetterTerms;
  timezone: string;
}

/** How far ahead a pause may reach. */
const LONGEST_PAUSE = { years: 1 };

/** See `LETTER_LIMITS`. */
const AT_MOST = 'We write at most one such mail in ten minutes, and three a day.';

/** Emails are forwarded, so later nobody knows who holds the link; see `UNDO_HOLDS_FOR`. */
const TOO_LATE = 'This can no longer be undone here. To get issues again, sign up and confirm your address.';

/** What a press of a button came to, in words for its presser. */
interface Notice {
  text: string;
  wrong?: boolean;
}

/**
 * `GET /preferences/:token` shows where a subscriber stands and what they can change; `POST` changes it. The link stands in
 * every issue, and issues are forwarded: it pauses and ends a subscription, but one's own data and erasure need a
 * fresh link, which goes to the address.
 */
export function preferencesPages(deps: PreferencesDeps): Hono {
  const { signer, subscriberStore, clock, answerProblem } = deps;
  const subjectOf = (context: Context) => signer.verify('preferences', context.req.param('token') ?? '');
  const show = async (context: Context, { subscriberId, token }: VerifiedToken, notice?: Notice) => {
    const now = clock.now();
    const subscriber = await subscriberStore.findSubscriber(subscriberId, now);
    const action = deps.site.path(`/preferences/${token}`);
    const content = preferences(deps, { subscriber, action, now, notice });
    return context.html(page(deps.site, content), notice?.wrong === true ? 422 : 200, TOKEN_PAGE);
  };
  return new Hono()
    .get('/preferences/:token', (context) => {
      const subject = subjectOf(context);
      return subject === null ? answerLostLink(context, deps) : show(context, subject);
    })
    .post('/preferences/:token', formLimit(answerProblem), async (context) => {
      const subject = subjectOf(context);
      if (subject === null) return answerLostLink(context, deps);
      const notice = await act(context, { ...subject, form: await readForm(context), deps });
      return show(context, subject, notice);
    });
}

async function act(
  context: Context,
  { subscriberId, slot, form, deps }: TokenSubject & { form: Record<string, string>; deps: PreferencesDeps },
): Promise<Notice> {
  const { subscriberStore, letterTerms, clock, timezone } = deps;
  const now = clock.now();
  const change = async (wish: OwnChange, done: string): Promise<Notice> => {
    const evidence = evidenceOf(context, 'link');
    const outcome = await subscriberStore.changeOwn({ subscriberId, change: wish, evidence, slot, now });
    const isDone = outcome === 'changed' || outcome === 'already';
    return isDone ? { text: done } : { text: 'This is not possible: you are not subscribed.', wrong: true };
  };
  switch (form.action) {
    case 'pause': {
      const until = readDate(form.until ?? '', { now, timezone });
      if (typeof until === 'string') return { text: until, wrong: true };
      return change({ kind: 'pause', until }, 'Your subscription is paused.');
    }
    case 'resume':
      return change({ kind: 'pause', until: null }, 'Your subscription goes on.');
    case 'unsubscribe':
      return change({ kind: 'unsubscribe' }, 'You are unsubscribed.');
    case 'undo':
      return undo(change);
    case 'data': {
      const { networkAddress } = evidenceOf(context, 'link');
      const terms = letterTerms;
      const outcome = await subscriberStore.requestDataLink({ subscriberId, networkAddress, now, terms });
      return dataNotice(outcome, deps.site);
    }
    default:
      return { text: 'Choose what to change.', wrong: true };
  }
}

async function undo(change: (wish: OwnChange, done: string) => Promise<Notice>): Promise<Notice> {
  const notice = await change({ kind: 'resubscribe' }, 'You are subscribed again.');
  return notice.wrong === true ? { text: TOO_LATE, wrong: true } : notice;
}

/** What came of asking for the link to one's own data, as it is: the page is opened by the subscriber's own token. */
function dataNotice(
  outcome: Awaited<ReturnType<PreferencesDeps['subscriberStore']['requestDataLink']>>,
  { newsletter: { name, from, replyTo } }: Site,
): Notice {
  const owner = `${name}, ${(replyTo ?? from).email}`;
  switch (outcome) {
    case 'written':
      return { text: `A mail with a link is on its way to your address. ${AT_MOST}` };
    case 'limited':
      return {
        text: `No mail was written: you have had one lately, or too many people ask for one just now. Look for it, also among spam, or try again later. ${AT_MOST}`,
      };
    case 'refused':
      return {
        text: `We cannot mail you the link: mail to your address came back for good, or was reported as spam. Write to ${owner}, to get your data or have it erased.`,
        wrong: true,
      };
    case 'unknown':
      return { text: 'We keep nothing of you any more, so there is no link to mail.', wrong: true };
  }
}

/** The beginning of a day in the newsletter's time zone, or what is wrong with it. */
function readDate(text: string, { now, timezone }: { now: number; timezone: string }): number | string {
  const day = DateTime.fromFormat(text, 'yyyy-MM-dd', { zone: timezone });
  if (!day.isValid) return 'Choose the day on which issues begin to come again.';
  const today = DateTime.fromMillis(now, { zone: timezone });
  if (day <= today) return 'Choose a day that is still to come.';
  if (day > today.plus(LONGEST_PAUSE))
    return 'A pause ends within a year. To get no more issues, unsubscribe.';
  return day.toMillis();
}

function preferences(
  { site, timezone }: PreferencesDeps,
  {
    subscriber,
    action,
    now,
    notice,
  }: { subscriber: OwnState | null; action: string; now: number; notice: Notice | undefined },
): { title: string; body: Markup } {
  const day = (instant: number) => DateTime.fromMillis(instant, { zone: timezone }).toFormat('yyyy-MM-dd');
  const isSubscribed = subscriber?.status === 'confirmed';
  const isSuppressed = isSubscribed && subscriber.suppression !== null;
  const pausedUntil = isSubscribed && (subscriber.pausedUntil ?? 0) > now ? subscriber.pausedUntil : null;
  const tomorrow = day(DateTime.fromMillis(now, { zone: timezone }).plus({ days: 1 }).toMillis());
  return {
    title: 'Your preferences',
    body: html`
${notice !== undefined && html`<p class="${notice.wrong === true ? 'error' : 'notice'}" role="status">${notice.text}</p>`}
<p>${standing(site, { isSubscribed, isSuppressed, pausedUntil: pausedUntil === null ? null : day(pausedUntil) })}</p>
${isSubscribed && pauseForm({ action, tomorrow })}
${pausedUntil !== null && button({ action, name: 'resume', label: 'Go on at once' })}
${subscriber?.mayUndo === true && html`<p>Left by mistake? For a day you can take it back.</p>${button({ action, name: 'undo', label: 'Undo' })}`}
${isSubscribed && html`<h2>Leave</h2>${button({ action, name: 'unsubscribe', label: 'Unsubscribe' })}`}
<h2>Your data</h2>
<p>What we keep of you, and a way to have it erased. Because issues are forwarded, the link to it goes to your address.</p>
${button({ action, name: 'data', label: 'Mail me the link' })}`,
  };
}

function standing(
  { newsletter }: Site,
  {
    isSubscribed,
    isSuppressed,
    pausedUntil,
  }: { isSubscribed: boolean; isSuppressed: boolean; pausedUntil: string | null },
): Markup {
  if (!isSubscribed) return html`You get no issues of <bdi>${newsletter.name}</bdi>.`;
  if (isSuppressed)
    return html`You get no issues of <bdi>${newsletter.name}</bdi>: mail to your address came back for good, or was reported as spam. Whoever sends it can change that.`;
  if (pausedUntil === null) return html`You get every issue of <bdi>${newsletter.name}</bdi>.`;
  return html`Issues of <bdi>${newsletter.name}</bdi> come again from <time datetime="${pausedUntil}">${pausedUntil}</time> on.`;
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
