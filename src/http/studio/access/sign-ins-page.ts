import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { limitForm } from '../../bodies/form.ts';
import type { Markup } from '../../pages/page.ts';
import { formatNumber, isolatedText, shortTime } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { readId } from '../subscribers/subscriber-search.ts';
import { EVENT_RETENTION_DAYS, type Refusals } from './audit-log.ts';
import type { StudioEvent, StudioEventName, StudioSession } from './studio-store.ts';

const SIGN_INS_ROUTE = '/studio/sign-ins';

const MAX_SHOWN_EVENTS = 100;

/** `/studio/sign-ins`: the sessions, which can be ended here, and recent events. */
export function signInsPage(deps: StudioDeps): Hono<StudioEnv> {
  const { site, answerProblem, studioStore, sessions, record } = deps;
  return new Hono<StudioEnv>()
    .get(SIGN_INS_ROUTE, async (context) => {
      const [all, happened] = await Promise.all([sessions.list(), record.latest(MAX_SHOWN_EVENTS)]);
      return answerStudioPage(context, site, {
        title: 'Sign-ins',
        section: SIGN_INS_ROUTE,
        scripts: ['live-page.js'],
        body: html`
<div class="title"><h1>Sign-ins</h1></div>
<section class="sheet stack" id="sessions" data-live><h2>Who is signed in</h2>
<ul class="record">${all.map((session) => html`<li>${sessionPart(context, session, site.timezone)}</li>`)}</ul></section>
<section class="sheet stack" id="events" data-live>${refusalsPart(happened.refusals, site.timezone)}${eventsPart(happened.events, site.timezone)}</section>`,
      });
    })
    .post(
      `${SIGN_INS_ROUTE}/:id{[0-9]+}/end`,
      limitForm(answerProblem, MAX_STUDIO_FORM_BYTES),
      async (context) => {
        if (await studioStore.endSession(readId(context.req.param('id')) ?? 0))
          await record.add('session-ended');
        return context.redirect(context.var.path(SIGN_INS_ROUTE), 303);
      },
    );
}

function sessionPart(
  { var: { path, session } }: Context<StudioEnv>,
  { id, network, browser, createdAt, seenAt }: StudioSession,
  zone: string,
): Markup {
  const isThis = session?.id === id;
  return html`<p>From <strong>${isolatedText(network ?? 'an unknown place')}</strong>${browser !== null && html`, ${browser}`}${isThis && html` <span class="status good">this browser</span>`}</p>
<p class="muted small">Since ${shortTime(createdAt, zone)} · last seen ${shortTime(seenAt, zone)}</p>
<form method="post" action="${path(`${SIGN_INS_ROUTE}/${id}/end`)}"><button class="quiet small-button">End this session</button></form>`;
}

/** Counted, not listed: a stranger's guesses would push everything else off the list. */
function refusalsPart({ lastDay, kept, latestAt }: Refusals, zone: string): Markup {
  return html`<h2>What happened</h2>
<p>${
    latestAt === null
      ? `No wrong password or key was refused in the last ${EVENT_RETENTION_DAYS} days.`
      : html`Wrong passwords and keys that were refused: <strong class="number">${formatNumber(lastDay)}</strong> in the last 24 hours, <strong class="number">${formatNumber(kept)}</strong> in the last ${EVENT_RETENTION_DAYS} days, the latest at ${shortTime(latestAt, zone)}.`
  }</p>`;
}

const EVENT_LABELS: Readonly<Record<Exclude<StudioEventName, 'refused'>, string>> = {
  'signed-in': 'Somebody signed in',
  'signed-out': 'Somebody signed out',
  'session-ended': 'A session was ended',
  exported: 'Subscribers were downloaded',
  erased: 'Subscribers were erased',
  unsubscribed: 'Subscribers were unsubscribed',
  approved: 'An issue was approved',
  sent: 'An issue was sent',
  'test-sent': 'A test was sent',
  resumed: 'An issue was resumed',
  'settings-changed': 'Settings were changed',
};

function eventsPart(events: readonly StudioEvent[], zone: string): Markup {
  if (events.length === 0) return html`<p class="muted">Nothing else yet.</p>`;
  return html`
<div class="scroll" tabindex="0" role="region" aria-label="What happened"><table class="broad cards">
<thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Issue, subscriber or command</th></tr></thead>
<tbody>${events.map(({ event, at, about }) => html`<tr><td>${shortTime(at, zone)}</td><td>${event !== 'refused' && EVENT_LABELS[event]}</td><td data-label="Issue, subscriber or command">${about}</td></tr>`)}</tbody></table></div>`;
}
